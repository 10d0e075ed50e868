import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'The result of a C function that may return NULL is not checked',
  what:
    'Asks about a pointer from C that is used without a comparison with nil, where the function that gives it may return ' +
    'NULL:\n\n' +
    '- the table of its library says so (`virGetLastError`), or its body in the package has a `return NULL`, and Go ' +
    'dereferences the result on a path that does not check it: at once, through a variable, or in ' +
    'a function of the package that gets it. Of what belongs to an argument, such as a property of an object, another ' +
    'caller has to ask whether it is nil, too;\n' +
    '- another caller asks whether the result is nil, no more callers than that do not, and this one dereferences it in ' +
    'Go; or three others and more ask, at most a third as many do not, and this one hands it to C.\n\n' +
    'Left alone are `C.malloc`, which never returns nil, `C.GoString(nil)`, which is the empty string, calls that take errno ' +
    'as a second result, functions that tell of their failure in another place, tests, and results that are ' +
    'only returned or stored.',
  why:
    'Go panics where it dereferences the pointer itself: `invalid memory address or nil pointer dereference`. Where C ' +
    'does, the process gets a SIGSEGV in C code, which no `recover` catches. It happens on the day on which the call ' +
    'fails, so that the error is lost that would have said why.',
  contract: {
    text:
      'The function returns a null pointer where it fails or has nothing to give, and a null pointer must not be ' +
      'dereferenced (C11, 6.5.3.2).',
    url: 'https://go.dev/ref/spec#Address_operators',
  },
  classes: ['unchecked-null-return', 'nil-to-c'],
  example: `func LastError() Error {
	err := C.virGetLastError()
	return Error{Code: int(err.code), Message: C.GoString(err.message)}
}`,
  remediation:
    'Compare the result with nil right behind the call, and return an error or an empty value. Where it cannot be nil ' +
    'here, say why in a comment.',
  dynamic:
    'A run shows it where the call fails, as a panic of Go or a SIGSEGV in C; no tool sees it as long as the call ' +
    'succeeds.',
  limits:
    'Whether the call can fail at this place is not known: a caller may have made sure. Conditions that imply that ' +
    'the pointer is there, such as a count above zero, are not understood. What is stored in a field or a slice is not ' +
    'followed, and a null pointer that a C function gets is reported only where siblings check.',
};

export default docs;
