import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { unconverted } from '../../../flow/value-use.ts';
import type { DataModel } from '../../../semantic/c-integers.ts';
import { argumentsOf, calleeOf, unparen } from '../../../semantic/callee.ts';
import { cTypeNamed, layoutOfCStruct, layoutOfGoStruct } from '../../../semantic/memory-layout.ts';
import type { Member, MemoryLayout } from '../../../semantic/memory-layout.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { typeText } from '../../../semantic/type.ts';
import type { Type } from '../../../semantic/type.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { layoutDifference } from './layout-difference.ts';

/** What differs here does so on the usual systems. */
const usual: DataModel = { long: 64, pointer: 64 };

export default defineRule({
  id: 'cast-go-struct-to-c-struct',
  code: 'CGO217',
  category: 'bounds',
  severity: 'error',
  confidence: 'likely',
  cwe: 843,
  docs,
  requires: [],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || !fn.body.text.includes('unsafe.Pointer(')) continue;
      for (const cast of fn.body.allOutside(
        'func_literal',
        'call_expression',
        'type_conversion_expression',
      )) {
        const seen = structSeen(cast, pass.package);
        if (seen !== undefined) check(pass, fn, cast, seen);
        const object = objectSeenAsPointer(cast, pass.package);
        if (object !== undefined) checkObject(pass, fn, cast, object);
      }
    }
  },
});

/** A struct of one language whose memory is seen as a struct of the other. */
interface StructSeen {
  readonly pointer: Node;
  readonly go: Type;
  readonly c: Extract<Type, { kind: 'c' }>;
  readonly isSeenByC: boolean;
}

function structSeen(cast: Node, pkg: Package): StructSeen | undefined {
  const callee = calleeOf(cast, pkg);
  const [operand] = argumentsOf(cast);
  if (callee.kind !== 'conversion' || operand === undefined) return undefined;
  const target = pkg.types.ofTypeNode(callee.type);
  if (target.kind !== 'pointer' || pkg.types.ofExpression(operand).kind !== 'unsafe-pointer')
    return undefined;
  const pointer = unconverted(operand, pkg);
  const source = pkg.types.ofExpression(pointer);
  if (source.kind !== 'pointer') return undefined;
  const [to, from] = [target.element, source.element];
  if (to.kind === 'c' && from.kind === 'named')
    return to.path === undefined ? { pointer, go: from, c: to, isSeenByC: true } : undefined;
  if (from.kind === 'c' && to.kind === 'named')
    return from.path === undefined ? { pointer, go: to, c: from, isSeenByC: false } : undefined;
  return undefined;
}

/** What is seen as a pointer to a pointer to a struct of C. */
interface PointerSeen {
  readonly pointer: Node;
  readonly name: string;
  /** Whether it is a pointer to such a struct, and not to a pointer to one. */
  readonly isObject: boolean;
}

/** `(**C.T)(unsafe.Pointer(p))`. */
function objectSeenAsPointer(cast: Node, pkg: Package): PointerSeen | undefined {
  const callee = calleeOf(cast, pkg);
  const [operand] = argumentsOf(cast);
  if (callee.kind !== 'conversion' || operand === undefined) return undefined;
  const target = pkg.types.ofTypeNode(callee.type);
  if (target.kind !== 'pointer' || target.element.kind !== 'pointer') return undefined;
  if (pkg.types.ofExpression(operand).kind !== 'unsafe-pointer') return undefined;
  const name = cStructName(target.element.element, pkg);
  const pointer = unconverted(operand, pkg);
  if (name === undefined) return undefined;
  const source = pkg.types.ofExpression(pointer);
  return { pointer, name, isObject: source.kind === 'pointer' && cStructName(source.element, pkg) === name };
}

/** The struct of C that a type is, or is made from: `type Frame C.struct_AVFrame`. */
function cStructName(type: Type, pkg: Package): string | undefined {
  const own = type.kind === 'named' ? pkg.types.underlying(type) : type;
  return own.kind === 'c' && own.path === undefined ? own.name.replace(/^struct_/, '') : undefined;
}

function checkObject(
  pass: Pass,
  { file }: GoFunction,
  at: Node,
  { pointer, name, isObject }: PointerSeen,
): void {
  const clear = (reason: string): void => {
    pass.clear(() => ({ at, file, reason }));
  };
  if (!isObject) {
    clear(`nothing shows that \`${short(pointer)}\` leads to a \`C.${name}\` itself`);
    return;
  }
  const type = cTypeNamed(name, pass.package) ?? cTypeNamed(`struct_${name}`, pass.package);
  const first = type === undefined ? undefined : layoutOfCStruct(type, usual, pass.package)?.members[0];
  const isPlain = pointer.is('identifier', 'selector_expression');
  if (!isPlain) {
    clear(`\`${short(pointer)}\` is no plain variable or field`);
    return;
  }
  if (first !== undefined && first.size * 8 === usual.pointer && first.offset === 0) {
    clear(`the first member of \`${name}\` may be the pointer that is wanted`);
    return;
  }
  const text = short(pointer);
  pass.report({
    at,
    file,
    message: `\`${text}\` leads to the \`C.${name}\` itself, and is seen as a pointer to a pointer to it: C takes the first bytes of the object for that pointer, and \`&${text}\` is the address of one`,
  });
}

function check(pass: Pass, fn: GoFunction, at: Node, seen: StructSeen): void {
  const { package: pkg } = pass;
  const { file } = fn;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at, file, reason }));
  };
  const type = cTypeNamed(seen.c.name, pkg);
  const ofC = type === undefined ? undefined : layoutOfCStruct(type, usual, pkg);
  const ofGo = ofC === undefined ? undefined : layoutOfGoStruct(seen.go, usual, pkg);
  const [go, c] = [`\`${typeText(seen.go)}\``, `\`C.${seen.c.name}\``];
  if (ofC === undefined || ofGo === undefined || ofGo.members.length === 0) {
    clear(`how ${ofC === undefined ? c : go} lies in memory is not known`);
    return;
  }
  const claim = claimOf(seen, ofGo, ofC, pkg);
  if (claim === undefined) {
    clear(`the numbers and pointers of ${go} and ${c} lie at the same places`);
    return;
  }
  const [from, to] = seen.isSeenByC ? [go, c] : [c, go];
  pass.report({
    at,
    file,
    message: `${from} is not laid out as ${to}, which it is seen as: ${claim}`,
    sharedCause: `${go} ${c}`,
  });
}

function claimOf(
  { pointer, isSeenByC, go, c }: StructSeen,
  ofGo: MemoryLayout,
  ofC: MemoryLayout,
  pkg: Package,
): string | undefined {
  const difference = layoutDifference(ofGo, ofC);
  if (difference !== undefined)
    return `${memberText(difference.ofGo)} in Go, and ${memberText(difference.ofC)} in C`;
  const isShort = isSeenByC && ofC.size > ofGo.size && isGoMemory(pointer, go, pkg);
  return isShort
    ? `\`${short(pointer)}\` leads to ${String(ofGo.size)} bytes, and a \`C.${c.name}\` has ${String(ofC.size)}`
    : undefined;
}

function memberText({ name, offset, size }: Member): string {
  return `\`${name}\` has ${String(size)} byte${size === 1 ? '' : 's'} at offset ${String(offset)}`;
}

/** `&x` of a variable, and `&T{}`: there are no more bytes than the type has. */
function isGoMemory(pointer: Node, go: Type, pkg: Package): boolean {
  const operand =
    pointer.kind === 'unary_expression' && pointer.text.startsWith('&')
      ? pointer.child('operand')
      : undefined;
  const place = operand === undefined ? undefined : unparen(operand);
  if (place?.kind === 'composite_literal') return true;
  if (place?.kind !== 'identifier' || pkg.symbolOf(place)?.kind !== 'variable') return false;
  return typeText(pkg.types.ofExpression(place)) === typeText(go);
}
