import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { integerConstant } from '../origin/integer-constant.ts';

/** A call that writes to a buffer which it is given: `r.Read(buf)`. */
export interface BufferRead {
  readonly call: Node;
  /** The argument. */
  readonly buffer: Node;
  /** The variable whose elements it writes to, from its start on. */
  readonly symbol: GoSymbol;
}

/** Functions that fill a slice, and the place of the slice among their arguments. */
const fillers: ReadonlyMap<string, { readonly names: RegExp; readonly index: number }> = new Map([
  ['io', { names: /^Read(Full|AtLeast)$/, index: 1 }],
  ['crypto/rand', { names: /^Read$/, index: 0 }],
  ['syscall', { names: /^(Read|Pread|Recvfrom)$/, index: 1 }],
  ['golang.org/x/sys/unix', { names: /^(Read|Pread|Recvfrom)$/, index: 1 }],
]);

/** `io.Reader` and its kin: the first argument is filled. */
const fillingMethods = /^Read(At|From(UDP(AddrPort)?|IP|Unix)?|MsgUDP)?$/;

/** The reads into whole variables, or their first part, among some calls. */
export function bufferReads(calls: readonly Node[], pkg: Package): BufferRead[] {
  return calls.flatMap((call) => {
    const buffer = filledBy(call, pkg);
    const symbol = buffer === undefined ? undefined : wholeVariable(buffer, pkg);
    return buffer === undefined || symbol === undefined ? [] : [{ call, buffer, symbol }];
  });
}

function filledBy(call: Node, pkg: Package): Node | undefined {
  // Most calls are none: their name tells.
  const name = call.child('function')?.child('field')?.text ?? '';
  if (!/^(Re(ad|cv)|Pread)/.test(name)) return undefined;
  const callee = calleeOf(call, pkg);
  const args = argumentsOf(call);
  if (callee.kind === 'package') {
    const filler = fillers.get(callee.path);
    return filler?.names.test(callee.name) === true ? args[filler.index] : undefined;
  }
  if (callee.kind !== 'method' || !fillingMethods.test(callee.name)) return undefined;
  const results = resultsOf(call, pkg);
  return results === undefined || results.startsWith('int ') ? args[0] : undefined;
}

/** The results of a method that is declared where it can be read; undefined where it is not known. */
function resultsOf(call: Node, pkg: Package): string | undefined {
  const method = call.child('function');
  const type = method === undefined ? undefined : pkg.types.ofExpression(method);
  if (type?.kind !== 'composite' || type.form !== 'function_type') return undefined;
  return type.signature.results.map((one) => (one.kind === 'basic' ? one.name : one.kind)).join(' ');
}

/** `buf`, `buf[:]`, `buf[:n]` and `buf[0:n]` of one slice or array; a part that is somebody's own is none. */
export function wholeVariable(written: Node, pkg: Package): GoSymbol | undefined {
  let place = unparen(written);
  while (place.kind === 'slice_expression') {
    const [start, operand] = [place.child('start'), place.child('operand')];
    if (operand === undefined || (start !== undefined && integerConstant(start, pkg) !== 0n))
      return undefined;
    place = unparen(operand);
  }
  const symbol = place.kind === 'identifier' ? pkg.symbolOf(place) : undefined;
  if (symbol?.kind !== 'variable') return undefined;
  const { kind } = pkg.types.underlying(pkg.types.ofSymbol(symbol));
  return kind === 'slice' || kind === 'array' ? symbol : undefined;
}
