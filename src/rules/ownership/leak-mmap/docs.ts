import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Mapped memory that a path leaves without unmapping it',
  what:
    'Reports `b, err := unix.Mmap(…)` (or `syscall.Mmap`) in a local variable where a path leaves the function, most ' +
    'often with the error of a later step, on which `b` is neither unmapped nor handed to anybody.\n\n' +
    'It leaves alone the path on which `Mmap` itself failed, memory that is returned, stored, captured by a closure, ' +
    'given to a function or to C, and results that go to a field at once.',
  why:
    'The garbage collector knows nothing of mapped memory: the slice is gone, and the pages, the address space and the ' +
    'file behind them stay until the process ends. A process may have some 65,000 mappings at most on Linux.',
  contract: {
    text: 'Mapped memory is given back with `Munmap` of the slice that `Mmap` gave, and with nothing else.',
    url: 'https://pkg.go.dev/golang.org/x/sys/unix#Munmap',
  },
  classes: ['leak-mmap'],
  example: [
    'data, err := unix.Mmap(fd, 0, size, unix.PROT_READ, unix.MAP_SHARED)',
    'if err != nil {',
    '	return nil, err',
    '}',
    'if data[0] != version {',
    '	return nil, errVersion',
    '}',
    'return &File{data: data}, nil',
  ].join('\n'),
  remediation:
    'Unmap before each return that does not hand the memory on; or with a deferred function that does it unless the ' +
    'last step was reached.',
  dynamic:
    'No tool reports it: LeakSanitizer looks at memory of malloc only. `/proc/self/maps` has a line for each mapping ' +
    'that is left.',
  limits:
    'Only results that a local variable gets are followed, and any function that is given the slice counts as one that ' +
    'unmaps or keeps it. Whether the owner that gets it unmaps it is not looked at.',
};

export default docs;
