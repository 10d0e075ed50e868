import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'A C signal handler is installed without `SA_ONSTACK`',
  what:
    'Reports in preambles and in the package’s own C files a `sigaction` whose flags are all seen and do not ' +
    'hold `SA_ONSTACK`, and `signal`, which never sets it, where the handler is a function.\n\nIt leaves ' +
    'alone `SIG_IGN` and `SIG_DFL`, a handler from before that is put back, flags that are not known, code ' +
    'for Windows or under a condition of the preprocessor, functions that fork, and C files with a `main`.',
  why:
    'A signal may interrupt a thread that runs Go code. Without the flag the handler, and the frame that the ' +
    'kernel makes for it, stand on the goroutine’s stack, which may have a few hundred bytes left. What ' +
    'lies below, memory of other goroutines, is overwritten.',
  contract: {
    text:
      'If the non-Go code installs any signal handlers, it must use the SA_ONSTACK flag with sigaction. ' +
      'Failing to do so is likely to cause the program to crash if the signal is received.',
    url: 'https://pkg.go.dev/os/signal#hdr-Go_programs_that_use_cgo_or_SWIG',
  },
  classes: [],
  example: '/*\nstatic void install(void) {\n\tsignal(SIGUSR1, on_usr1);\n}\n*/\nimport "C"',
  remediation:
    'Install the handler with `sigaction` and `SA_ONSTACK`. The run time has given each of its threads a ' +
    'signal stack; keep the handler’s frame small all the same.',
  dynamic:
    'A crash comes by chance: `fatal error: fault`, `unexpected fault address`, `s.allocCount > s.nelems`. A ' +
    'small handler may show nothing for long. The program here looks at the stack on which its handler ran.',
  limits:
    'Handlers that a library installs by itself are not seen. A handler that is installed before the Go run ' +
    'time starts (in a constructor) is reported, though the run time may add the flag to it.',
};

export default docs;
