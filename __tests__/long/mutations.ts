/** Damage that an editor, a merge or a crash does to a text; the same seed gives the same damage everywhere. */

/** One way to damage a text; `pick` gives a whole number from 0 to below its argument. */
export interface Mutation {
  readonly name: string;
  apply(text: string, pick: (below: number) => number): string;
}

const byteOrderMark = '\uFEFF';

export const mutations: readonly Mutation[] = [
  { name: 'cut off', apply: (text, pick) => text.slice(0, pick(text.length + 1)) },
  {
    name: 'a line deleted',
    apply: (text, pick) => withLines(text, (lines) => lines.splice(pick(lines.length), 1)),
  },
  {
    name: 'a line doubled',
    apply: (text, pick) =>
      withLines(text, (lines) => {
        const at = pick(lines.length);
        lines.splice(at, 0, lines[at] ?? '');
      }),
  },
  {
    name: 'two lines swapped',
    apply: (text, pick) =>
      withLines(text, (lines) => {
        const [a, b] = [pick(lines.length), pick(lines.length)];
        [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
      }),
  },
  { name: 'a character deleted', apply: (text, pick) => splice(text, pick(text.length + 1), 1, '') },
  { name: 'a bracket deleted', apply: (text, pick) => splice(text, nth(text, /[(){}[\]]/g, pick), 1, '') },
  {
    name: 'a bracket inserted',
    apply: (text, pick) => splice(text, pick(text.length + 1), 0, '(){}[]'.charAt(pick(6))),
  },
  {
    name: 'a quote inserted',
    apply: (text, pick) => splice(text, pick(text.length + 1), 0, '"`\''.charAt(pick(3))),
  },
  { name: 'a comment opened', apply: (text, pick) => splice(text, pick(text.length + 1), 0, '/*') },
  { name: 'a NUL', apply: (text, pick) => splice(text, pick(text.length + 1), 0, '\0') },
  { name: 'a byte order mark', apply: (text) => byteOrderMark + text },
  { name: 'CRLF', apply: (text) => text.replace(/\r?\n/g, '\r\n') },
  { name: 'a lone CR', apply: (text, pick) => splice(text, pick(text.length + 1), 0, '\r') },
  { name: 'letters above ASCII', apply: (text, pick) => splice(text, pick(text.length + 1), 0, 'größe世界') },
  {
    name: 'a code point above the BMP',
    apply: (text, pick) => splice(text, pick(text.length + 1), 0, '𝒳😀'),
  },
  {
    name: 'merge conflict',
    apply: (text, pick) => withLines(text, (lines) => conflict(lines, pick(lines.length))),
  },
];

/** A damaged text. Equal seeds give equal results; all mutations take turns over consecutive seeds. */
export function mutate(text: string, seed: number): { readonly name: string; readonly text: string } {
  const mutation = mutations[seed % mutations.length];
  if (mutation === undefined) throw new Error('a seed is a whole number from 0');
  return { name: mutation.name, text: mutation.apply(text, generator(seed)) };
}

/** mulberry32: small, and the same on every machine. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function splice(text: string, at: number, count: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at + count);
}

function withLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split('\n');
  change(lines);
  return lines.join('\n');
}

function nth(text: string, pattern: RegExp, pick: (below: number) => number): number {
  const places = [...text.matchAll(pattern)].map((match) => match.index);
  return places[pick(places.length)] ?? text.length;
}

function conflict(lines: string[], at: number): void {
  const line = lines[at] ?? '';
  lines.splice(at, 1, '<<<<<<< HEAD', line, '=======', `${line} // theirs`, '>>>>>>> branch');
}
