import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import { unparen } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import { crossesIntoC } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import { concreteKey } from './concrete-type.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'type-assertion-mismatch',
  code: 'CGO325',
  category: 'unsafe',
  severity: 'error',
  confidence: 'certain',
  cwe: 704,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!crossesIntoC(fn.file)) continue;
      for (const statement of fn.body.allOutside('func_literal', 'type_switch_statement'))
        checkSwitch(pass, fn, statement);
    }
  },
});

function checkSwitch(pass: Pass, fn: GoFunction, statement: Node): void {
  const value = statement.child('value');
  const operand = value === undefined ? undefined : unparen(value);
  const symbol = operand?.kind === 'identifier' ? pass.package.symbolOf(operand) : undefined;
  if (symbol?.kind !== 'variable') return;
  for (const clause of statement.children.filter(({ kind }) => kind === 'type_case'))
    for (const assertion of assertionsOf(symbol, clause, pass)) {
      const reason = whyNotToLook(assertion, symbol, clause, pass);
      if (reason === undefined) check(pass, fn, clause, assertion);
      else pass.clear(() => ({ at: assertion, file: fn.file, reason }));
    }
}

/** `v.(T)` of the switch's variable. */
function assertionsOf(symbol: GoSymbol, clause: Node, { package: pkg }: Pass): Node[] {
  return clause.allOutside('func_literal', 'type_assertion_expression').filter((assertion) => {
    const operand = assertion.child('operand');
    const name = operand === undefined ? undefined : unparen(operand);
    return name?.kind === 'identifier' && pkg.symbolOf(name) === symbol;
  });
}

function whyNotToLook(assertion: Node, symbol: GoSymbol, clause: Node, pass: Pass): string | undefined {
  if (isChecked(assertion)) return 'the assertion with two results asks, and does not panic';
  // Through its address, or in a function literal that is called by then, it can be set from anywhere.
  const isSetAgain = definitionsOf(symbol, pass.package).some(
    ({ target }) =>
      clause.contains(target) ||
      target.parent?.kind === 'unary_expression' ||
      target.ancestor('func_literal') !== symbol.declaration.ancestor('func_literal'),
  );
  return isSetAgain ? `\`${symbol.name}\` may hold another value by then` : undefined;
}

/** `t, ok := v.(T)` asks, and does not panic. */
function isChecked(assertion: Node): boolean {
  const list = assertion.parent;
  if (list?.kind === 'var_spec') return list.childrenOf('name').length > 1;
  if (list?.kind !== 'expression_list' || list.children.length > 1) return false;
  const statement = list.parent;
  const targets =
    statement?.kind === 'var_spec'
      ? statement.childrenOf('name')
      : (statement?.child('left')?.children ?? []);
  return targets.length > 1;
}

function check(pass: Pass, fn: GoFunction, clause: Node, assertion: Node): void {
  const { package: pkg } = pass;
  const place = { at: assertion, file: fn.file };
  const asserted = assertion.child('type');
  const types = clause.childrenOf('type');
  const key = asserted === undefined ? undefined : concreteKey(asserted, pkg);
  const keys = types.map((type) => (type.text === 'nil' ? 'nil' : concreteKey(type, pkg)));
  if (asserted === undefined || key === undefined || keys.some((one) => one === undefined)) {
    const reason = 'that the two are different concrete types is not known';
    pass.clear(() => ({ ...place, reason }));
    return;
  }
  if (keys.includes(key)) {
    pass.clear(() => ({ ...place, reason: `\`${asserted.text}\` is a type of the case` }));
    return;
  }
  const operand = assertion.child('operand')?.text ?? '';
  const given = types.map(({ text }) => `\`${text}\``).join(' or ');
  const [first] = types;
  pass.report({
    ...place,
    message: `\`${operand}\` is a ${given} here, and the assertion that it is a \`${asserted.text}\` panics`,
    steps:
      first === undefined
        ? []
        : [{ location: pass.location(fn.file, first), message: `the case of ${given}` }],
  });
}
