import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { canonical, isAssignedOnce } from '../../../flow/conditions.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

/** What cgo allocates for: the program ends where there is no memory. */
const neverNil: ReadonlySet<string> = new Set(['malloc', 'CString', 'CBytes']);

export default defineRule({
  id: 'c-malloc-nil-check-unreachable',
  code: 'CGO119',
  category: 'ownership',
  severity: 'info',
  confidence: 'certain',
  cwe: 561,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || fn.file.constraint.isTest) continue;
      if (!/\bC\.(?:\w*alloc\w*|CString|CBytes)\(/.test(fn.body.text)) continue;
      for (const test of fn.body.allOutside('func_literal', 'binary_expression')) check(pass, fn, test);
    }
  },
});

function check(pass: Pass, fn: GoFunction, test: Node): void {
  const { package: pkg } = pass;
  const operator = test.child('operator')?.kind;
  const [left, right] = [test.child('left'), test.child('right')];
  if (left === undefined || right === undefined || (operator !== '==' && operator !== '!=')) return;
  const place = isNil(right) ? left : isNil(left) ? right : undefined;
  const call = place === undefined ? undefined : allocationOf(unparen(place), test, pkg);
  if (place === undefined || call === undefined) return;
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'c') return;
  const { file } = fn;
  if (!neverNil.has(callee.name)) {
    pass.clear(() => ({ at: test, file, reason: `\`C.${callee.name}\` may return nil` }));
    return;
  }
  pass.report({
    at: test,
    file,
    message:
      `\`${short(test)}\` is always ${operator === '==' ? 'false' : 'true'}: \`C.${callee.name}\` never returns nil, ` +
      'cgo ends the program where there is no memory',
    steps: [
      { location: pass.location(file, call), message: `\`C.${callee.name}\` allocates, or ends the program` },
      { location: pass.location(file, test), message: 'so that this never finds nil' },
    ],
  });
}

function isNil(node: Node): boolean {
  return unparen(node).kind === 'nil';
}

/** The call of C whose result a place has: a local that is never set again, or what the statement before has set. */
function allocationOf(place: Node, test: Node, pkg: Package): Node | undefined {
  const fixed = place.kind === 'identifier' ? valueOfLocal(place, pkg) : undefined;
  const value = fixed ?? valueSetBefore(place, test, pkg);
  const call = value === undefined ? undefined : unconverted(value, pkg);
  return call !== undefined && isCall(call) ? call : undefined;
}

function valueOfLocal(name: Node, pkg: Package): Node | undefined {
  const symbol = pkg.symbolOf(name);
  const isFixed = symbol?.role === 'local' && symbol.value?.count === 1 && isAssignedOnce(symbol, pkg);
  return isFixed ? symbol.value.node : undefined;
}

/** `s.p = C.malloc(n)`, or `p = C.malloc(n)`, and right behind it `if s.p == nil`. */
function valueSetBefore(place: Node, test: Node, pkg: Package): Node | undefined {
  if (!place.is('identifier', 'selector_expression')) return undefined;
  const statement = test.ancestor('if_statement');
  if (statement?.child('condition') !== test || statement.child('initializer') !== undefined)
    return undefined;
  const siblings = statement.parent?.children ?? [];
  const before = siblings[siblings.indexOf(statement) - 1];
  if (before?.kind !== 'assignment_statement' || before.child('operator')?.kind !== '=') return undefined;
  const [targets, values] = [before.child('left')?.children ?? [], before.child('right')?.children ?? []];
  const [target, ...more] = targets;
  if (target === undefined || more.length > 0 || canonical(target, pkg) !== canonical(place, pkg))
    return undefined;
  return values[0];
}
