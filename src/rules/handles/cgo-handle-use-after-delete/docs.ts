import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'cgo.Handle used after Delete',
  what:
    'Reports `Value` or `Delete` of a `cgo.Handle` on a path behind `Delete` of the same handle, and ' +
    '`Delete` where a deferred `Delete` of it is waiting already.\n\nIt leaves alone a variable or field ' +
    'that got another value in between, a field behind a call that may have set it, and handles in ' +
    'elements of slices and maps.',
  why:
    '`Delete` takes the handle out of the table of live handles. Both methods panic for a handle that is not ' +
    'in it, and in a callback the panic goes through the frames of C. Where the path is an error path, the ' +
    'panic shows up in production first.',
  contract: {
    text:
      'Delete invalidates a handle, and "should only be called once the program no longer needs to pass the ' +
      'handle to C and the C code no longer has a copy of the handle value". "The method panics if the handle ' +
      'is invalid", and so does Value.',
    url: 'https://pkg.go.dev/runtime/cgo#Handle.Delete',
  },
  classes: ['cgo-handle-misuse'],
  example: [
    'h := cgo.NewHandle(f)',
    'defer h.Delete()',
    'if err := start(h); err != nil {',
    '\th.Delete()',
    '\treturn err',
    '}',
    'return wait()',
  ].join('\n'),
  remediation:
    'Delete a handle in one place: with `defer` where it ends with the function, or where C gives it back. ' +
    'A field that outlives its handle is set to 0 with the deletion, and asked for that first.',
  dynamic:
    'The program panics when it takes the path: `runtime/cgo: misuse of an invalid Handle`. No tool reports ' +
    'the path before it is taken.',
  limits:
    'Looks at one function, and at handles in variables and in fields that are reached through one. What a ' +
    'function that gets the handle does with it is not followed.',
};

export default docs;
