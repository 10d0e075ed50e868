import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import { cTypeNamed, layoutOfCStruct } from '../../../semantic/memory-layout.ts';
import type { MemoryLayout } from '../../../semantic/memory-layout.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import type { Type } from '../../../semantic/type.ts';
import { sizeOf } from '../../../semantic/type-sizes.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { unionView } from './union-view.ts';
import type { UnionView } from './union-view.ts';

/** What is too wide here is so on the usual systems. */
const usual: DataModel = { long: 64, pointer: 64 };

export default defineRule({
  id: 'c-union-access',
  code: 'CGO216',
  category: 'bounds',
  severity: 'error',
  confidence: 'likely',
  cwe: 843,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || !fn.body.text.includes('unsafe.Pointer(&')) continue;
      for (const cast of fn.body.allOutside(
        'func_literal',
        'call_expression',
        'type_conversion_expression',
      )) {
        const view = unionView(cast, pass.package);
        if (view !== undefined) check(pass, fn, cast, view);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, at: Node, { place, union, type }: UnionView): void {
  const { package: pkg } = pass;
  const { file } = fn;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at, file, reason }));
  };
  const layout = layoutOfCStruct(union, usual, pkg);
  const size = sizeSeen(type, pkg);
  const [text, seen] = [`\`${short(place)}\``, `\`${typeText(type)}\``];
  if (layout === undefined || size === undefined) {
    clear(`the size of ${layout === undefined ? `the union ${text}` : seen} is not known`);
    return;
  }
  if (size > layout.size) {
    pass.report({
      at,
      file,
      message: `The union ${text} has ${String(layout.size)} bytes, and is seen as a ${seen}, which has ${String(size)}`,
    });
    return;
  }
  if (!isOfNoMember(type, size, layout, pkg)) {
    clear(`a member of the union ${text} is as large as ${seen}, or may be made of such parts`);
    return;
  }
  pass.report({
    at,
    file,
    severity: 'warning',
    message:
      `No member of the union ${text} has the ${String(size)} bytes of a ${seen}: ` +
      `${membersText(layout)}. The others hold whatever was there before, or are cut off`,
  });
}

function sizeSeen(type: Type, pkg: Package): number | undefined {
  const size = sizeOf(type, usual, pkg);
  if (size !== undefined || type.kind !== 'c' || type.path !== undefined) return size;
  const named = cTypeNamed(type.name, pkg);
  return named === undefined ? undefined : layoutOfCStruct(named, usual, pkg)?.size;
}

/** A number where the union has numbers alone, none of them as wide; bytes are a view of anything. */
function isOfNoMember(type: Type, size: number, { members }: MemoryLayout, pkg: Package): boolean {
  const shape = pkg.types.underlying(type);
  const isNumber = shape.kind === 'basic' || shape.kind === 'c' || shape.kind === 'pointer';
  if (!isNumber || size === 1) return false;
  return members.every((member) => member.isScalar && member.size !== size);
}

function membersText({ members }: MemoryLayout): string {
  const texts = members.slice(0, 4).map(({ name, size }) => `\`${name}\` has ${String(size)}`);
  return members.length > 4 ? `${texts.join(', ')} and so on` : texts.join(', ');
}
