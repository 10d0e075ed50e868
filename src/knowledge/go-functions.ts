/** Calls that never return, by import path and name; `panic` is a builtin. */
const terminating = new Set([
  'os.Exit', 'log.Fatal', 'log.Fatalf', 'log.Fatalln', 'log.Panic', 'log.Panicf', 'log.Panicln',
  'runtime.Goexit', 'syscall.Exit',
]); // prettier-ignore

export function neverReturns(importPath: string, name: string): boolean {
  return terminating.has(`${importPath}.${name}`);
}

/** Methods of *testing.T and of loggers that end the goroutine or the process. */
export function methodNeverReturns(name: string): boolean {
  return name === 'Fatal' || name === 'Fatalf' || name === 'Fatalln' || name === 'FailNow' || name === 'SkipNow';
}

/** Standard functions that look at a pointer and neither keep, free nor return it. */
export function onlyLooksAt(importPath: string, name: string): boolean {
  return (
    importPath === 'fmt' || importPath === 'log' || `${importPath}.${name}` === 'runtime.KeepAlive'
  );
}
