import { announcesTaking, copiesOutOfC, mayKeep, onlyReads } from '../knowledge/c-names.ts';
import type { Callee } from '../semantic/callee.ts';
import type { Package } from '../semantic/package.ts';
import type { Node } from '../syntax/tree.ts';
import { ownershipAfterUse } from './borrowing.ts';
import type { Ownership } from './borrowing.ts';
import { statementOf } from './value-use.ts';
import type { ValueUse } from './value-use.ts';

/** How the ownership of C memory ends on a path, as far as its function can tell. */
export type OwnershipEnd =
  'freed' | 'returned' | 'stored away' | 'given to C code' | 'given to Go code' | 'out of sight';

/** What one use does with C memory, in words. */
export interface UseEffect {
  /** A clause about `it`, the pointer: "`C.puts` only reads it". */
  readonly message: string;
  /** Set where the use ends what can be told of the ownership. */
  readonly end: OwnershipEnd | undefined;
}

/** @param mention the expression whose use it is */
export function effectOf(mention: Node, use: ValueUse, pkg: Package): UseEffect {
  const ownership = ownershipAfterUse(use, pkg);
  const gone = ownership === 'gone';
  switch (use.kind) {
    case 'free':
      return {
        message:
          statementOf(use.call) === 'defer'
            ? 'the deferred `C.free` frees it when the function ends'
            : '`C.free` frees it',
        end: 'freed',
      };
    case 'c-argument':
      return {
        message: whenDeferred(use.call, effectOfCCall(use.name, use.index, ownership, pkg)),
        end: gone ? 'given to C code' : undefined,
      };
    case 'go-copy':
      return { message: `\`${use.call.child('function')?.text ?? 'C.GoString'}\` copies it`, end: undefined };
    case 'go-argument':
      return gone
        ? {
            message: whenDeferred(
              use.call,
              `${calleeName(use.callee, use.call)} gets it, and what Go code does with an argument is not followed`,
            ),
            end: 'given to Go code',
          }
        : { message: `${calleeName(use.callee, use.call)} only looks at it`, end: undefined };
    case 'return':
      return { message: 'the caller gets it', end: 'returned' };
    case 'alias':
      return { message: `\`${use.symbol.name}\` holds it`, end: gone ? 'out of sight' : undefined };
    case 'store':
      return { message: `it is stored in \`${short(use.target)}\``, end: gone ? 'stored away' : undefined };
    case 'element':
      return elementEffect(use, gone, pkg);
    case 'compare':
      return { message: 'only the value of the pointer is compared', end: undefined };
    case 'dereference':
      return { message: 'the memory is read or written through it', end: undefined };
    case 'discard':
      return { message: 'its value is dropped', end: undefined };
    case 'view':
      return { message: 'a view over its memory is made, and views are not followed', end: 'out of sight' };
    case 'address':
      return {
        message: `the address of \`${short(mention)}\` is taken, and whoever has that may free it`,
        end: 'out of sight',
      };
    case 'overwrite':
      return { message: `\`${short(mention)}\` gets another value`, end: gone ? 'out of sight' : undefined };
    case 'other':
      return otherEffect(mention);
  }
}

function elementEffect(use: Extract<ValueUse, { kind: 'element' }>, gone: boolean, pkg: Package): UseEffect {
  const inner = use.use;
  if (inner.kind === 'alias') {
    return {
      message: `it is put into \`${inner.symbol.name}\``,
      end: gone ? 'stored away' : undefined,
    };
  }
  if (inner.kind === 'return') {
    return { message: `the caller gets it inside \`${short(use.container)}\``, end: 'returned' };
  }
  const { message, end } = effectOf(use.container, inner, pkg);
  return {
    message: `it is put into a new value: ${message}`,
    end: gone ? (end ?? 'stored away') : undefined,
  };
}

/** What a C function does with an argument, and what says so. */
function effectOfCCall(name: string, index: number, ownership: Ownership, pkg: Package): string {
  const callee = `\`C.${name}\``;
  if (copiesOutOfC(name)) return `${callee} copies it`;
  if (ownership === 'kept?') {
    return mayKeep(name)
      ? `${callee} gets it, and its name says that it may keep it`
      : `${callee} gets it, and may keep it`;
  }
  const hasBody = pkg.c.hasBody(name);
  if (ownership === 'gone') {
    if (pkg.c.parameterEffect(name, index) !== 'takes') {
      return `${callee} gets it together with a function that frees it`;
    }
    if (hasBody) return `${callee} gets it, and its body may free or keep it`;
    return announcesTaking(name)
      ? `${callee} gets it, and is known by its name to free it or take it over`
      : `${callee} gets it, and may free it or take it over`;
  }
  if (onlyReads(name)) return `${callee} only reads it`;
  return hasBody
    ? `${callee} only borrows it: its body neither frees nor keeps it`
    : `${callee} is taken to borrow it, since nothing in its name says that it frees or keeps it`;
}

function otherEffect(mention: Node): UseEffect {
  if (mention.ancestor('send_statement')?.child('value')?.contains(mention) === true) {
    return { message: 'it is sent on a channel', end: 'given to Go code' };
  }
  return { message: `\`${short(mention)}\` is used in a way that is not followed`, end: 'out of sight' };
}

function whenDeferred(call: Node, message: string): string {
  switch (statementOf(call)) {
    case 'defer':
      return `deferred: ${message}`;
    case 'go':
      return `in a goroutine: ${message}`;
    case undefined:
      return message;
  }
}

function calleeName(callee: Callee, call: Node): string {
  if (callee.kind === 'literal') return 'a function literal';
  return `\`${short(call.child('function') ?? call)}\``;
}

/** Code on one line, as a message quotes it. */
export function short(node: Node): string {
  const text = node.text.replace(/\s+/g, ' ').replace(/`/g, "'");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
