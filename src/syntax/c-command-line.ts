import type { MacroDefinition, MacroTable } from './c-macro-definitions.ts';
import type { CgoFlags } from './cgo-directive.ts';

/** The macros that the `-D` flags of `#cgo` lines define, under every condition; `-DX` stands for `-DX=1`. */
export function commandLineMacros(flags: readonly CgoFlags[]): MacroTable {
  const found = new Map<string, MacroDefinition[]>();
  for (const { verb, arguments: given } of flags) {
    // cmd/cgo reads the preamble with the flags for C; those for C++ alone do not reach it.
    if (verb !== 'CFLAGS' && verb !== 'CPPFLAGS') continue;
    given.forEach((argument, index) => {
      if (!argument.startsWith('-D')) return;
      const text = argument === '-D' ? (given[index + 1] ?? '') : argument.slice(2);
      const match = /^(\w+)(?:\(([^()]*)\))?(?:=([^]*))?$/.exec(text);
      const name = match?.[1];
      if (match === null || name === undefined) return;
      const definition = { parameters: match[2]?.split(',').map((one) => one.trim()), body: match[3] ?? '1' };
      const known = found.get(name);
      if (known === undefined) found.set(name, [definition]);
      else known.push(definition);
    });
  }
  return found;
}
