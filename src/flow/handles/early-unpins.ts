import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FunctionFlow } from '../function-flow.ts';
import type { CKeeping, Keeping } from '../go-pointers/c-keeping.ts';
import { placeOf } from '../places.ts';
import { statementOf, unconverted } from '../value-use.ts';
import { localPinners } from './local-pinners.ts';
import type { LocalPinner } from './local-pinners.ts';

/** A pointer that a function pins, gives to C, which keeps it, and unpins before it returns. */
export interface EarlyUnpin {
  readonly pinner: LocalPinner;
  readonly pin: Node;
  readonly unpin: Node;
  readonly call: Node;
  /** The C function. */
  readonly name: string;
  readonly argument: Node;
  readonly keeping: Keeping;
  /** A call of C behind it, which may end what C keeps; undefined where there is none. */
  readonly later: Node | undefined;
}

/** What is found of the local Pinners of a function. */
export interface UnpinVerdicts {
  readonly early: readonly EarlyUnpin[];
  readonly fine: readonly { readonly at: Node; readonly reason: string }[];
}

export function earlyUnpins(flow: FunctionFlow, keeping: CKeeping): UnpinVerdicts {
  const { function: fn, package: pkg } = flow;
  const early: EarlyUnpin[] = [];
  const fine: { at: Node; reason: string }[] = [];
  const calls = fn.body.allOutside('func_literal', 'call_expression').flatMap((call) => {
    const callee = calleeOf(call, pkg);
    return callee.kind === 'c' ? [{ call, name: callee.name }] : [];
  });
  for (const pinner of localPinners(flow)) {
    const [unpin] = pinner.unpins;
    if (pinner.sharedAt !== undefined) {
      const reason = `other code gets \`${pinner.symbol.name}\`, and may unpin later`;
      fine.push(...pinner.pins.map((at) => ({ at, reason })));
      continue;
    }
    if (unpin === undefined) continue;
    for (const pin of pinner.pins) {
      const found = keptCalls(pin, calls, keeping, pkg);
      if (found.length === 0) fine.push({ at: pin, reason: 'nothing says that C keeps what is pinned' });
      for (const { call, name, argument, kept } of found) {
        const ending = calls.find((one) => kept.kind === 'table' && kept.until.includes(one.name));
        if (ending !== undefined) {
          fine.push({ at: pin, reason: `\`C.${ending.name}\` ends what \`C.${name}\` keeps` });
          continue;
        }
        const later = calls.find((one) => one.call.start > call.end && one.name !== 'free')?.call;
        early.push({ pinner, pin, unpin, call, name, argument, keeping: kept, later });
      }
    }
  }
  return { early, fine };
}

interface KeptArgument {
  readonly call: Node;
  readonly name: string;
  readonly argument: Node;
  readonly kept: Keeping;
}

/** The calls of C that keep the pointer which a call of `Pin` pins. */
function keptCalls(
  pin: Node,
  calls: readonly { readonly call: Node; readonly name: string }[],
  keeping: CKeeping,
  pkg: Package,
): KeptArgument[] {
  const [pinned] = argumentsOf(pin);
  const target = pinned === undefined ? undefined : memoryOf(pinned, pkg);
  if (target === undefined) return [];
  return calls.flatMap(({ call, name }) =>
    argumentsOf(call).flatMap((argument, index) => {
      if (statementOf(call) !== undefined || memoryOf(argument, pkg) !== target) return [];
      const kept = keeping.ofArgument(call, name, index);
      return kept === undefined ? [] : [{ call, name, argument, kept }];
    }),
  );
}

/** What a pointer leads to, under a text that equal places share: `&b[0]`, `unsafe.SliceData(b)` and `p`. */
function memoryOf(pointer: Node, pkg: Package): string | undefined {
  const value = unconverted(pointer, pkg);
  if (value.kind === 'call_expression') {
    const callee = calleeOf(value, pkg);
    const [slice] = argumentsOf(value);
    const isData = callee.kind === 'package' && callee.path === 'unsafe' && callee.name === 'SliceData';
    return isData && slice !== undefined ? keyOf(slice, '[0]', pkg) : undefined;
  }
  if (value.kind !== 'unary_expression') return keyOf(value, '', pkg);
  const operand = value.text.startsWith('&') ? value.child('operand') : undefined;
  if (operand?.kind !== 'index_expression')
    return operand === undefined ? undefined : keyOf(operand, '&', pkg);
  const [slice, index] = [operand.child('operand'), operand.child('index')];
  return slice === undefined || index?.text !== '0' ? undefined : keyOf(slice, '[0]', pkg);
}

function keyOf(node: Node, form: string, pkg: Package): string | undefined {
  const place = placeOf(node, pkg);
  return place === undefined ? undefined : `${String(place.symbol.id)}${place.path}${form}`;
}
