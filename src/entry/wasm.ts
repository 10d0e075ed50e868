import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { WasmModules } from '../parser/wasm.ts';

/** Reads the wasm modules that lie beside the bundle; run from source, those of `dist`. */
export async function loadWasmModules(): Promise<WasmModules> {
  const [runtime, go, c] = await Promise.all(
    ['tree-sitter.wasm', 'tree-sitter-go.wasm', 'tree-sitter-c.wasm'].map((name) =>
      readFile(moduleUrl(name)),
    ),
  );
  if (runtime === undefined || go === undefined || c === undefined)
    throw new Error('three modules were read');
  return { runtime, go, c };
}

function moduleUrl(name: string): URL {
  const beside = new URL(`./${name}`, import.meta.url);
  return existsSync(beside) ? beside : new URL(`../../dist/${name}`, import.meta.url);
}
