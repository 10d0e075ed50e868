import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Mapped memory is used or returned after `Munmap`',
  what:
    'Reports memory in a variable that a function unmaps with `Munmap` and uses on a path behind that: the slice, a ' +
    'part of it, a pointer or string over it that `unsafe` made. Where `Munmap` is deferred, it reports results that ' +
    'share the memory: the slice, a struct that is made with it, a reader over it.\n\nIt leaves alone copies ' +
    '(`string(b)`, `bytes.Clone`), the length, a comparison with nil, a variable that is mapped anew, and paths on ' +
    'which `Munmap` has failed.',
  why:
    'The pages are gone: an access is a fault, `fatal error: fault`, which ends the process and which `recover` does ' +
    'not catch. Where something else has been mapped at the address, it reads or overwrites that.',
  contract: {
    text: '"The munmap() system call deletes the mappings for the specified address range, and causes further references to addresses within the range to generate invalid memory references."',
    url: 'https://man7.org/linux/man-pages/man2/mmap.2.html',
  },
  classes: [],
  example: `data, err := unix.Mmap(fd, 0, size, unix.PROT_READ, unix.MAP_SHARED)
if err != nil {
	return nil, err
}
defer unix.Munmap(data)
return data[headerSize:], nil`,
  remediation:
    'Copy what the caller is to have before the memory is unmapped (`bytes.Clone`, `string(b)`), or give the ' +
    'caller an object with a `Close` that unmaps it, and keep that object as long as any view.',
  dynamic:
    'The process dies with `unexpected fault address` at the access, if it comes to that. AddressSanitizer, checkptr ' +
    'and the race detector do not know of the memory.',
  limits:
    'Memory in a field, views that are stored, sent or made by another function, `munmap` as a bare system call and ' +
    'wrappers of it are not followed. Only packages with cgo, `unsafe` or a header of `reflect` are looked at.',
};

export default docs;
