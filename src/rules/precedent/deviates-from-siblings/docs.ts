import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A place does not do what its siblings in the package do',
  what:
    'Places that have one thing in common do something alike, and one of them does not: the handles of a type ' +
    'are released with it; its constructors set a finalizer or cleanup; its methods ask whether the object is closed, ' +
    'or hold a mutex, ' +
    'before C gets the handle. The finding is a question: it says how many siblings there are and shows up to ' +
    'three. It takes two handles that are released and at most half as many that are not, one constructor ' +
    'with a finalizer and at most as many without, and otherwise three and at most a third as many. Tests and ' +
    'files of other builds are no siblings, and a generated file speaks once. Test files and generated files ' +
    'are left alone. Four practices have rules that know more than siblings, and quote them: what callers ' +
    'free is followed on every path by leak-c-returned and leak-error-path, whether a result may be nil by ' +
    'unchecked-null-return, whether an object is kept alive by missing-keepalive, and whether the thread is locked by ' +
    'missing-lockosthread.',
  why:
    'What a C function expects of its callers stands in a manual that the reader of a change seldom has at hand. ' +
    'The package’s own code tells what its authors took it to be, and the place that was forgotten stands out: ' +
    'it leaks, hands a freed handle to C, or races.',
  contract: {
    text:
      'Memory allocations made by C code are not known to Go’s memory manager. When you create a C ' +
      'string with C.CString (or any C memory allocation) you must remember to free the memory when ' +
      'you’re done with it by calling C.free.',
    url: 'https://go.dev/blog/cgo',
  },
  classes: ['leak-missing-finalizer', 'unchecked-null-return', 'use-after-close', 'race-with-c'],
  example: `func (s *Stage) Close() {
	C.stage_lights_destroy(s.lights)
	C.stage_sound_destroy(s.sound)
	// s.fog was created as these two were.
}`,
  remediation:
    'Look up what the C library’s documentation says. Where the siblings are right, do what they do; where this ' +
    'place is right, say why in a comment, and look whether the siblings do too much.',
  dynamic:
    'No tool knows siblings. What it costs shows by kind: LeakSanitizer (`go build -asan`, Go 1.25 and later) and ' +
    'valgrind report memory that is not freed, where the test calls the place; a freed ' +
    'handle is a use after free under ASan; a mutex that C code needs shows in no Go tool.',
  limits:
    'All siblings may be wrong, and one place may be the exception that the library allows: the rule cannot tell. ' +
    'Whether a sibling does it on every path, and in which order, is not asked. Practices that span packages are ' +
    'not seen. A guard is known by the handle that it tests, by a flag that the release sets, or by a method that ' +
    'asks for one of these; any other is taken for none.',
};

export default docs;
