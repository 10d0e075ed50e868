import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Finalizer is set on something else than the object',
  what:
    'Reports what `runtime.SetFinalizer` or `runtime.AddCleanup` is set on, where that is\n\n' +
    '- a pointer to memory of C;\n' +
    '- a field behind the first one, or an element of a slice or array (`SetFinalizer` only);\n' +
    '- a package-level variable;\n' +
    '- a local variable (`&p`) whose value is returned or stored, while nothing keeps a reference to the ' +
    'variable itself: a pointer, a slice or a struct that is copied;\n' +
    '- a value receiver, a parameter or a loop’s variable, which is a copy.\n\n' +
    'A variable whose address is also returned, stored or captured is the object, and fine.',
  why:
    'Memory of C and the middle of an object are a fatal error, which cannot be recovered. A variable of its ' +
    'own is garbage as soon as the function is done with it: the finalizer then frees what the caller still ' +
    'uses.',
  contract: {
    text:
      'The argument obj must be a pointer to an object allocated by calling new, by taking the address of a ' +
      'composite literal, or by taking the address of a local variable.',
    url: 'https://pkg.go.dev/runtime#SetFinalizer',
  },
  classes: ['finalizer-on-c-pointer', 'finalizer-misuse'],
  example: `env := C.env_new()
runtime.SetFinalizer(env, func(env *C.env) { C.env_free(env) })
return &Env{c: env}`,
  remediation:
    'Make a Go struct that holds the pointer, return a pointer to that struct, and set the finalizer on it.',
  dynamic:
    'On memory of C and in the middle of an object the program ends with `fatal error: runtime.SetFinalizer: ' +
    'pointer not in allocated block` or `pointer not at beginning of allocated block`. A finalizer of a copy ' +
    'shows as a use after free under AddressSanitizer, once a collection has run.',
  limits:
    'A pointer that a function of C gives, and of which no table says whose it is, is taken to be of C unless ' +
    'that function was given memory of Go. Fields without pointers, which may be small enough to be allowed, ' +
    'are left alone. A struct whose copy is made elsewhere is not found.',
};

export default docs;
