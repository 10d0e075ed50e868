/** What the tools say when they cannot work themselves: nothing of the program. */

const failures: readonly (readonly [RegExp, string])[] = [
  [
    /AddressSanitizer failed to allocate|ReserveShadowMemoryRange failed/,
    'AddressSanitizer could not reserve its address space: lift the limit of virtual memory (`ulimit -v unlimited`).',
  ],
  [
    /Shadow memory range interleaves with an existing memory mapping/,
    'AddressSanitizer found its address space taken: lower the randomisation of addresses on the runner (`sysctl vm.mmap_rnd_bits=28`).',
  ],
  [
    /LeakSanitizer has encountered a fatal error|LeakSanitizer does not work under ptrace/,
    'LeakSanitizer could not look for leaks: it needs the ptrace system call, which a debugger or a container without it forbids; allow SYS_PTRACE, or the leaks stay unknown.',
  ],
  [
    /libasan\.so\.\d{1,3}: cannot open shared object file/,
    'The runtime of AddressSanitizer is missing: install the libasan package of the gcc that builds (Debian and Ubuntu: `libasan8` for gcc 12 and 13).',
  ],
  [
    /ASan runtime does not come first in initial library list/,
    'AddressSanitizer was loaded too late: unset LD_PRELOAD for the run.',
  ],
  [
    /ERROR: AddressSanitizer: CHECK failed|AddressSanitizer: nested bug in the same thread/,
    'AddressSanitizer failed itself: run the test again, or with another release of the compiler.',
  ],
  [
    /ThreadSanitizer failed to allocate|FATAL: ThreadSanitizer: unexpected memory mapping/,
    'The race detector could not reserve its address space: lift the limit of virtual memory, and lower the randomisation of addresses (`sysctl vm.mmap_rnd_bits=28`).',
  ],
];

/** The failures of tools that a log tells of, each once, as a sentence that says what to do. */
export function toolFailures(text: string): readonly string[] {
  return failures.filter(([pattern]) => pattern.test(text)).map(([, sentence]) => sentence);
}
