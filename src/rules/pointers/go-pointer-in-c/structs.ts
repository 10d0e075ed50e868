import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { cKeeping } from '../../../flow/go-pointers/c-keeping.ts';
import { isCallbackData } from '../../../flow/go-pointers/callback-data.ts';
import { exportedCasts } from '../../../flow/go-pointers/exported-casts.ts';
import { goMemoryOf } from '../../../flow/go-pointers/go-memory.ts';
import { pinIn } from '../../../flow/go-pointers/pins-in-function.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { unconverted } from '../../../flow/value-use.ts';
import { argumentsOf, unparen } from '../../../semantic/callee.ts';
import { cCallsOf } from '../../../semantic/calls.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import { nameOf } from '../../../semantic/type.ts';
import type { Type } from '../../../semantic/types.ts';
import type { Node } from '../../../syntax/tree.ts';

/** A struct of Go in the hands of C, and a field of it that leads to other Go memory unless it is nil. */
interface GivenStruct {
  readonly type: GoSymbol;
  readonly field: string;
  readonly form: string;
}

/**
 * `C.send(unsafe.Pointer(r))` with a receiver or parameter `r` that leads to a struct with a slice in it. What it holds
 * at the time is not known here: that is asked.
 */
export function askAboutStructs(pass: Pass, fn: GoFunction): void {
  for (const { call, callee } of cCallsOf(fn, pass.package)) {
    if (callee.name === 'free') continue;
    argumentsOf(call).forEach((argument, index) => {
      const pointer = unconverted(argument, pass.package);
      const struct = pointer === argument ? undefined : structBehind(pointer, pass.package);
      if (struct === undefined || pass.package.types.ofExpression(argument).kind !== 'unsafe-pointer') return;
      const at = { at: argument, file: fn.file };
      const reason = whyItIsMeant(pass, fn, struct, { call, name: callee.name, argument, index });
      if (reason !== undefined) {
        pass.clear(() => ({ ...at, reason }));
        return;
      }
      const { type, field, form } = struct;
      pass.report({
        ...at,
        message:
          `Is \`${field}\` nil here? \`C.${callee.name}\` is given a Go \`${type.name}\`, and its ${form} \`${field}\` ` +
          "leads to other Go memory, which cgo's check does not let pass unless it is pinned",
        severity: 'info',
        confidence: 'question',
        steps: [
          { location: pass.location(type.file, type.declaration), message: `\`${field}\` is in this struct` },
        ],
      });
    });
  }
}

interface Argument {
  readonly call: Node;
  readonly name: string;
  readonly argument: Node;
  readonly index: number;
}

/** Why it may be meant, or is another rule's. */
function whyItIsMeant(
  pass: Pass,
  fn: GoFunction,
  { type }: GivenStruct,
  { call, name, argument, index }: Argument,
): string | undefined {
  const { package: pkg } = pass;
  if (isCallbackData(call, argument))
    return 'a C function stands beside it in the call: the address is data for that callback';
  if (exportedCasts(pkg).some((cast) => cast.type === type))
    return `an exported function gets a \`${type.name}\` back: go-memory-retained-by-c looks at that`;
  if (pass.use(cKeeping).ofArgument(call, name, index) !== undefined)
    return `\`C.${name}\` may keep it: go-memory-retained-by-c looks at that`;
  if (goMemoryOf(argument, pass.use(origins)) === undefined)
    return `nothing shows that \`${short(argument)}\` leads to Go memory`;
  const pin = pinIn(fn, argument, pkg);
  return pin === undefined ? undefined : `\`${short(pin)}\` may pin what it holds`;
}

/** What a receiver or parameter that is a pointer leads to, or an element of one that is a slice. */
function structBehind(pointer: Node, pkg: Package): GivenStruct | undefined {
  const isAddress = pointer.kind === 'unary_expression' && pointer.text.startsWith('&');
  const operand = isAddress ? pointer.child('operand') : undefined;
  const element = operand === undefined ? undefined : unparen(operand);
  const root = element?.kind === 'index_expression' ? element.child('operand') : pointer;
  const role = root?.kind === 'identifier' ? pkg.symbolOf(root)?.role : undefined;
  if (role !== 'receiver' && role !== 'parameter') return undefined;
  const given = pkg.types.ofExpression(element ?? pointer);
  const type = element !== undefined ? given : given.kind === 'pointer' ? given.element : undefined;
  const name = type === undefined ? undefined : nameOf(type);
  const symbol = name?.path === '' && name.alternatives === undefined ? name.symbol : undefined;
  const struct = symbol?.type?.kind === 'struct_type' ? symbol.type : undefined;
  const list = struct?.children.find(({ kind }) => kind === 'field_declaration_list');
  for (const declaration of list?.children ?? []) {
    const written = declaration.kind === 'field_declaration' ? declaration.child('type') : undefined;
    const [field] = declaration.childrenOf('name');
    const form = written === undefined ? undefined : formOf(pkg.types.ofTypeNode(written), pkg);
    if (symbol !== undefined && field !== undefined && form !== undefined)
      return { type: symbol, field: field.text, form };
  }
  return undefined;
}

/** What only Go memory is behind. A string may be a constant, and an interface may hold anything. */
function formOf(of: Type, pkg: Package): string | undefined {
  const type = pkg.types.underlying(of);
  if (type.kind === 'slice') return 'slice';
  if (type.kind !== 'composite') return undefined;
  switch (type.form) {
    case 'map_type':
      return 'map';
    case 'channel_type':
      return 'channel';
    case 'function_type':
      return 'function';
    default:
      return undefined;
  }
}
