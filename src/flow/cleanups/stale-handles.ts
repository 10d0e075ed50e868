import type { Analysis } from '../../semantic/analysis.ts';
import { argumentsOf } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { Cleanup, Handle, Release, WrapperType, WrapperTypes } from '../../semantic/wrapper/model.ts';
import { endsItsObject } from '../../semantic/wrapper/release-names.ts';
import { wrapperTypes } from '../../semantic/wrapper-types.ts';
import { isGenerated } from '../../source/classify.ts';
import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import { isOnlyAnActivity, soleFinalizer } from './activities.ts';
import {
  clearingsOf,
  finalizerAgainst,
  handleTestOf,
  isPointerHandle,
  isSetIn,
  takesReferences,
} from './handle-clearing.ts';
import type { Clearings } from './handle-clearing.ts';

/** Why a pointer that stays behind matters, the strongest first. */
export type StaleEvidence =
  /** A finalizer or cleanup frees the same pointer, and the release does not take it off. */
  | { readonly kind: 'finalizer'; readonly cleanup: Cleanup }
  /** The receiver is a copy: what is cleared in it stays in the caller's object. */
  | { readonly kind: 'copy'; readonly clearing: Node }
  /** A test of the field that nothing in the package makes true. */
  | { readonly kind: 'unset-test'; readonly test: Node; readonly file: GoFile; readonly isOwn: boolean }
  /** Most other releases of the package clear their field. */
  | { readonly kind: 'siblings'; readonly withIt: readonly HandleRelease[]; readonly all: number }
  /** Nothing: the pointer stays, as in so many `others` of the package. */
  | { readonly kind: 'none'; readonly others: number };

/** Whether a release leaves a pointer to freed memory in its object. */
export type Leftover =
  | { readonly kind: 'stale'; readonly evidence: StaleEvidence }
  /** It is cleared here, in part of the cases, or by another function; or a flag, once or swap stands before it. */
  | { readonly kind: 'cleared' | 'guarded'; readonly at: Node | undefined }
  /** A word of the C function's name, such as "cleanup", is all that says that it ends the object. */
  | { readonly kind: 'doubtful' }
  /** `av_packet_free(&p.c)` may well clear what it is given the address of. */
  | { readonly kind: 'handed' }
  /** Who takes a reference gives it back: each release is one of several, and the pointer stays good for the others. */
  | { readonly kind: 'counted' }
  /** Nothing but the runtime calls it, as the finalizer or cleanup that is set at this place. */
  | { readonly kind: 'finalizer-only'; readonly at: Node }
  /** The comment above says that it must not be called twice. */
  | { readonly kind: 'documented'; readonly at: Node }
  /** Most of the package's many releases do so, and `first` is where that is told. */
  | { readonly kind: 'custom'; readonly first: HandleRelease };

/** A function that releases the memory behind a field of its object. */
export interface HandleRelease {
  readonly type: WrapperType;
  readonly handle: Handle;
  readonly release: Release;
  readonly file: GoFile;
}

export interface StaleHandle extends HandleRelease {
  readonly leftover: Leftover;
}

/** From how many siblings on the others are taken to have forgotten it, as for the practices of `deviance`. */
const enough = { withIt: 3, ratio: 1 / 3 };

/** So many releases that leave their pointer, twice as many as clear it, are how the package does it. */
const custom = 15;

/** What the functions of a package that release C memory leave behind in the field that led to it. */
export class StaleHandles {
  private readonly pkg: Package;
  private readonly wrappers: () => WrapperTypes;
  private found: ReadonlyMap<Node, readonly HandleRelease[]> | undefined;
  private cleared: Clearings | undefined;
  private siblings: { readonly withIt: HandleRelease[]; readonly without: HandleRelease[] } | undefined;

  /** @param wrappers made when first asked for: without a method nothing is */
  constructor(pkg: Package, wrappers: () => WrapperTypes) {
    this.pkg = pkg;
    this.wrappers = wrappers;
  }

  /** What a function or method leaves behind, a handle each. */
  of(fn: GoFunction): readonly StaleHandle[] {
    if (fn.node.kind !== 'method_declaration') return [];
    return (this.releases().get(fn.node) ?? []).map((one) => ({ ...one, leftover: this.leftover(one) }));
  }

  private get clearings(): Clearings {
    return (this.cleared ??= clearingsOf(this.pkg, this.wrappers()));
  }

  /** The releases of handles by the functions that are named for it. */
  private releases(): ReadonlyMap<Node, readonly HandleRelease[]> {
    if (this.found !== undefined) return this.found;
    const all = this.wrappers().all.flatMap((type) =>
      type.releases.flatMap((release): HandleRelease[] => {
        const file = this.pkg.fileOf(release.node.tree);
        const handle = type.handles.find(({ path }) => path === release.path);
        if (file === undefined || handle === undefined) return [];
        const one = { type, handle, release, file };
        return this.isCandidate(one) ? [one] : [];
      }),
    );
    // What a function leaves to another release of the package is that one's.
    const shortest = new Map<Node, number>();
    for (const { release } of all) {
      const known = shortest.get(release.call) ?? Infinity;
      shortest.set(release.call, Math.min(known, release.through.length));
    }
    const found = new Map<Node, HandleRelease[]>();
    for (const one of all) {
      const { release } = one;
      if (release.through.length > (shortest.get(release.call) ?? 0)) continue;
      const list = found.get(release.node) ?? [];
      if (!list.some((other) => other.handle === one.handle)) found.set(release.node, [...list, one]);
    }
    return (this.found = found);
  }

  private isCandidate({ type, handle, release, file }: HandleRelease): boolean {
    if (file.constraint.isTest || isGenerated(file.tree.text)) return false;
    // Elements of a container, C's struct inside the object, and an object that is the pointer itself cannot be cleared so.
    if (release.path === '' || release.path.includes('[]') || handle.isInline) return false;
    if (!release.isMethod || !endsItsObject(release.name, release.cFunction)) return false;
    if (mirrorsReference(release) || isOnlyAnActivity(type, release, this.pkg)) return false;
    return isPointerHandle(handle, release, this.pkg) && !isSetIn(release, handle);
  }

  private leftover(one: HandleRelease): Leftover {
    const { type, handle, release } = one;
    const { guard } = release;
    if (argumentsOf(release.call).some(takesAddress)) return { kind: 'handed' };
    if (takesReferences(type, handle, this.pkg, this.wrappers())) return { kind: 'counted' };
    const cleanup = finalizerAgainst(one, this.pkg, this.wrappers());
    if (release.clears !== 'no' && cleanup === undefined) return { kind: 'cleared', at: undefined };
    if (guard !== undefined && guard.kind !== 'handle') return { kind: 'guarded', at: guard.node };
    if (cleanup?.kind === 'cleanup') return { kind: 'stale', evidence: { kind: 'finalizer', cleanup } };
    const copied = this.clearings.inCopies(release.node);
    const elsewhere = this.clearings.of(type, handle.path);
    if (elsewhere !== undefined) return { kind: 'cleared', at: elsewhere };
    if (cleanup !== undefined) return { kind: 'stale', evidence: { kind: 'finalizer', cleanup } };
    if (copied !== undefined) return { kind: 'stale', evidence: { kind: 'copy', clearing: copied } };
    return this.weaker(one);
  }

  /** What only other functions tell, or nobody. */
  private weaker(one: HandleRelease): Leftover {
    const { type, handle, release, file } = one;
    if (!hasPointerReceiver(release.node)) return { kind: 'guarded', at: undefined };
    const finalizer = soleFinalizer(release, this.pkg);
    if (finalizer !== undefined) return { kind: 'finalizer-only', at: finalizer };
    const comment = callsOnce(release.node);
    if (release.guard !== undefined)
      return { kind: 'stale', evidence: { kind: 'unset-test', test: release.guard.node, file, isOwn: true } };
    if (!isExported(release))
      return comment === undefined ? { kind: 'guarded', at: undefined } : { kind: 'documented', at: comment };
    const asked = handleTestOf(type, handle, this.pkg, this.wrappers());
    if (asked !== undefined)
      return { kind: 'stale', evidence: { kind: 'unset-test', ...asked, isOwn: false } };
    if (comment !== undefined) return { kind: 'documented', at: comment };
    const { withIt, without } = this.siblingsOf();
    const others = without.filter((other) => other.release.node !== release.node);
    const isAlike = withIt.some((other) => endsAlike(other.release, release));
    if (isAlike && withIt.length >= enough.withIt && others.length <= withIt.length * enough.ratio)
      return { kind: 'stale', evidence: { kind: 'siblings', withIt, all: withIt.length + others.length } };
    // `git_repository_state_cleanup` ends a state, and not the repository: too little to ask on.
    if (
      release.confidence !== 'certain' &&
      !/free|destroy|close|dispose|release|delete|unref|finali[sz]e/i.test(release.cFunction)
    )
      return { kind: 'doubtful' };
    const [first] = without;
    const isCustom = without.length >= custom && withIt.length * 2 <= without.length;
    if (isCustom && first !== undefined && first.release.node !== release.node)
      return { kind: 'custom', first };
    return { kind: 'stale', evidence: { kind: 'none', others: isCustom ? others.length : 0 } };
  }

  /** The exported releases of the package: those that clear their field, and those that leave it without a guard. */
  private siblingsOf(): { readonly withIt: HandleRelease[]; readonly without: HandleRelease[] } {
    if (this.siblings !== undefined) return this.siblings;
    const all = [...this.releases().values()]
      .flatMap(([first]) => first ?? [])
      .filter(({ release }) => hasPointerReceiver(release.node) && isExported(release));
    this.siblings = {
      withIt: all.filter(({ release }) => release.clears === 'yes'),
      without: all.filter(({ release }) => release.clears === 'no' && release.guard === undefined),
    };
    return this.siblings;
  }
}

export const staleHandles: Analysis<StaleHandles> = {
  name: 'stale handles',
  requires: [wrapperTypes],
  run: (pkg, use) => new StaleHandles(pkg, () => use(wrapperTypes)),
};

function isExported({ name }: Release): boolean {
  return /^\p{Lu}/u.test(name);
}

/** `Unref` that is C's own: its callers count. */
function mirrorsReference({ name, cFunction }: Release): boolean {
  return /(un|de?c(rement)?_?)ref(erence)?$/i.test(cFunction) && /unref|decref|deref/i.test(name);
}

/** Whether what one function of C ends, by its name, the other does as well: a `release` may only close a file. */
function endsAlike(one: Release, other: Release): boolean {
  const verb = /free|destroy|close|delete|dispose|release|unref|finish|put/i;
  const [own, its] = [verb.exec(one.cFunction)?.[0], verb.exec(other.cFunction)?.[0]];
  return other.confidence === 'certain' || own?.toLowerCase() === its?.toLowerCase();
}

function hasPointerReceiver(method: Node): boolean {
  return method.child('receiver')?.children[0]?.child('type')?.kind === 'pointer_type';
}

/** A comment above a function that says how often it may be called. */
function callsOnce(fn: Node): Node | undefined {
  const siblings = fn.parent?.allChildren ?? [];
  let line = fn.line;
  for (let i = siblings.indexOf(fn) - 1; i >= 0; i--) {
    const sibling = siblings[i];
    if (sibling?.kind !== 'comment' || sibling.span.end.line < line - 1) return undefined;
    if (/\b(only once|exactly once|(more than|at most) once|twice|multiple times)\b/i.test(sibling.text))
      return sibling;
    ({ line } = sibling);
  }
  return undefined;
}

function takesAddress(argument: Node): boolean {
  return (
    argument.text.startsWith('&') || argument.all('unary_expression').some(({ text }) => text.startsWith('&'))
  );
}
