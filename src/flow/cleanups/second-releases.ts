import { argumentsOf, unparen } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import { cleanupSetBy } from '../../semantic/wrapper/finalizer-targets.ts';
import type { Cleanup, CleanupRelease, Release, WrapperType } from '../../semantic/wrapper/model.ts';
import { isCertainName, releaseName } from '../../semantic/wrapper/release-names.ts';
import type { Node } from '../../syntax/tree.ts';

import type { CallEffects } from '../ownership/call-effects.ts';
import type { CallGraph } from '../lifetime/call-graph.ts';
import { returnBeforeClearing } from './early-returns.ts';

/** A method that frees what the finalizer or cleanup of its object frees as well, and what comes of that. */
export interface SecondRelease {
  readonly wrapper: WrapperType;
  readonly release: Release;
  readonly cleanup: Cleanup;
  /** Why the memory is not freed twice; undefined where it is. */
  readonly saved: string | undefined;
  /** The return that the method has behind the call, and above what takes the finalizer off or clears the field. */
  readonly early: Node | undefined;
  /** Whether every constructor sets the finalizer on every path: otherwise the method may be meant for the objects without one. */
  readonly isForAll: boolean;
  /** Whether a table or a body says that the function of C frees; otherwise its name does. */
  readonly isKnown: boolean;
}

/**
 * The releases of handles that the finalizer or cleanup of the same object releases with the same function of C, where
 * code outside of the package can ask for one. The finalizer runs once the object is garbage, whether the handle was
 * released before or not (https://pkg.go.dev/runtime#SetFinalizer); a cleanup has its own copy of the pointer
 * (https://pkg.go.dev/runtime#AddCleanup).
 */
export function secondReleases(
  wrapper: WrapperType,
  effects: CallEffects,
  graph: CallGraph,
  pkg: Package,
): SecondRelease[] {
  return wrapper.releases.flatMap((release) => {
    if (releaseName(release.cFunction) === 'may-stop' && !effects.mayFree(release.cFunction)) return [];
    return wrapper.cleanups.flatMap((cleanup): SecondRelease[] => {
      const again = releasedAgain(wrapper, release, cleanup);
      if (again === undefined) return [];
      const isForAll = wrapper.constructors.every(
        ({ cleanup: has, sets }) => has === 'yes' || sets.length === 0,
      );
      const isKnown = effects.mayFree(release.cFunction) || isCertainName(release.cFunction);
      const isCalled = graph.outsideCallersOf(release.node) === 'importers';
      const early = mayReturnEarly(release, cleanup) ? returnBeforeClearing(release, pkg) : undefined;
      const saved = isCalled
        ? savedBy({ release, again, cleanup, early }, effects, pkg)
        : `only the package itself calls \`${release.name}\``;
      return [{ wrapper, release, cleanup, saved, early, isForAll, isKnown }];
    });
  });
}

/** Whether some paths of a method leave the finalizer as it is; what fails to close may be open still, and has to be closed again. */
function mayReturnEarly({ stopsCleanup, clears, cFunction }: Release, { kind }: Cleanup): boolean {
  if (kind !== 'finalizer' || /close(_v\d+)?$/i.test(cFunction)) return false;
  return stopsCleanup !== 'yes' && clears !== 'yes' && (stopsCleanup === 'unknown' || clears === 'unknown');
}

/** How the end of the object releases the same handle; `unseen` where only the function of C says that it is this one. */
function releasedAgain(
  wrapper: WrapperType,
  { path, cFunction }: Release,
  cleanup: Cleanup,
): CleanupRelease | 'unseen' | undefined {
  const seen = cleanup.frees.find((one) => one.path === path && one.cFunction === cFunction);
  if (seen !== undefined || cleanup.frees.length > 0) return seen;
  const isOnly = wrapper.handles.length === 1 && cleanup.path === '';
  return isOnly && cleanup.kind === 'cleanup' && cleanup.releases?.includes(cFunction) === true
    ? 'unseen'
    : undefined;
}

interface Ends {
  readonly release: Release;
  readonly again: CleanupRelease | 'unseen';
  readonly cleanup: Cleanup;
  readonly early: Node | undefined;
}

/** What keeps the end of the object from freeing what a method has freed. */
function savedBy(
  { release, again, cleanup, early }: Ends,
  effects: CallEffects,
  pkg: Package,
): string | undefined {
  const { cFunction, name } = release;
  if (/^final/i.test(name)) return `\`${name}\` is what the runtime calls, by its name`;
  if (effects.freesInPart(cFunction) || dropsReference(cFunction))
    return `\`C.${cFunction}\` gives back one of several references`;
  if (release.stopsCleanup === 'yes') return `the ${cleanup.kind} is taken off`;
  if (release.stopsCleanup === 'unknown' && early === undefined)
    return `some paths take the ${cleanup.kind} off`;
  if (argumentsOf(release.call).some((one) => unparen(one).text.startsWith('&')))
    return 'what C leaves in the object is not known';
  if (cleanup.kind === 'cleanup') return savedByBox(release, again, cleanup, pkg);
  if (again === 'unseen') return undefined;
  if (release.clears !== 'no' && early === undefined) return 'the field is cleared';
  if (again.guard !== undefined && again.guard.kind !== 'handle')
    return 'a condition keeps the finalizer from freeing it';
  return isConditional(again, cleanup) && setsFields(release, pkg)
    ? 'the finalizer frees under a condition, and the method sets fields'
    : undefined;
}

/**
 * A cleanup has its own copy of the pointer, and what happens to the field does not matter to it; unless it was given a
 * Go object that holds the pointer, and shares that with the method.
 */
function savedByBox(
  release: Release,
  again: CleanupRelease | 'unseen',
  { call }: Cleanup,
  pkg: Package,
): string | undefined {
  const box = cleanupSetBy(call, pkg)?.argument;
  if (box === undefined || !isGoPointer(box, pkg)) return undefined;
  const freed = again === 'unseen' ? release : again;
  const guard = freed.guard?.kind;
  const isShared = freed.call === release.call || release.guard?.kind === guard || guard !== 'once';
  if (isShared && guard !== undefined && guard !== 'handle' && guard !== 'unknown')
    return 'a condition in the object that the cleanup was given keeps it from freeing again';
  return release.clears !== 'no' && clearsInBox(release, pkg)
    ? 'the field of the object that the cleanup was given is cleared'
    : undefined;
}

/** A pointer to a struct of the package. */
function isGoPointer(node: Node, { types }: Package): boolean {
  const type = types.underlying(types.ofExpression(node));
  if (type.kind !== 'pointer') return false;
  const target = types.underlying(type.element);
  return target.kind === 'composite' && target.form === 'struct_type';
}

/** Whether the pointer itself is cleared, or the whole object around it, and not only the field that leads to the object. */
function clearsInBox(release: Release, pkg: Package): boolean {
  const field = release.path.slice(release.path.lastIndexOf('.'));
  return functionsOf(release, pkg).some(({ body }) =>
    body
      .all('assignment_statement')
      .some((one) =>
        one.child('left')?.children.some(({ text }) => text.endsWith(field) || text.startsWith('*')),
      ),
  );
}

function dropsReference(name: string): boolean {
  return /(un_?ref|dec_?ref|deref|release|put)$/i.test(name);
}

/** Whether another condition than a test of the handle may decide in the finalizer. */
function isConditional({ call, guard }: CleanupRelease, { runs }: Cleanup): boolean {
  const around = call.ancestor('func_literal', 'function_declaration', 'method_declaration');
  const functions = new Set([unparen(runs), ...(around === undefined ? [] : [around])]);
  const conditions = [...functions]
    .flatMap((fn) => fn.all('if_statement', 'expression_switch_statement'))
    .filter((one) => around?.contains(one) !== true || !isBehind(one, call));
  return conditions.length > (guard === undefined ? 0 : 1);
}

/** Whether a statement decides only once a call has been made: below it, or by its result. */
function isBehind(statement: Node, call: Node): boolean {
  if (statement.start >= call.end) return true;
  return (
    statement.kind === 'if_statement' &&
    [statement.child('initializer'), statement.child('condition')].some((one) => one?.contains(call) === true)
  );
}

/** Whether a method, or a function through which it releases, sets a field of an object. */
function setsFields(release: Release, pkg: Package): boolean {
  return functionsOf(release, pkg).some(({ body }) =>
    body
      .all('assignment_statement')
      .some((one) => one.child('left')?.children.some(({ kind }) => kind === 'selector_expression')),
  );
}

/** A method, and the functions through which it releases. */
function functionsOf({ node, through }: Release, pkg: Package): GoFunction[] {
  return pkg
    .functions()
    .filter((fn) => fn.node === node || through.includes(fn.node.child('name')?.text ?? ''));
}
