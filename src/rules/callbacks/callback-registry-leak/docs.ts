import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Callback stays in the registry after its use',
  what:
    'A Go function cannot be given to C, so packages keep it in a map under a number, and C gets the number. The ' +
    'rule reports a number of one registry that is removed from another one. It asks where callbacks read a map ' +
    'that gets an entry under a new number each time and loses none, where a registry is never removed from and ' +
    'another one of its type is, and where a function adds an entry and returns an error without removing it.\n\n' +
    'It leaves alone maps by name or other keys that come again, registries that other packages see or that are ' +
    'passed on, and entries whose number is stored in an object.',
  why:
    'The entry keeps the function, and all that it refers to, for the life of the program: each call that ' +
    'registers leaks. Where the number is removed from the wrong registry, the callback of somebody else who has ' +
    'the same number there is lost, and C calls it in vain.',
  contract: {
    text: 'The callback and what it refers to must be in the registry until C makes no more calls, and no longer.',
    url: 'https://go.dev/wiki/cgo#function-variables',
  },
  classes: ['callback-registry-leak'],
  example: `id := resizeCallbacks.Add(cb)
defer flattenCallbacks.Remove(id)
C.lib_resize(img.ptr, C.uintptr_t(id))`,
  remediation:
    'Remove the entry from the registry that gave its number: deferred behind the registration where C calls back ' +
    'during the call only, else where C is told to stop, and on the paths where telling C fails.',
  dynamic:
    'No tool calls it a leak, since the map refers to all of it: a heap profile shows what registrations keep, and ' +
    'grows with their number.',
  limits:
    'Looks at variables of the package: maps, and objects with methods named as those that add and remove. A ' +
    'registry in another object is not seen, nor is one for which a function elsewhere removes in time.',
};

export default docs;
