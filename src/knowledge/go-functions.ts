/** Calls that end the process at once: no deferred call runs (https://pkg.go.dev/os#Exit). */
const stopping = new Set(['os.Exit', 'log.Fatal', 'log.Fatalf', 'log.Fatalln', 'syscall.Exit']);

/** Calls that unwind the goroutine: its deferred calls run. */
const unwinding = new Set(['log.Panic', 'log.Panicf', 'log.Panicln', 'runtime.Goexit']);

/** How a call of a standard function that never returns ends. */
export function endOfCall(importPath: string, name: string): 'stop' | 'panic' | undefined {
  const call = `${importPath}.${name}`;
  return stopping.has(call) ? 'stop' : unwinding.has(call) ? 'panic' : undefined;
}

/** Methods of *testing.T unwind (they call runtime.Goexit); those of loggers with the same names end the process. */
export function endOfMethod(name: string): 'stop' | 'panic' | undefined {
  if (name === 'Fatal' || name === 'Fatalf' || name === 'Fatalln') return 'stop';
  return name === 'FailNow' || name === 'SkipNow' ? 'panic' : undefined;
}

/** Methods of testing.TB that end the test, which loggers and parsers have with another meaning (testing.TB.Skip). */
export function endOfTestMethod(importPath: string, name: string): 'panic' | undefined {
  return importPath === 'testing' && (name === 'Skip' || name === 'Skipf') ? 'panic' : undefined;
}

/** Standard functions that look at a pointer and neither keep, free nor return it. */
export function onlyLooksAt(importPath: string, name: string): boolean {
  if (importPath === 'log') return true;
  // fmt.Append, strconv.AppendInt and their kin return the slice that they get.
  if (importPath === 'fmt') return !name.startsWith('Append');
  if (importPath === 'strconv') return name === 'Itoa' || name.startsWith('Format');
  return `${importPath}.${name}` === 'runtime.KeepAlive';
}
