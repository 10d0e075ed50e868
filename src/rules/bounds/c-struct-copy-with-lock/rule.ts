import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { targetOf } from '../../../flow/ownership/call-status.ts';
import { useOf } from '../../../flow/value-use.ts';
import { throughParens, unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { lockInside, namesLocks } from './lock-inside.ts';

export default defineRule({
  id: 'c-struct-copy-with-lock',
  code: 'CGO218',
  category: 'bounds',
  severity: 'warning',
  confidence: 'likely',
  cwe: 667,
  docs,
  requires: [],
  run(pass) {
    if (!namesLocks(pass.package).some) return;
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file)) continue;
      for (const value of valuesIn(fn)) check(pass, fn, value);
    }
  },
});

/** What is assigned, passed or returned and is a place that keeps what it has: a copy is made of it. */
function valuesIn({ body }: GoFunction): Node[] {
  const lists = body.allOutside('func_literal', 'expression_list', 'argument_list', 'literal_element');
  return lists
    .filter((list) => list.field !== 'left')
    .flatMap(({ children }) => children)
    .filter((child) => {
      const value = unparen(child);
      return (
        value.is('identifier', 'selector_expression', 'index_expression') ||
        (value.kind === 'unary_expression' && value.text.startsWith('*'))
      );
    });
}

function check(pass: Pass, fn: GoFunction, value: Node): void {
  const { package: pkg } = pass;
  const type = pkg.types.ofExpression(unparen(value));
  const lock = lockInside(type, pkg);
  const { file } = fn;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: value, file, reason }));
  };
  if (lock === undefined) {
    if (type.kind === 'pointer' && lockInside(type.element, pkg) !== undefined)
      clear(`\`${short(value)}\` is a pointer, and what it points to is not copied`);
    return;
  }
  if (value.parent?.parent?.kind === 'range_clause') return;
  if (isDropped(value)) {
    clear(`\`${short(value)}\` is dropped`);
    return;
  }
  const what = `\`${short(value)}\` copies a \`${typeText(type)}\` with the \`${lock}\` inside`;
  const isRead = isOnlyRead(value, pkg);
  pass.report({
    at: value,
    file,
    message: isRead
      ? `Is it locked while ${what}? What C changes in between is copied half`
      : `${what}: a copy of a lock is none, and what it does is undefined`,
    ...(isRead ? { confidence: 'question' as const, severity: 'info' as const } : {}),
  });
}

/** `_ = v`. */
function isDropped(value: Node): boolean {
  const list = throughParens(value).parent;
  const targets = list?.kind === 'expression_list' ? (list.parent?.child('left')?.children ?? []) : [];
  return targets.length === 1 && targets[0]?.text === '_';
}

/** Whether the copy is a local of which no more than members are read. */
function isOnlyRead(value: Node, pkg: Package): boolean {
  const target = targetOf(throughParens(value), 0);
  const symbol = target?.kind === 'identifier' ? pkg.symbolOf(target) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return false;
  return pkg.bindings.usesOf(symbol).every((mention) => {
    if (mention === symbol.declaration || mention === target) return true;
    const selector = mention.parent;
    if (useOf(mention, pkg).kind !== 'dereference' || selector === undefined) return false;
    return useOf(selector, pkg).kind !== 'address';
  });
}
