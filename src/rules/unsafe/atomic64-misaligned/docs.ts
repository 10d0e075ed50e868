import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: '64-bit atomic on a field that is not aligned on 32-bit systems',
  what:
    'Reports a 64-bit function of `sync/atomic` on a field that is no multiple of 8 bytes into its struct on 32-bit ' +
    'systems, in a file that can be built for one. It is off by default: many modules are built for 64-bit systems ' +
    'only.\n\nIt leaves alone `atomic.Int64` and `atomic.Uint64`, which are always aligned, fields behind one of ' +
    'unknown size, and structs that are a part of another struct or array.',
  why: 'On 386, arm and 32-bit mips a field of 64 bits is aligned to 4. The function panics where the address is no multiple of 8.',
  contract: {
    text: '"On ARM, 386, and 32-bit MIPS, it is the caller’s responsibility to arrange for 64-bit alignment of 64-bit words accessed atomically via the primitive atomic functions."',
    url: 'https://pkg.go.dev/sync/atomic#pkg-note-BUG',
  },
  classes: ['atomic-alignment'],
  example: `type stats struct {
	closed uint32
	bytes  uint64
}

func (s *stats) add(n int) { atomic.AddUint64(&s.bytes, uint64(n)) }`,
  remediation:
    'Give the field the type `atomic.Int64` or `atomic.Uint64` (Go 1.19 and later), which the compiler aligns. With an ' +
    'older Go make it the first field: an allocated struct starts at a multiple of 8.',
  dynamic:
    'The first call on a 32-bit system panics: `unaligned 64-bit atomic operation`. On a 64-bit system, where most tests ' +
    'run, nothing is wrong. `go vet` does not report it.',
  limits:
    'A field that comes from an embedded struct, an element of an array, and an address that is taken before are not ' +
    'looked at. Only packages with cgo, `unsafe` or a header of `reflect` are.',
};

export default docs;
