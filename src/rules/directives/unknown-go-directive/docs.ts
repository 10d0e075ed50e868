import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A `//go:` comment that no Go tool reads',
  what:
    'Reports `//go:` comments whose word is a misspelling of a directive (`//go:noescpae`, ' +
    '`//go:no_inline`), or a wish that people write for want of one (`//go:keepalive`, `//go:pin`, ' +
    '`//go:nogc`).\n\nIt leaves alone the directives of Go 1.26 and of TinyGo, and any other word: ' +
    'another tool may read that.',
  why:
    'The compiler takes a directive that it does not know for a comment, and neither it nor `go vet` says ' +
    'so. The protection that the line is thought to give, memory kept alive for one, is not there.',
  contract: {
    text:
      'Compiler directives are comments of the form `//go:name`; those that are not listed there mean ' +
      'nothing to the compiler.',
    url: 'https://pkg.go.dev/cmd/compile#hdr-Compiler_Directives',
  },
  classes: [],
  example: '//go:keepalive\nfunc (b *Buffer) Sum() int {\n\treturn int(C.sum(b.data))\n}',
  remediation:
    'Delete the line, and say what is meant by what Go has: `runtime.KeepAlive` behind the last use of what ' +
    'the owner’s finalizer or cleanup frees, `runtime.Pinner` for memory that C holds on to, ' +
    '`#cgo noescape` for a C function.',
  dynamic:
    'Nothing tells of the line itself; what it fails to prevent shows, if at all, as AddressSanitizer’s ' +
    'heap-use-after-free or as a crash.',
  limits:
    'A word that is neither near a directive nor among the known wishes is not reported, since other tools ' +
    'put words of their own behind `//go:`. `// go:noinline`, with a space, is not looked at.',
};

export default docs;
