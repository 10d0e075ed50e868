import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { functionAddress, functionsReadBack } from '../../../flow/go-pointers/function-addresses.ts';
import type { FunctionAddress } from '../../../flow/go-pointers/function-addresses.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { calleeOf, isCall, throughParens, unparen } from '../../../semantic/callee.ts';
import type { Type } from '../../../semantic/type.ts';
import { isReadable, usesCgo } from '../../../syntax/go-file.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'go-func-to-c',
  code: 'CGO405',
  category: 'pointer-passing',
  severity: 'error',
  confidence: 'likely',
  cwe: 843,
  docs,
  requires: [],
  run(pass) {
    for (const file of pass.package.files) {
      if (!usesCgo(file)) continue;
      for (const declaration of file.tree.root.children) {
        if (!isReadable(file, declaration)) continue;
        for (const node of declaration.all(
          'call_expression',
          'type_conversion_expression',
          'unary_expression',
        ))
          check(pass, file, node);
      }
    }
  },
});

function check(pass: Pass, file: GoFile, node: Node): void {
  const address = castFunction(pass, node);
  if (address === undefined) {
    pass.trace(() => {
      clearConversion(pass, file, node);
    });
    return;
  }
  if (isCastAgain(pass, node)) return;
  const back = functionsReadBack(pass.package);
  if (back !== undefined) {
    pass.clear(() => ({
      at: node,
      file,
      reason: `the package makes a function of a pointer again, with \`${short(back)}\`: C may only hand it on`,
    }));
    return;
  }
  pass.report({
    at: node,
    file,
    message: `${words(address)} is made a function pointer of C: C cannot call a Go function through it`,
  });
}

/** Says of a conversion that makes a function pointer, or takes the address of a Go function, why it is fine. */
function clearConversion(pass: Pass, file: GoFile, node: Node): void {
  const { package: pkg } = pass;
  if (!isCall(node) || calleeOf(node, pkg).kind !== 'conversion') return;
  const source = short(unconverted(node, pkg));
  const reason = isFunctionPointer(pass, pkg.types.ofExpression(node))
    ? `\`${source}\` is not seen to lead to a Go function`
    : functionAddress(node, pkg) !== undefined
      ? `no function pointer is made of \`${source}\``
      : undefined;
  if (reason !== undefined) pass.clear(() => ({ at: node, file, reason }));
}

/** The Go function of which a conversion makes a function pointer of C. */
function castFunction(pass: Pass, node: Node): FunctionAddress | undefined {
  const { package: pkg } = pass;
  // `*(*C.callback)(unsafe.Pointer(&f))` reads the function's variable as a pointer of C.
  if (node.kind === 'unary_expression') {
    const operand = node.text.startsWith('*') ? node.child('operand') : undefined;
    if (operand === undefined || !isCall(unparen(operand))) return undefined;
  }
  if (isCall(node) && calleeOf(node, pkg).kind !== 'conversion') return undefined;
  return isFunctionPointer(pass, pkg.types.ofExpression(node)) ? functionAddress(node, pkg) : undefined;
}

/** `*[0]byte`, which stands for every function pointer of C, or a type of C that is one. */
function isFunctionPointer({ package: { c } }: Pass, type: Type): boolean {
  if (type.kind === 'c') {
    const pointer = c.isType(type.name) ? c.resolve({ kind: 'named', name: type.name }) : undefined;
    return pointer?.kind === 'pointer' && c.resolve(pointer.to).kind === 'function';
  }
  if (type.kind !== 'pointer') return false;
  const { element } = type;
  if (element.kind === 'c')
    return c.isType(element.name) && c.resolve({ kind: 'named', name: element.name }).kind === 'function';
  return element.kind === 'array' && element.length === 0 && element.element.kind === 'basic';
}

/** `C.callback((*[0]byte)(unsafe.Pointer(&f)))` is told once, by the outer cast. */
function isCastAgain(pass: Pass, node: Node): boolean {
  const { parent } = throughParens(node);
  const outer = parent?.kind === 'argument_list' ? parent.parent : parent;
  return outer !== undefined && isCall(outer) && castFunction(pass, outer) !== undefined;
}

function words({ kind, of }: FunctionAddress): string {
  switch (kind) {
    case 'variable':
      return `the address of the variable \`${short(of)}\`, which holds a Go function,`;
    case 'closure':
      return `the pointer in the Go function value \`${short(of)}\`, which leads to data,`;
    case 'code':
      return `the code of the Go function \`${short(of)}\`, which expects a caller in Go,`;
  }
}
