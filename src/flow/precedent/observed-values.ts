import type { Package } from '../../semantic/package.ts';
import { argumentsOf, unparen } from '../../semantic/callee.ts';
import type { WrapperTypes } from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import type { CEndings } from './c-endings.ts';
import type { GivenValue, MinedPairs } from './mined-pairs.ts';
import type { Observation, Subject } from './observation.ts';

import { mayGive } from './observed-wrappers.ts';
import { givesView, structByValue } from './structs-by-value.ts';
import type { DeclaredFunction } from './site.ts';

/**
 * Whether each handle that a function of the package fills from C is released with the object that holds it: most of a
 * type's handles may be, and one forgotten.
 */
export function heldHandles(
  pairs: MinedPairs,
  wrappers: WrapperTypes,
  functions: readonly DeclaredFunction[],
  endings: CEndings,
  pkg: Package,
): Observation[] {
  const ended = endedHandles(functions, wrappers, endings);
  const seen = new Set<string>();
  return pairs.values.flatMap((value): Observation[] => {
    if (!mayGive(value.acquire, pkg)) return [];
    return value.trace.stores.flatMap((target): Observation[] => {
      const read = wrappers.handleRead(target);
      if (read === undefined || value.trace.endings.length > 0) return [];
      const { wrapper, handle } = read;
      const key = `${wrapper.name}${handle.path}`;
      // One voice a field.
      if (handle.isInline || handle.inner !== undefined || seen.has(key)) return [];
      seen.add(key);
      const release = wrapper.releases.find(({ path }) => path === handle.path)?.cFunction ?? ended.get(key);
      const by = release === undefined ? undefined : `C.${release}`;
      const subjects: Subject[] = [{ kind: 'wrapper-type', name: wrapper.name }];
      return [{ kind: 'free', subjects, site: value, does: by !== undefined, by }];
    });
  });
}

/** The handles that some function ends, by type and path, with what it ends them with. */
function endedHandles(
  functions: readonly DeclaredFunction[],
  wrappers: WrapperTypes,
  endings: CEndings,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { call, name } of functions.flatMap(({ cCalls }) => cCalls)) {
    for (const [index, argument] of argumentsOf(call).entries()) {
      const treatment = endings.treatment(name, index);
      const read =
        treatment === 'ends' || treatment === 'may-end' ? wrappers.handleRead(argument) : undefined;
      if (read !== undefined) found.set(`${read.wrapper.name}${read.handle.path}`, name);
    }
  }
  return found;
}

/**
 * Whether each caller of a C function frees what it gives, or hands it to a wrapper that does. Where a table knows the
 * function, the table is right, and there is nothing to observe.
 */
export function frees(pairs: MinedPairs, pkg: Package): Observation[] {
  return pairs.values.flatMap((value): Observation[] => {
    if (pkg.libraries.factsOf(value.acquire) !== undefined) return [];
    const [ending] = value.trace.endings;
    const by = ending?.name ?? value.wrapperReleases[0];
    if (by === undefined && (value.trace.escapes || !isUsed(value))) return [];
    return [
      {
        kind: 'free',
        subjects: [{ kind: 'c-function', name: subjectName(value) }, ...ofType(value, pkg)],
        site: value,
        does: by !== undefined,
        by: by === undefined ? undefined : `C.${by}`,
      },
    ];
  });
}

/** What C gives by value is ended alike, whichever function gives it: the type says what is in it. */
function ofType({ acquire, given, node }: GivenValue, pkg: Package): Subject[] {
  const place = given === 'result' ? node : addressed(argumentsOf(node)[given]);
  const isOwn = mayGive(acquire, pkg) && !givesView(acquire);
  const name = place === undefined || !isOwn ? undefined : structByValue(place, pkg);
  return name === undefined ? [] : [{ kind: 'c-type', name }];
}

/** `v` of `&v`. */
function addressed(argument: Node | undefined): Node | undefined {
  const address = argument === undefined ? undefined : unparen(argument);
  const operand = address?.text.startsWith('&') === true ? address.child('operand') : undefined;
  return operand === undefined ? undefined : unparen(operand);
}

/** Whether each caller of a C function asks if its result is nil, before it looks behind the pointer. */
export function nilChecks(pairs: MinedPairs): Observation[] {
  return pairs.values.flatMap((value): Observation[] => {
    const { acquire, given, trace } = value;
    if (given !== 'result') return [];
    const does = trace.isCompared || isErrorTaken(value);
    if (!does && trace.dereferences.length === 0) return [];
    const subjects: Subject[] = [{ kind: 'c-function', name: acquire }];
    return [{ kind: 'nil-check', subjects, site: value, does, by: undefined }];
  });
}

/** The function, and the argument that it fills where that is no result. */
function subjectName({ acquire, given }: GivenValue): string {
  return given === 'result' ? acquire : `${acquire}#${String(given)}`;
}

/** A result that nobody takes may be nothing that has to be freed: a status, or the argument itself. */
function isUsed({ given, node }: GivenValue): boolean {
  return given !== 'result' || node.parent?.kind !== 'expression_statement';
}

/** `p, err := C.f()`. */
function isErrorTaken({ given, node }: GivenValue): boolean {
  const list = node.parent?.kind === 'expression_list' ? node.parent.parent : node.parent;
  const isAssignment = list?.is('short_var_declaration', 'assignment_statement') === true;
  const left = isAssignment ? (list.child('left')?.children ?? []) : [];
  return given === 'result' && left.length === 2 && left[1]?.text !== '_';
}
