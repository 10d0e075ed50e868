import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import type { CMemoryStore } from '../../../flow/go-pointers/c-memory-stores.ts';
import { argumentsOf, calleeOf, unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';

/** Why the other assignments of pointers, and structs that are passed by value, are not reported. */
export function clearOthers(pass: Pass, fn: GoFunction, stores: readonly CMemoryStore[]): void {
  const known = new Set(stores.map(({ target }) => target));
  for (const statement of fn.body.allOutside('func_literal', 'assignment_statement')) {
    const values = statement.child('right')?.children ?? [];
    (statement.child('left')?.children ?? []).forEach((written, index) => {
      const target = unparen(written);
      const value = values[index];
      if (
        value === undefined ||
        known.has(target) ||
        !target.is('selector_expression', 'index_expression', 'unary_expression')
      )
        return;
      const { kind } = pass.package.types.ofExpression(value);
      if (value.kind !== 'nil' && kind !== 'pointer' && kind !== 'unsafe-pointer') return;
      const reason =
        value.kind === 'nil'
          ? `\`${short(target)}\` gets nil, which leads nowhere`
          : `nothing shows that \`${short(target)}\` is in memory of C`;
      pass.clear(() => ({ at: target, file: fn.file, reason }));
    });
  }
  for (const call of fn.body.allOutside('func_literal', 'call_expression')) {
    const callee = calleeOf(call, pass.package);
    if (callee.kind !== 'c') continue;
    for (const argument of argumentsOf(call)) {
      if (argument.kind !== 'identifier' || pass.package.types.ofExpression(argument).kind !== 'c') continue;
      const reason = `\`${short(argument)}\` is passed by value: its pointers are passed as such, and may be`;
      pass.clear(() => ({ at: argument, file: fn.file, reason }));
    }
  }
}
