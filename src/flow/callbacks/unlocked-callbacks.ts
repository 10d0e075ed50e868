import { calleeOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { FunctionFlow } from '../function-flow.ts';
import type { CalledFromC, ReachedFromC } from '../threads/exported.ts';
import type { HeldLock, Locks } from '../threads/locks.ts';
import type { GoFunction } from '../../semantic/package.ts';
import type { MapAccess, PackageMap } from './package-maps.ts';

/** An access of a function that C calls, and one of another function that may run at the same time. */
export interface Unlocked {
  readonly map: PackageMap;
  readonly access: MapAccess;
  readonly reached: ReachedFromC;
  readonly other: MapAccess;
  /** The mutex that the other holds; undefined where nobody locks. */
  readonly lock: HeldLock | undefined;
}

/** What is found of one map: the mistakes, and why what looks like one is none. */
export interface MapVerdicts {
  readonly unlocked: readonly Unlocked[];
  readonly fine: readonly { readonly access: MapAccess; readonly reason: string }[];
}

/** The package as the search sees it. */
export interface LockedCode {
  readonly package: Package;
  readonly fromC: CalledFromC;
  readonly locks: Locks;
  readonly flowOf: (fn: GoFunction) => FunctionFlow;
}

/** The accesses of callbacks to a map without the mutex that others hold, or without any. */
export function unlockedAccesses(map: PackageMap, code: LockedCode): MapVerdicts {
  const mayMatter = map.accesses.some(({ kind }) => kind !== 'read' && kind !== 'range');
  const fromC = mayMatter
    ? map.accesses.flatMap((access) => {
        const reached = code.fromC.of(access.function);
        return reached === undefined ? [] : [{ access, reached }];
      })
    : [];
  if (fromC.length === 0) return { unlocked: [], fine: [] };
  const fine: { access: MapAccess; reason: string }[] = [];
  const unlocked: Unlocked[] = [];
  const others = map.accesses.filter(
    (one) => !isStart(one.function) && code.fromC.of(one.function) === undefined,
  );
  for (const { access, reached } of fromC) {
    const held = heldAt(access, code);
    if (held.length > 0) {
      fine.push({ access, reason: `\`${lockText(held[0])}\` is held here` });
      continue;
    }
    if (locksOtherwise(access.function, code.package)) {
      fine.push({ access, reason: 'the function locks something that is not followed' });
      continue;
    }
    const locked = others.flatMap((other) => {
      const lock = heldAt(other, code).find(({ symbol }) => symbol.role === 'package-level');
      return lock === undefined || !conflict(access, other) ? [] : [{ other, lock }];
    });
    const [first] = locked;
    if (first !== undefined) {
      unlocked.push({ map, access, reached, ...first });
      continue;
    }
    const other = others.find((one) => conflict(access, one));
    if (other === undefined)
      fine.push({ access, reason: `no function of Go changes \`${map.name}\` beside it` });
    else unlocked.push({ map, access, reached, other, lock: undefined });
  }
  return { unlocked, fine };
}

/** One of the two changes the map. */
function conflict(a: MapAccess, b: MapAccess): boolean {
  return [a, b].some(({ kind }) => kind !== 'read' && kind !== 'range');
}

function heldAt({ at, function: fn }: MapAccess, { locks, flowOf }: LockedCode): readonly HeldLock[] {
  const node = flowOf(fn).nodeAt(at);
  return node === undefined ? [...locks.entryOf(fn).values()] : locks.at(node, fn);
}

/** Before anything else runs. */
function isStart({ node }: GoFunction): boolean {
  return node.kind === 'function_declaration' && /^(init|main)$/.test(node.child('name')?.text ?? '');
}

/** Whether a function takes part in some order that is not a mutex of package sync, held at the access. */
function locksOtherwise({ body }: GoFunction, pkg: Package): boolean {
  return body.all('call_expression').some((call) => {
    const callee = calleeOf(call, pkg);
    const name =
      callee.kind === 'method' || callee.kind === 'package' || callee.kind === 'c'
        ? callee.name
        : callee.kind === 'function'
          ? callee.symbol.name
          : '';
    return /lock|mutex|acquire|^do$/i.test(name);
  });
}

export function lockText(lock: HeldLock | undefined): string {
  if (lock === undefined) return '';
  return `${lock.symbol.name}${lock.path.replace(/\.(RW)?Mutex$/, '')}`;
}

/** Whether some code of the package calls C while it holds a mutex: what C calls back then must not lock it again. */
export function callsCUnder(lock: HeldLock, { package: pkg, locks }: LockedCode): boolean {
  const locking = new RegExp(`\\b${lock.symbol.name}\\b[\\w.]*\\.R?Lock\\(`);
  return pkg.functions().some(
    (fn) =>
      locking.test(fn.body.text) &&
      fn.body.allOutside('func_literal', 'call_expression').some((call) => {
        if (calleeOf(call, pkg).kind !== 'c') return false;
        return locks
          .atCall(call, fn)
          .some(({ symbol, path }) => symbol === lock.symbol && path === lock.path);
      }),
  );
}
