import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A length of 64 bits for C.GoBytes, which takes a C.int',
  what:
    'Reports the length of `C.GoBytes` or `C.GoStringN` where it is converted from a type of 64 bits, as ' +
    '`C.size_t`, and nothing in the function compares it with a limit.\n\nAn `int` of Go, constants, and types that ' +
    'are not known are left alone. The rule is a preview: most of such lengths never come near the limit, and only ' +
    'the maintainer knows which do.',
  why:
    'The conversion keeps the low 32 bits. From 2 GiB on the `C.int` is negative and the program panics with ' +
    '`gobytes: length out of range`; 4 GiB and 16 bytes are copied as 16 bytes, without an error. Where the length ' +
    'stands in data of somebody else, it is theirs to choose.',
  contract: {
    text: 'func C.GoBytes(unsafe.Pointer, C.int) []byte: C data with explicit length to Go []byte.',
    url: 'https://pkg.go.dev/cmd/cgo#hdr-Go_references_to_C',
  },
  classes: ['int-truncation'],
  example: `func (b *Blob) Bytes() []byte {
	var size C.size_t
	data := C.blob_data(b.c, &size)
	return C.GoBytes(data, C.int(size))
}`,
  remediation:
    'Copy through a slice, whose length is no `C.int`: `bytes.Clone(unsafe.Slice((*byte)(p), n))`, or refuse what ' +
    'is longer than `math.MaxInt32`.',
  dynamic:
    'A run with data of that size shows it. AddressSanitizer does not see what `C.GoBytes` reads; valgrind does, ' +
    'where the length is beyond the block.',
  limits:
    'A limit that callers or the library keep is not seen. Whether the length is that of the memory is not judged.',
};

export default docs;
