import { argumentsOf, calleeOf, isCall } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { GoSymbol } from '../semantic/symbol.ts';
import type { Node } from '../syntax/tree.ts';
import { definitionsOf } from './definitions.ts';
import { Lengths } from './lengths.ts';
import { enclosingFunction } from './literals.ts';

/** A range loop whose rounds append to a slice. */
export interface Gathering {
  readonly loop: Node;
  readonly over: Node;
  /** What an element has to fulfil to be appended, where nothing but the element decides. */
  readonly condition: Node | undefined;
}

/**
 * The loops that give a local slice all of its elements: it starts empty, and is appended to in them only. Undefined
 * where it gets elements elsewhere, where a use stands in such a loop, and where something else that the loop counts
 * is tested before the use, since that may say that there are elements.
 */
export function gatheringsOf(symbol: GoSymbol, use: Node, pkg: Package): readonly Gathering[] | undefined {
  if (symbol.role !== 'local' || enclosingFunction(use) !== symbol.owner) return undefined;
  const definitions = definitionsOf(symbol, pkg).filter(({ target }) => target !== symbol.declaration);
  if (definitions.length === 0 || !startsEmpty(symbol, pkg)) return undefined;
  const found: Gathering[] = [];
  for (const { target, value } of definitions) {
    if (value === undefined || !appendsTo(symbol, value, pkg)) return undefined;
    const loop = loopAround(target, symbol);
    const clause = loop?.children.find((child) => child.kind === 'range_clause');
    const over = clause?.child('right');
    if (loop === undefined || over === undefined || loop.end > use.start) return undefined;
    if (isTestedOtherwise(symbol, loop, use, pkg)) return undefined;
    const element = clause?.child('left')?.children[1];
    found.push({ loop, over, condition: element && conditionOn(element, target, loop, pkg) });
  }
  return found;
}

function startsEmpty(symbol: GoSymbol, pkg: Package): boolean {
  if (symbol.value === undefined)
    return symbol.declaration.parent?.kind === 'var_spec' && pkg.types.ofSymbol(symbol).kind === 'slice';
  return symbol.value.count === 1 && new Lengths(pkg).isNonEmpty(symbol.value.node, new Map()) === false;
}

/** `append(symbol, …)`. */
function appendsTo(symbol: GoSymbol, value: Node, pkg: Package): boolean {
  if (!isCall(value)) return false;
  const callee = calleeOf(value, pkg);
  const first = argumentsOf(value)[0];
  return (
    callee.kind === 'builtin' &&
    callee.name === 'append' &&
    first?.kind === 'identifier' &&
    pkg.symbolOf(first) === symbol
  );
}

/** The outermost loop around a node that does not declare the variable in each round. */
function loopAround(node: Node, symbol: GoSymbol): Node | undefined {
  let outermost: Node | undefined;
  for (let at = node.parent; at !== undefined && at !== symbol.owner; at = at.parent) {
    if (at.contains(symbol.declaration)) break;
    if (at.kind === 'func_literal') return undefined;
    if (at.kind === 'for_statement') outermost = at;
  }
  return outermost;
}

/** Whether a condition between a loop and a use looks at another variable that the loop changes: a count, an error. */
function isTestedOtherwise(symbol: GoSymbol, loop: Node, use: Node, pkg: Package): boolean {
  const changed = new Set(
    loop
      .all('assignment_statement', 'inc_statement', 'dec_statement')
      .flatMap((one) =>
        (one.kind === 'assignment_statement' ? (one.child('left') ?? one) : one).all('identifier'),
      )
      .map((name) => pkg.symbolOf(name))
      .filter((one) => one !== undefined && one !== symbol && !loop.contains(one.declaration)),
  );
  if (changed.size === 0) return false;
  const tests = (symbol.owner?.all('if_statement', 'expression_switch_statement') ?? []).filter(
    (test) => test.start >= loop.end && test.start < use.start,
  );
  return tests.some((test) =>
    [...(test.child('condition') ?? test).all('identifier')].some((name) => changed.has(pkg.symbolOf(name))),
  );
}

/** The condition on a loop's element that an append stands under; undefined where anything else decides, too. */
function conditionOn(element: Node, target: Node, loop: Node, pkg: Package): Node | undefined {
  const subject = pkg.symbolOf(element);
  let found: Node | undefined;
  for (let at = target; at !== loop && at.parent !== undefined; at = at.parent) {
    const holder = at.parent;
    if (
      holder.is('for_statement', 'expression_switch_statement', 'type_switch_statement', 'select_statement')
    ) {
      if (holder !== loop) return undefined;
    }
    if (holder.kind !== 'if_statement') continue;
    const isPlain = at.field === 'consequence' && holder.child('alternative') === undefined;
    if (found !== undefined || !isPlain || holder.child('initializer') !== undefined) return undefined;
    found = holder.child('condition');
  }
  const names = (found?.all('identifier') ?? []).map((name) => pkg.symbolOf(name));
  const looksAtElement = subject !== undefined && names.includes(subject);
  const looksElsewhere = names.some(
    (name) => name?.kind === 'variable' && name !== subject && name.role !== 'package-level',
  );
  return looksAtElement && !looksElsewhere ? found : undefined;
}
