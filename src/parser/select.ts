import { createNativeParser } from './native.ts';
import type { LoadModule } from './native.ts';
import type { Parser } from './parser.ts';
import { createWasmParser } from './wasm.ts';
import type { WasmModules } from './wasm.ts';

/**
 * The parser that was asked for. `native` falls back to wasm where its libraries do not load, and the report
 * then says why: the result never depends on the host in silence.
 */
export async function selectParser(
  wanted: 'wasm' | 'native',
  modules: WasmModules,
  load: LoadModule,
): Promise<Parser> {
  if (wanted === 'wasm') return createWasmParser(modules);
  try {
    return await createNativeParser(load);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [firstLine] = message.split('\n');
    return createWasmParser(modules, `the native parser does not load: ${firstLine ?? message}`);
  }
}
