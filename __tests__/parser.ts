import { readFileSync } from 'node:fs';
import type { Parser } from '../src/parser/parser.ts';
import { createWasmParser } from '../src/parser/wasm.ts';
import type { WasmModules } from '../src/parser/wasm.ts';

/** The wasm modules that the product ships. */
export function wasmModules(): WasmModules {
  const read = (name: string): Uint8Array => readFileSync(new URL(`../dist/${name}`, import.meta.url));
  return {
    runtime: read('tree-sitter.wasm'),
    go: read('tree-sitter-go.wasm'),
    c: read('tree-sitter-c.wasm'),
  };
}

let parser: Promise<Parser> | undefined;

/** One wasm parser for a whole test file. */
export function wasmParser(): Promise<Parser> {
  parser ??= createWasmParser(wasmModules());
  return parser;
}
