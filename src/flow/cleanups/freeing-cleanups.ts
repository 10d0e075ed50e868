import type { Cleanup, HandleRead, Truth, WrapperType, WrapperTypes } from '../../semantic/wrapper/model.ts';

/** An object whose end may free what a handle leads to, seen from the wrapper that holds the handle. */
export interface FreeingOwner {
  /** The fields from the wrapper to the object; empty for the wrapper itself. */
  readonly path: string;
  /** The type with the finalizer or cleanup; undefined where only an interface says what is kept. */
  readonly type: WrapperType | undefined;
  readonly cleanup: Cleanup | undefined;
  /** Whether that releases this very handle: `unknown` for a parent, whose end may take its children along. */
  readonly frees: Truth;
}

/**
 * The object whose finalizer or cleanup may run and free what a handle leads to, once nothing refers to the wrapper any
 * more: the wrapper itself, or else a parent that only the wrapper keeps alive.
 */
export function freeingOwnerOf(
  { wrapper, handle }: HandleRead,
  types: WrapperTypes,
): FreeingOwner | undefined {
  for (const cleanup of wrapper.cleanups) {
    const frees = freesHandle(wrapper, handle.path, cleanup);
    if (frees !== 'no') return { path: cleanup.path, type: wrapper, cleanup, frees };
  }
  for (const { path, target, relation } of wrapper.owners) {
    if (relation !== 'parent') continue;
    const type = types.ofName(target);
    const [cleanup] = type?.cleanups ?? [];
    if (cleanup !== undefined) return { path: path + cleanup.path, type, cleanup, frees: 'unknown' };
    const hasCleanups = types.all.some(({ cleanups }) => cleanups.length > 0);
    if (target === 'any' && hasCleanups)
      return { path, type: undefined, cleanup: undefined, frees: 'unknown' };
  }
  return undefined;
}

function freesHandle(wrapper: WrapperType, path: string, { releases }: Cleanup): Truth {
  if (releases === undefined) return 'unknown';
  const isReleasedBy = (isOwn: boolean): boolean =>
    wrapper.releases.some((one) => (one.path === path) === isOwn && releases.includes(one.cFunction));
  if (isReleasedBy(true)) return 'yes';
  // What it releases is another handle of the object, as far as the methods tell.
  return isReleasedBy(false) && wrapper.handles.length > 1 ? 'no' : 'unknown';
}
