import { wordsOf } from './name-words.ts';

/** What may stand before the last word, and makes it speak of something else: `lib_set_free`, `lib_is_free`. */
const denials = new Set(
  'get set is has num count no not can on new create make alloc init register add auto will do'.split(' '),
);

/** The words of a C name; a version at its end says nothing: `lib_free_v2`. */
function unversionedWords(name: string): readonly string[] {
  const words = wordsOf(name);
  return /^v?\d+$/.test(words.at(-1) ?? '') ? words.slice(0, -1) : words;
}

/**
 * What a C function, by its last word, gives back whole: `lib_thing` of `lib_thing_free`. Undefined for other names,
 * and for those that may leave the object there: `lib_unref`, `lib_close`, `lib_release`, `lib_put`.
 */
export function endedByName(name: string): string | undefined {
  const words = unversionedWords(name);
  const last = words.at(-1) ?? '';
  const object = words.slice(0, -1);
  if (object.length === 0 || !/^(free|destroy|delete|dispose)$/.test(last)) return undefined;
  return object.some((word) => denials.has(word)) ? undefined : object.join('_');
}

/** Whether a C function, by its name, gives the object another beginning: `lib_thing_init`, `lib_thing_reset`. */
export function beginsAnew(name: string): boolean {
  return unversionedWords(name).some((word) =>
    /^(re)?(init|initialize|set|setup|open|create|new|alloc|start|load)$/.test(word),
  );
}

/**
 * Whether a C function, by its name, ends the same object in another way, or counts references to it: then none of
 * its ends is known to give it back. `virDomainDestroy` stops what `virDomainFree` gives back.
 */
export function endsOtherwise(name: string, object: string): boolean {
  const words = unversionedWords(name);
  if (
    !/^(\w*free|destroy|delete|dispose|dealloc|deallocate|ref|incref|retain|unref|decref|release|put|drop)$/.test(
      words.at(-1) ?? '',
    )
  )
    return false;
  const other = words.slice(0, -1).join('_');
  return other === object || /^_(container|object|handle|ctx|context)$/.test(other.slice(object.length));
}
