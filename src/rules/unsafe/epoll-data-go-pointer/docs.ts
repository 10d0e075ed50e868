import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A Go pointer is hidden in the data of an epoll event',
  what:
    'Reports a Go pointer that is written into the `Fd`, `Pad` or `Data` of an `EpollEvent` (packages `syscall` ' +
    'and `golang.org/x/sys/unix`, a type of that name, and C’s `struct epoll_event`), directly as a number or ' +
    'through a cast of the field’s address. Where the pointer is made in the function and held by nothing else ' +
    'it is an error, else a question.\n\nIt leaves alone memory of C, handles, and numbers.',
  why:
    'The fields are no pointers for the collector, nor is the kernel’s copy. When nothing else holds the ' +
    'object it is freed, and the event leads to what is there then.',
  contract: {
    text:
      'A uintptr is an integer, not a reference. Converting a Pointer to a uintptr creates an integer value ' +
      'with no pointer semantics. Even if a uintptr holds the address of some object, the garbage collector ' +
      'will not keep that object from being reclaimed.',
    url: 'https://pkg.go.dev/unsafe#Pointer',
  },
  classes: [],
  example: 'c := &conn{id: id}\n*(**conn)(unsafe.Pointer(&event.Fd)) = c',
  remediation:
    'Put the descriptor or an index there, and find the object in a map or slice of the program; a ' +
    '`cgo.Handle` does as well.',
  dynamic:
    'Nothing detects it: neither checkptr nor the race detector nor AddressSanitizer knows what the kernel ' +
    'gives back. The program shows wrong data.',
  limits:
    'Whether a parameter or field is kept elsewhere is not followed: there the finding is a question. `kevent` ' +
    'and `io_uring` are not looked at.',
};

export default docs;
