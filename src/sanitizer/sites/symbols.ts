/** What the names of functions in a binary tell: cgo's wrappers, and the packages of Go functions. */

/** The wrapper in C of a function that Go calls. */
export interface Wrapper {
  /** Of cgo, twelve hexadecimal digits: the package. */
  readonly hash: string;
  /** The C function: `free`, or `_Cmalloc`, by which `C.malloc`, `C.CString` and `C.CBytes` allocate. */
  readonly cFunction: string;
}

/** `_cgo_52f7584d347b_Cfunc_free`; `_C2func_` where the call asks for errno (cmd/cgo, `out.go`). */
export function wrapperOf(symbol: string): Wrapper | undefined {
  const match = /^_cgo_([0-9a-f]{8,40})_C2?func_(\w{1,300})$/.exec(plainSymbol(symbol));
  return match === null ? undefined : { hash: match[1] ?? '', cFunction: match[2] ?? '' };
}

/** The C function of the stub in Go, `main._Cfunc_put`, through which every call of `C.put` goes. */
export function stubOf(symbol: string): string | undefined {
  return /\._C2?func_(\w{1,300})$/.exec(plainSymbol(symbol))?.[1];
}

/** The names behind `C.` that a call of the wrapper's C function may have in the sources. */
export function calledNames(cFunction: string): readonly string[] {
  return /^_CM?malloc$/i.test(cFunction) ? ['CString', 'CBytes', 'malloc'] : [cFunction];
}

/** The import path of a Go function's package, `main` for a program's; undefined for a symbol of C or C++. */
export function goPackage(symbol: string): string | undefined {
  const bracket = symbol.indexOf('[');
  const name = bracket === -1 ? symbol : symbol.slice(0, bracket);
  if (/^[^./]{0,300}::/.test(name)) return undefined;
  const slash = name.lastIndexOf('/');
  const dot = plainSymbol(name).indexOf('.', slash + 1);
  // The linker writes a dot in the last part of an import path as `%2e`.
  return dot === -1 ? undefined : name.slice(0, dot).replaceAll('%2e', '.');
}

/** The symbol without what compilers append to a part or a copy of a function: `f.part.0`, `f.abi0`. */
export function plainSymbol(symbol: string): string {
  return symbol.replace(
    /(?:\.(?:part|isra|constprop|cold|lto_priv|abi0|abiinternal)(?:\.\d{1,9})?){1,8}$/,
    '',
  );
}

/** Functions of the Go runtime and of the sanitizers' interceptors: never the code that is at fault. */
export function isMachinery(symbol: string): boolean {
  return (
    /^(?:internal\/)?runtime[./]/.test(symbol) ||
    /^(?:__interceptor_|__asan_|__lsan_|__tsan_|__sanitizer|__ubsan_|_cgoexp_)/.test(symbol)
  );
}
