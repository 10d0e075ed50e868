import { areMakerAndEnd } from '../../knowledge/c-names.ts';
import { argumentsOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Origin, WrapperType } from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import { definitionsOf } from '../definitions.ts';
import { addressedPlace } from './failure.ts';
import { placePath } from './holder.ts';

/** What a call of C gives to an object that a constructor makes, where a method of the object's type releases it. */
export interface ConstructorGift {
  readonly given: 'result' | number;
  readonly release: string;
  /** The method, as it can be quoted. */
  readonly method: string;
}

/**
 * What constructors of wrapper types get from C, by the call. A type with a finalizer or cleanup frees it some time,
 * a release that asks a flag may not own it, and a result is only taken to be the object's own where the names of both
 * functions say so.
 */
export function constructorGifts(
  wrappers: readonly WrapperType[],
  pkg: Package,
): ReadonlyMap<Node, ConstructorGift> {
  const found = new Map<Node, ConstructorGift>();
  for (const type of wrappers) {
    if (type.cleanups.length > 0) continue;
    for (const { sets, isMany, node, cleanup } of type.constructors) {
      if (isMany || cleanup !== 'no') continue;
      for (const { path, origins } of sets) {
        const release = releaseOf(type, path);
        if (release === undefined) continue;
        const method = `(*${type.name}).${release.name}`;
        for (const origin of origins) {
          if (origin.kind !== 'c-call' && origin.kind !== 'c-out') continue;
          const given = node.contains(origin.call)
            ? givenOf(origin, path, release.cFunction, pkg)
            : undefined;
          if (given !== undefined) found.set(origin.call, { given, release: release.cFunction, method });
        }
      }
    }
  }
  return found;
}

/** The method that releases a handle of a type, where it does so whenever it is called. */
export function releaseOf(type: WrapperType, path: string): WrapperType['releases'][number] | undefined {
  const handle = type.handles.find((one) => one.path === path);
  if (handle === undefined || handle.isInline || path === '' || path.includes('[]')) return undefined;
  const releases = type.releases.filter((one) => one.path === path);
  if (releases.some(({ guard }) => guard?.kind === 'flag')) return undefined;
  return releases.find(({ isMethod }) => isMethod);
}

function givenOf(
  { kind, name, call }: Extract<Origin, { readonly call: Node }>,
  path: string,
  release: string,
  pkg: Package,
): 'result' | number | undefined {
  if (kind === 'c-call') return areMakerAndEnd(name, release) ? 'result' : undefined;
  const addressed = argumentsOf(call).flatMap((argument, index) => {
    const place = addressedPlace(argument, pkg);
    return place === undefined ? [] : [{ index, path: placePath(place, pkg)?.path.join('') }];
  });
  const exact = addressed.filter((one) => one.path === path);
  const [only, ...more] = exact.length > 0 ? exact : addressed;
  return more.length > 0 ? undefined : only?.index;
}

/** Whether a statement stands in a branch that tests the outcome of the call itself: there it may have given nothing. */
export function isBehindTestOf(call: Node, statement: Node, pkg: Package): boolean {
  for (let node = statement; node.parent !== undefined && node.kind !== 'func_literal'; node = node.parent) {
    if (!node.parent.is('if_statement', 'expression_switch_statement')) continue;
    const condition = node.parent.child('condition') ?? node.parent.child('value');
    if (condition !== undefined && node !== condition && tellsOf(condition, call, pkg)) return true;
  }
  return false;
}

function tellsOf(condition: Node, call: Node, pkg: Package): boolean {
  if (condition.contains(call)) return true;
  return condition.all('identifier').some((name) => {
    const tested = pkg.symbolOf(name);
    if (tested?.kind !== 'variable') return false;
    const last = definitionsOf(tested, pkg)
      .filter(({ target }) => target.end <= condition.start && target.parent?.kind !== 'unary_expression')
      .at(-1);
    return (last?.value ?? last?.result?.call)?.contains(call) === true;
  });
}
