import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A place does not do what its siblings in the package do',
  what:
    'Places that have one thing in common do something alike, and one of them does not: the callers of a C ' +
    'function free what it gives; the methods of a type hold a mutex before C gets the handle. The finding is a ' +
    'question: it says how many siblings there are and shows up to three. It takes two callers that free and at most ' +
    'half as many that do not, and otherwise three and at most a third as many. Tests and files of other builds are ' +
    'no siblings, and a generated file speaks once. Test files and generated files are left alone. Other practices ' +
    'have rules that know more than siblings, and quote them: what callers free is followed on every path by ' +
    'leak-c-returned and leak-error-path where it is a pointer, whether a result may be nil by unchecked-null-return, ' +
    'whether an object is kept alive by missing-keepalive, whether the thread is locked by missing-lockosthread, ' +
    'whether constructors set a finalizer, and fields are released with their object, by leak-missing-finalizer, and ' +
    'whether methods ask if their object is closed by use-after-close.',
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
  classes: ['leak-c-returned', 'race-with-c'],
  example: `func (f *File) CueStart() int {
	var cue C.tag_cue
	C.tag_cue_get(f.c, &cue)
	// Two other callers have C.tag_cue_free(&cue) here.
	return int(cue.start)
}`,
  remediation:
    'Look up what the C library’s documentation says. Where the siblings are right, do what they do; where this ' +
    'place is right, say why in a comment, and look whether the siblings do too much.',
  dynamic:
    'No tool knows siblings. What it costs shows by kind: LeakSanitizer (`go build -asan`, Go 1.25 and later) and ' +
    'valgrind report memory that is not freed, where the test calls the place; a mutex that C code needs shows in ' +
    'no Go tool.',
  limits:
    'All siblings may be wrong, and one place may be the exception that the library allows: the rule cannot tell. ' +
    'Whether a sibling does it on every path, and in which order, is not asked. Practices that span packages are ' +
    'not seen.',
};

export default docs;
