import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { countingLoop } from '../../../flow/loop-counters.ts';
import { integerConstant } from '../../../flow/origin/integer-constant.ts';
import { calleeOf, isCall, packageMember } from '../../../semantic/callee.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { cTypeNamed, layoutOfCStruct } from '../../../semantic/memory-layout.ts';
import { layoutOf } from '../../../semantic/type-sizes.ts';
import type { Layout } from '../../../semantic/type-sizes.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Type } from '../../../semantic/types.ts';
import { crossesIntoC } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { movedElement } from './moved-element.ts';
import type { MovedElement } from './moved-element.ts';

/** What is larger than a byte here is so on the usual systems. */
const usual: DataModel = { long: 64, pointer: 64 };

export default defineRule({
  id: 'unscaled-pointer-index',
  code: 'CGO326',
  category: 'unsafe',
  severity: 'error',
  confidence: 'likely',
  cwe: 468,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!crossesIntoC(fn.file) || !/unsafe\.Add\(|uintptr\(/.test(fn.body.text)) continue;
      for (const call of fn.body.allOutside(
        'func_literal',
        'call_expression',
        'type_conversion_expression',
      )) {
        const moved = movedElement(call, pass.package);
        if (moved !== undefined) check(pass, fn, moved);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, moved: MovedElement): void {
  const { package: pkg } = pass;
  const { at, element, offset } = moved;
  const place = { at, file: fn.file };
  const layout = layoutOfElement(element, pkg);
  if (layout === undefined || layout.size <= 1) {
    const reason =
      layout === undefined ? 'the size of the elements is not known' : 'the elements are single bytes';
    pass.clear(() => ({ ...place, reason }));
    return;
  }
  const wrong = unscaledIndex(offset, layout.size, pkg) ?? addedOne(offset, pkg);
  if (wrong === undefined) {
    pass.clear(() => ({
      ...place,
      reason: `\`${short(at)}\` adds nothing that is known to be no number of bytes`,
    }));
    return;
  }
  pass.report({
    ...place,
    message:
      `\`${short(wrong.term)}\` is added as a number of bytes, and what \`${short(moved.pointer)}\` points to has ` +
      `${String(layout.size)} each: ${wrong.why}`,
    steps:
      wrong.loop === undefined
        ? []
        : [
            {
              location: pass.location(fn.file, wrong.loop),
              message: `\`${short(wrong.term)}\` counts by one here`,
            },
          ],
  });
}

function layoutOfElement(element: Type, pkg: Package): Layout | undefined {
  const known = layoutOf(element, usual, pkg);
  if (known !== undefined || element.kind !== 'c' || element.path !== undefined) return known;
  const struct = cTypeNamed(element.name, pkg);
  return struct === undefined ? undefined : layoutOfCStruct(struct, usual, pkg);
}

interface Unscaled {
  readonly term: Node;
  readonly why: string;
  readonly loop?: Node;
}

/** A counter that stands in the sum by itself, beside constants and sizes at most. */
function unscaledIndex(offset: readonly Node[], size: number, pkg: Package): Unscaled | undefined {
  const others = offset.filter((term) => !isConstant(term, pkg));
  const [term, ...more] = others;
  const symbol = term?.kind === 'identifier' ? pkg.symbolOf(term) : undefined;
  if (term === undefined || symbol === undefined || more.length > 0) return undefined;
  const loop = countingLoop(symbol, pkg);
  const head = loop?.children.find(({ kind }) => kind === 'for_clause' || kind === 'range_clause');
  return loop === undefined || head === undefined || countsBytes(symbol, loop, head, size, pkg)
    ? undefined
    : { term, why: 'the index has to be multiplied by that size', loop: head };
}

/** Whether a counter is one of bytes, for all that is known: it ends at a size, or the loop looks at a remainder. */
function countsBytes(counter: GoSymbol, loop: Node, head: Node, size: number, pkg: Package): boolean {
  const end = (head.kind === 'for_clause' ? head.child('condition') : head)?.child('right');
  const parts =
    end === undefined
      ? []
      : [end, ...end.all('call_expression', 'selector_expression', 'int_literal', 'identifier')];
  const isSize = parts.some((part) => {
    const value = integerConstant(part, pkg);
    return value === undefined ? isConstant(part, pkg) : value === BigInt(size);
  });
  if (isSize) return true;
  const remainders = loop
    .all('binary_expression')
    .filter((part) => /^(%|&|&\^)$/.test(part.child('operator')?.kind ?? ''));
  return remainders.some((part) => part.all('identifier').some((name) => pkg.symbolOf(name) === counter));
}

/** `p + 1`, which would be the next element in C; other constants may be places in a record of bytes. */
function addedOne(offset: readonly Node[], pkg: Package): Unscaled | undefined {
  const [term, ...more] = offset;
  if (term === undefined || more.length > 0 || integerConstant(term, pkg) !== 1n) return undefined;
  return { term, why: 'the sum is not the address of the next one' };
}

function isConstant(term: Node, pkg: Package): boolean {
  if (integerConstant(term, pkg) !== undefined) return true;
  if (!isCall(term)) return packageMember(term, pkg)?.name.startsWith('sizeof_') === true;
  const callee = calleeOf(term, pkg);
  return callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'Sizeof';
}
