import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'What is made here is released by nobody, unlike its siblings',
  what:
    'Two shapes. A constructor returns an object that holds C memory without a finalizer or cleanup, while at least as ' +
    'many constructors of the type set one, or the type’s release takes one off. ' +
    'Constructors that leave the work to another one count for what that does. Or a field gets an object of C, often ' +
    'when it is first needed, and no method releases it, while at least two other fields of the type are released ' +
    'with it, and at most half as many are not. The finding is a question, with its support and up to three examples. ' +
    'What a function of C lends, by its name or the tables, is left alone, and so are test files, generated files ' +
    'and what comes in as a parameter.',
  why:
    'Go’s collector frees the Go object and knows nothing of the memory behind it: users of the type who rely on the ' +
    'finalizer, as the other constructors let them, leak once a call.',
  contract: {
    text:
      'Memory allocations made by C code are not known to Go’s memory manager. When you create a C ' +
      'string with C.CString (or any C memory allocation) you must remember to free the memory when ' +
      'you’re done with it by calling C.free.',
    url: 'https://go.dev/blog/cgo',
  },
  classes: ['leak-missing-finalizer'],
  example: `func DeserializeModule(data []byte) *Module {
	// NewModule also sets a finalizer.
	return &Module{ptr: C.vm_module_deserialize(dataOf(data))}
}`,
  remediation:
    'Make the object in one function of the package that also sets the finalizer or cleanup, and let all constructors ' +
    'call it. Release a field that is created later where the others are released.',
  dynamic:
    'LeakSanitizer (`go build -asan`, Go 1.25 and later) and valgrind report the memory where a test calls this ' +
    'constructor and drops the object without releasing it.',
  limits:
    'The siblings may be wrong, and an object that another one owns needs no finalizer: the rule cannot always tell. ' +
    'Descriptors and mapped memory are not looked at. Where no constructor of a type sets a finalizer, nothing is ' +
    'asked, whatever other types of the package do.',
};

export default docs;
