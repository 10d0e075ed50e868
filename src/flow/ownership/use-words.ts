import { announcesTaking, mayKeep, onlyReads } from '../../knowledge/c-names.ts';
import { calleeOf } from '../../semantic/callee.ts';
import type { Callee } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import { short } from '../code-text.ts';
import { statementOf } from '../value-use.ts';
import type { ValueUse } from '../value-use.ts';
import type { Basis, Effect } from './effect.ts';

/** How the ownership of C memory ends on a path, as far as its function can tell. */
export type OwnershipEnd =
  | 'freed'
  | 'returned'
  | 'stored away'
  | 'given to C code'
  | 'given to Go code'
  | 'left to a function literal'
  | 'out of sight';

/** What a use that is no call does with C memory: a clause about `it`, the pointer. */
export function useText(mention: Node, use: ValueUse): string {
  switch (use.kind) {
    case 'go-copy':
      return `\`${use.call.child('function')?.text ?? 'C.GoString'}\` copies it`;
    case 'compare':
      return 'only the value of the pointer is compared';
    case 'dereference':
      return 'the memory is read or written through it';
    case 'discard':
      return 'its value is dropped';
    case 'view':
      return 'the memory is read or written through a view over it';
    case 'go-argument':
      return `${calleeName(use.callee, use.call)} only looks at it`;
    default:
      return `\`${short(mention)}\` is used in a way that is not followed`;
  }
}

/** A use that nothing follows, and how the ownership ends there. */
export function unfollowed(mention: Node): { readonly message: string; readonly how: OwnershipEnd } {
  if (mention.ancestor('send_statement')?.child('value')?.contains(mention) === true)
    return { message: 'it is sent on a channel', how: 'given to Go code' };
  return { message: `\`${short(mention)}\` is used in a way that is not followed`, how: 'out of sight' };
}

/** What a call does with the pointer, and what says so: a clause about `it`. */
export function callText(effect: Effect, basis: Basis, call: Node, pkg: Package): string {
  const callee = calleeOf(call, pkg);
  const text =
    callee.kind === 'c' ? textOfC(effect, basis, callee.name, pkg) : textOfGo(effect, basis, callee, call);
  return whenDeferred(call, text);
}

/** Whose hands it is in behind a call that took it. */
export function takerOf(call: Node, pkg: Package): OwnershipEnd {
  return calleeOf(call, pkg).kind === 'c' ? 'given to C code' : 'given to Go code';
}

export function freeText(call: Node, by: string): string {
  if (by === 'C.free' && statementOf(call) === 'defer')
    return 'the deferred `C.free` frees it when the function ends';
  return whenDeferred(call, `\`${by}\` frees it`);
}

function textOfC(effect: Effect, basis: Basis, name: string, pkg: Package): string {
  const callee = `\`C.${name}\``;
  switch (effect.kind) {
    case 'frees':
      return `${callee} frees it`;
    case 'returns':
      return `${callee} gives it back`;
    case 'keeps':
      return `${callee} keeps it beyond the call`;
    case 'may-keep':
      return mayKeep(name)
        ? `${callee} gets it, and its name says that it may keep it`
        : `${callee} gets it, and may keep it`;
    case 'takes':
    case 'unknown':
      if (basis.kind === 'destructor') return `${callee} gets it together with a function that frees it`;
      if (basis.kind === 'table') return `${callee} takes it over`;
      if (basis.kind === 'body') return `${callee} gets it, and its body may free or keep it`;
      return announcesTaking(name)
        ? `${callee} gets it, and is known by its name to free it or take it over`
        : `${callee} gets it, and may free it or take it over`;
    case 'borrows':
      if (onlyReads(name)) return `${callee} only reads it`;
      if (basis.kind === 'table') return `${callee} only borrows it`;
      return pkg.c.hasBody(name)
        ? `${callee} only borrows it: its body neither frees nor keeps it`
        : `${callee} is taken to borrow it, since nothing in its name says that it frees or keeps it`;
  }
}

function textOfGo(effect: Effect, basis: Basis, callee: Callee, call: Node): string {
  const name = calleeName(callee, call);
  const isFollowed = basis.kind === 'body';
  switch (effect.kind) {
    case 'frees':
      return `${name} frees it`;
    case 'returns':
      return `${name} gives it back`;
    case 'keeps':
    case 'takes':
      return `${name} gets it, and frees it, keeps it or hands it on`;
    case 'may-keep':
      return `${name} gets it, and hands it to C code that may keep it`;
    case 'borrows':
      return isFollowed
        ? `${name} only borrows it: it neither frees nor keeps it`
        : `${name} only looks at it`;
    case 'unknown':
      return isFollowed
        ? `${name} gets it, and may free it, keep it or hand it on`
        : `${name} gets it, and what Go code does with an argument is not followed`;
  }
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
