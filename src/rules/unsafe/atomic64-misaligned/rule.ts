import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { argumentsOf, calleeOf, unparen } from '../../../semantic/callee.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { nameOf, typeText } from '../../../semantic/type.ts';
import type { Type } from '../../../semantic/type.ts';
import { fieldOffset } from '../../../semantic/type-sizes.ts';
import { isBuiltForNarrow } from '../../../source/narrow-systems.ts';
import { isReadable } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

/** 386, arm and 32-bit mips. */
const narrow = { long: 32, pointer: 32 } as const;

export default defineRule({
  id: 'atomic64-misaligned',
  code: 'CGO321',
  category: 'unsafe',
  severity: 'warning',
  confidence: 'likely',
  preview: true,
  docs,
  requires: [],
  run(pass) {
    const files = new Set(
      pass.package.files.filter(({ tree }) => /atomic\.\w+?(Int|Uint)64\(/.test(tree.text)),
    );
    const told = new Set<string>();
    for (const fn of pass.functions()) {
      if (!files.has(fn.file)) continue;
      for (const call of fn.body.allOutside('func_literal', 'call_expression')) check(pass, fn, call, told);
    }
  },
});

function check(pass: Pass, fn: GoFunction, call: Node, told: Set<string>): void {
  const { package: pkg } = pass;
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'package' || callee.path !== 'sync/atomic' || !/[a-z](Int|Uint)64$/.test(callee.name))
    return;
  const [address] = argumentsOf(call);
  const place = address === undefined ? undefined : addressed(unparen(address));
  if (place === undefined) return;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: call, file: fn.file, reason }));
  };
  const found = placeIn(place, pkg);
  if (found === undefined) {
    clear(`where \`${place.text}\` lies on a 32-bit system is not known`);
    return;
  }
  const { offset, base } = found;
  const type = typeText(base);
  if (offset % 8 === 0) {
    clear(
      `\`${place.text}\` is ${String(offset)} bytes into \`${type}\` on a 32-bit system, a multiple of 8`,
    );
    return;
  }
  if (!isBuiltForNarrow(fn.file.constraint)) {
    clear('the file is not built for a 32-bit system');
    return;
  }
  if (isPartOfOthers(base, pkg)) {
    clear(`\`${type}\` is a part of other types: where it starts in them is another matter`);
    return;
  }
  const field = `${type} ${String(offset)}`;
  // The field is one mistake, however often it is used.
  if (told.has(field)) return;
  told.add(field);
  pass.report({
    at: place,
    file: fn.file,
    message:
      `On 386 and arm \`${place.text}\` is ${String(offset)} bytes into \`${type}\`, which is no multiple of 8: ` +
      `\`atomic.${callee.name}\` panics there`,
  });
}

/** The `x.f` of `&x.f`. */
function addressed(address: Node): Node | undefined {
  if (address.kind !== 'unary_expression' || !address.text.startsWith('&')) return undefined;
  const place = unparen(address.child('operand') ?? address);
  return place.kind === 'selector_expression' ? place : undefined;
}

interface Place {
  readonly offset: number;
  /** The struct that is allocated by itself, or the variable's, as far as is seen here. */
  readonly base: Type;
}

/** How far a field is from the start of the struct that a pointer leads to, or that a variable is. */
function placeIn(place: Node, pkg: Package): Place | undefined {
  const operand = place.child('operand');
  const name = place.child('field')?.text;
  if (operand === undefined || name === undefined) return undefined;
  const type = pkg.types.ofExpression(operand);
  const struct = type.kind === 'pointer' ? type.element : type;
  const offset = fieldOffset(struct, name, narrow, pkg);
  if (offset === undefined) return undefined;
  const holder = unparen(operand);
  if (type.kind === 'pointer' || holder.kind === 'identifier') return { offset, base: struct };
  const outer = holder.kind === 'selector_expression' ? placeIn(holder, pkg) : undefined;
  return outer === undefined ? undefined : { offset: outer.offset + offset, base: outer.base };
}

/** Whether a type has no name, or some struct or array of the package has one as a part of its own. */
function isPartOfOthers(type: Type, pkg: Package): boolean {
  const symbol = nameOf(type)?.symbol;
  if (symbol === undefined || nameOf(type)?.path !== '') return true;
  return pkg.files.some((file) =>
    file.tree.root.children.some(
      (declaration) =>
        isReadable(file, declaration) &&
        declaration
          .all('type_identifier')
          .some((use) => use.text === symbol.name && use !== symbol.declaration && isPart(use)),
    ),
  );
}

/** A field or element by value. */
function isPart(use: Node): boolean {
  const { parent } = use;
  if (parent?.kind === 'array_type') return true;
  return parent?.kind === 'field_declaration' && parent.allChildren[0]?.kind !== '*';
}
