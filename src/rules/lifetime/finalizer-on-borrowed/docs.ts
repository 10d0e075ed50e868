import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Finalizer frees what C has only lent',
  what:
    'A Go object is made around a pointer that stays somebody else’s, by what is known of the C library: a ' +
    'part of another object, or memory of the library. Its constructor sets a finalizer or cleanup that frees ' +
    'it. The pointer may come from the constructor itself, or from a function that calls it.\n\nA ' +
    'constructor that sets the finalizer only where it is given no owner (`if owner == nil`) is reported ' +
    'where it is given nil. It is a question where nothing is known of the library, and the C function is ' +
    'declared to give a pointer to a const struct; and where an exported function makes the object around a ' +
    'pointer that C calls it with. Code that adds a reference or makes a copy, and an ' +
    'object whose finalizer is taken off in the same function, are left alone; so is one of which a field is set ' +
    'behind, where the finalizer frees under a condition.',
  why:
    'The owner frees the memory, too: it is freed twice. Where the finalizer comes first, the owner is left ' +
    'with a part that is gone.',
  contract: {
    text:
      'If the argument does not match a pointer earlier returned by a memory management function, or if ' +
      'the space has been deallocated by a call to free or realloc, the behavior is undefined (C11, 7.22.3.3).',
    url: 'https://www.open-std.org/jtc1/sc22/wg14/www/docs/n1570.pdf',
  },
  classes: ['finalizer-on-borrowed'],
  example: `root := &Node{c: C.xmlDocGetRootElement(doc.c)}
runtime.SetFinalizer(root, func(n *Node) { C.xmlFreeNode(n.c) })`,
  remediation:
    'Set no finalizer on an object that does not own its memory, and let it keep the owner alive instead, ' +
    'in a field.',
  dynamic:
    'AddressSanitizer (`go build -asan`) reports a double free or a use after free once both have been freed: ' +
    'call `runtime.GC()` before the owner is closed.',
  limits:
    'What a library lends is known from tables, and the pointer has to come from a call in the same function. ' +
    'Elements of an array that an owner frees are not followed.',
};

export default docs;
