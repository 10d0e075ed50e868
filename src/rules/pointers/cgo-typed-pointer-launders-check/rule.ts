import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { cKeeping } from '../../../flow/go-pointers/c-keeping.ts';
import { pinIn } from '../../../flow/go-pointers/pins-in-function.ts';
import { holdsGoPointers } from '../../../flow/go-pointers/pointer-types.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { isForeign } from '../../../flow/origin/origin.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { isPointerFree } from '../../../semantic/c-pointer-content.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../../../semantic/callee.ts';
import { cCallsOf } from '../../../semantic/calls.ts';
import type { CCall } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { Type } from '../../../semantic/types.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'cgo-typed-pointer-launders-check',
  code: 'CGO205',
  category: 'pointer-passing',
  severity: 'error',
  confidence: 'certain',
  docs,
  requires: [cKeeping, origins],
  run(pass) {
    for (const fn of pass.functions()) {
      for (const call of cCallsOf(fn, pass.package)) checkCall(pass, fn, call);
    }
  },
});

function checkCall(pass: Pass, fn: GoFunction, { call, callee }: CCall): void {
  argumentsOf(call).forEach((written, index) => {
    const argument = unparen(written);
    if (!isCall(argument) || calleeOf(argument, pass.package).kind !== 'conversion') return;
    const target = pass.package.types.ofExpression(argument);
    if (target.kind !== 'pointer' || target.element.kind !== 'c') return;
    const source = unconverted(argument, pass.package);
    const pointee = pointeeOf(pass, source);
    if (pointee === undefined) return;
    const reason = whyItIsNone(pass, fn, {
      call,
      name: callee.name,
      index,
      cType: target.element.name,
      source,
      pointee,
    });
    if (reason !== undefined) {
      pass.clear(() => ({ at: argument, file: fn.file, reason }));
      return;
    }
    const isAddress = source.kind === 'unary_expression';
    pass.report({
      at: argument,
      file: fn.file,
      message:
        `the cast to \`*C.${target.element.name}\` hides from cgo's check that what \`${short(source)}\` leads to ` +
        `holds Go pointers: \`C.${callee.name}\` must not be given it`,
      ...(isAddress ? {} : { confidence: 'likely' as const }),
    });
  });
}

interface Cast {
  readonly call: Node;
  readonly name: string;
  readonly index: number;
  readonly cType: string;
  readonly source: Node;
  readonly pointee: Type;
}

/** Why a cast hides nothing, or is another rule's. */
function whyItIsNone(
  pass: Pass,
  fn: GoFunction,
  { call, name, index, cType, source, pointee }: Cast,
): string | undefined {
  const { package: pkg } = pass;
  const text = `\`${short(source)}\``;
  if (!holdsGoPointers(pointee, pkg)) return `nothing shows that what ${text} leads to holds Go pointers`;
  if (!isPointerFree(cType, pkg.c))
    return `\`C.${cType}\` is not known to have no pointers: cgo may check the argument`;
  if (isAddressOfPlainVariable(source) && !isStructure(pass, pointee))
    return `the address of a slice, string, map, function or interface is reported by another rule`;
  if (pass.use(origins).allOf(source).some(isForeign)) return `${text} leads to memory of C`;
  if (pass.use(cKeeping).ofArgument(call, name, index) !== undefined)
    return `\`C.${name}\` may keep it: go-memory-retained-by-c looks at that`;
  const pin = pinIn(fn, source, pkg);
  return pin === undefined ? undefined : `\`${short(pin)}\` may pin what it holds`;
}

/** What a pointer points to, by its type in Go. */
function pointeeOf(pass: Pass, source: Node): Type | undefined {
  const operand =
    source.kind === 'unary_expression' && source.text.startsWith('&') ? source.child('operand') : undefined;
  if (operand !== undefined) return pass.package.types.ofExpression(operand);
  const type = pass.package.types.ofExpression(source);
  return type.kind === 'pointer' ? type.element : undefined;
}

function isAddressOfPlainVariable(source: Node): boolean {
  const operand = source.kind === 'unary_expression' ? source.child('operand') : undefined;
  return operand !== undefined && unparen(operand).is('identifier', 'selector_expression');
}

function isStructure(pass: Pass, type: Type): boolean {
  const shape = pass.package.types.underlying(type);
  if (shape.kind === 'pointer' || shape.kind === 'array') return true;
  return shape.kind === 'composite' && shape.form === 'struct_type';
}
