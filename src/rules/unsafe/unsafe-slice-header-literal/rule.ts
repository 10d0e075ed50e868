import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { argumentsOf, calleeOf, packageMember } from '../../../semantic/callee.ts';
import { isReadable } from '../../../syntax/go-file.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'unsafe-slice-header-literal',
  code: 'CGO302',
  category: 'unsafe',
  severity: 'error',
  confidence: 'certain',
  docs,
  run(pass) {
    for (const file of pass.package.files) {
      for (const declaration of file.tree.root.children) {
        if (!isReadable(file, declaration)) continue;
        for (const node of declaration.all('composite_literal', 'var_spec', 'call_expression'))
          check(pass, file, node);
      }
    }
  },
});

function check(pass: Pass, file: GoFile, node: Node): void {
  const type = madeType(pass, node);
  const header = type === undefined ? undefined : headerName(pass, type);
  if (header === undefined || isOnlyMeasured(pass, node)) return;
  const what = header === 'SliceHeader' ? 'slice' : 'string';
  pass.report({
    at: node,
    file,
    message: `\`reflect.${header}\` made as a value of its own keeps nothing alive: it is valid only as the view of an actual ${what}`,
  });
}

/** The type of the value that a literal, a declaration or `new` makes. */
function madeType(pass: Pass, node: Node): Node | undefined {
  if (node.kind !== 'call_expression') return node.child('type');
  const callee = calleeOf(node, pass.package);
  return callee.kind === 'builtin' && callee.name === 'new' ? argumentsOf(node)[0] : undefined;
}

function headerName(pass: Pass, type: Node): string | undefined {
  const member = packageMember(type, pass.package);
  const isHeader =
    member?.path === 'reflect' && (member.name === 'SliceHeader' || member.name === 'StringHeader');
  return isHeader ? member.name : undefined;
}

/** `unsafe.Sizeof(reflect.SliceHeader{})` makes no header. */
function isOnlyMeasured(pass: Pass, node: Node): boolean {
  const call = node.parent?.kind === 'argument_list' ? node.parent.parent : undefined;
  if (call?.kind !== 'call_expression') return false;
  const callee = calleeOf(call, pass.package);
  return callee.kind === 'package' && callee.path === 'unsafe' && callee.name !== 'Slice';
}
