import type { OwnerUse } from '../../../flow/lifetime/owner-liveness.ts';
import { argumentsOf, calleeOf, unparen } from '../../../semantic/callee.ts';
import type { Package } from '../../../semantic/package.ts';
import type { WrapperTypes } from '../../../semantic/wrapper/model.ts';

/** Whether the finalizer frees what the call uses: by the methods that it runs, or as it is written out. */
export function freesForCertain({ owner, read }: OwnerUse, pkg: Package, wrappers: WrapperTypes): boolean {
  if (owner.cleanup?.releases?.every(dropsReference) === true) return false;
  if (owner.frees === 'yes') return true;
  const runs = owner.cleanup === undefined ? undefined : unparen(owner.cleanup.runs);
  const isOwn = owner.type === read.wrapper && owner.path === '';
  if (!isOwn || runs?.kind !== 'func_literal') return false;
  const releases = new Set(owner.cleanup?.releases);
  return runs.all('call_expression').some((call) => {
    const callee = calleeOf(call, pkg);
    if (callee.kind !== 'c' || !releases.has(callee.name)) return false;
    return argumentsOf(call).some((argument) => {
      const freed = wrappers.handleRead(argument);
      return freed?.wrapper === read.wrapper && freed.handle.path === read.handle.path;
    });
  });
}

/** Whether the function that runs in the end calls nothing that could free: it only clears fields, or sets no finalizer any more. */
export function freesNothing({ owner }: OwnerUse, pkg: Package): boolean {
  const runs = owner.cleanup === undefined ? undefined : unparen(owner.cleanup.runs);
  const method = runs?.kind === 'selector_expression' ? runs.child('field')?.text : undefined;
  const declared =
    runs?.kind === 'identifier'
      ? pkg.symbolsOf(runs).map(({ declaration }) => declaration.parent)
      : (owner.type?.symbols ?? []).flatMap((symbol) =>
          method === undefined ? [] : pkg.methodsNamed(symbol, method).map(({ node }) => node),
        );
  const functions = runs?.kind === 'func_literal' ? [runs] : declared;
  return (
    functions.length > 0 &&
    functions.every(
      (fn) =>
        fn?.child('body') !== undefined &&
        fn.all('call_expression').every((call) => {
          const callee = calleeOf(call, pkg);
          return callee.kind === 'package' && callee.path === 'runtime';
        }),
    )
  );
}

/** Others may have references of their own, a container of widgets for one: then the object stays. */
function dropsReference(name: string): boolean {
  return /(^|_)(unref|dec_?ref)$/i.test(name);
}

/** `C.toGFile(p)`, by its name a cast: what the pointer leads to is not looked at. */
export function isCast({ name, at }: OwnerUse): boolean {
  return name !== undefined && /^(to|as)(_|[A-Z])|_cast$/.test(name) && argumentsOf(at).length === 1;
}
