import { calleeOf, isCall } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { short } from '../code-text.ts';
import type { Origin } from './origin.ts';

/** What memory is, as "Go memory", and what says so, as "`x` is a Go variable". */
export interface OriginText {
  readonly what: string;
  readonly why: string;
}

/** Undefined for what is not known, or leads nowhere. */
export function originText(origin: Origin, pkg: Package): OriginText | undefined {
  const { at } = origin;
  switch (origin.kind) {
    case 'go-variable':
      return { what: 'Go memory', why: `\`${origin.symbol.name}\` is a Go variable` };
    case 'go-heap':
    case 'string-data':
      return { what: 'Go memory', why: madeBy(at, pkg) };
    case 'pool':
      return { what: 'memory of a `sync.Pool`', why: `it is from \`${short(at)}\`` };
    case 'mmap':
      return { what: 'mapped memory', why: `it is from \`${calleeText(at)}\`` };
    case 'handle':
      return { what: 'a `cgo.Handle`, which is a number', why: `it is from \`${short(at)}\`` };
    case 'integer-made':
      if (origin.from === 'pointer') return originText(origin.memory, pkg);
      return origin.from === 'constant'
        ? { what: 'a number', why: `\`${short(at)}\` is a constant` }
        : undefined;
    default:
      return undefined;
  }
}

function madeBy(at: Node, pkg: Package): string {
  switch (at.kind) {
    case 'interpreted_string_literal':
    case 'raw_string_literal':
      return 'it is a string constant';
    case 'binary_expression':
    case 'assignment_statement':
      return 'it is a concatenated string';
    case 'composite_literal':
      return 'it is from a slice literal';
    case 'unary_expression': {
      const literal = at.child('operand');
      return `it is from \`&${short(literal?.child('type') ?? literal ?? at)}{…}\``;
    }
    default:
      return ofCall(at, pkg);
  }
}

function ofCall(call: Node, pkg: Package): string {
  const callee = isCall(call) ? calleeOf(call, pkg) : undefined;
  if (callee?.kind === 'c') return `it is a copy from \`C.${callee.name}\``;
  const isMade = callee?.kind === 'builtin' && (callee.name === 'make' || callee.name === 'append');
  return `it is from \`${isMade ? callee.name : short(call)}\``;
}

function calleeText(call: Node): string {
  return short(call.child('function') ?? call);
}
