import type { Package } from '../../semantic/package.ts';
import type { OwnerField, WrapperType, WrapperTypes } from '../../semantic/wrapper/model.ts';
import type { UnheldParent } from './unheld-parents.ts';

/** What is known of whether an object of C needs the one that it was made from. */
export type Dependence =
  /** A table says that C lends the pointer from the parent, or keeps the parent in what it makes. */
  | { readonly kind: 'lends' | 'keeps' }
  /** Other constructors of the child set this field to such a parent. */
  | { readonly kind: 'siblings'; readonly field: OwnerField }
  /** The child is never released, and so may lie in its parent. */
  | { readonly kind: 'unreleased' }
  /** Its name says that it goes through the parent: an iterator, a stream. */
  | { readonly kind: 'name' }
  /** The parent is not needed, or nothing says that it is. */
  | { readonly kind: 'independent' | 'unknown' };

export function dependenceOf(one: UnheldParent, pkg: Package, wrappers: WrapperTypes): Dependence {
  const { child, index, name, read, call } = one;
  const facts = pkg.libraries.factsOf(name)?.facts;
  if (facts !== undefined) {
    const given = [facts.result, ...facts.parameters.values()];
    if (given.some((fact) => fact?.kind === 'lends' && fact.from === index)) return { kind: 'lends' };
    const own = facts.parameters.get(index);
    if (own?.kind === 'keeps' && own.in !== 'static') return { kind: 'keeps' };
    if (own !== undefined) return { kind: 'independent' };
  }
  if (read.wrapper === child || isSetting(read.wrapper) || isCopying(name)) return { kind: 'independent' };
  if (givesReferenceOnly(one)) return { kind: 'independent' };
  if (isWayThrough(name)) return { kind: 'name' };
  if (facts !== undefined) return { kind: 'unknown' };
  const field = child.owners.find(
    ({ target, relation, missingIn, setIn }) =>
      relation === 'parent' &&
      target === read.wrapper.name &&
      setIn.length > 0 &&
      missingIn.some((node) => node.contains(call)),
  );
  if (field !== undefined) return { kind: 'siblings', field };
  return isUnreleased(child) && !isMadeAlone(child, wrappers) ? { kind: 'unreleased' } : { kind: 'unknown' };
}

function isSetting({ name }: WrapperType): boolean {
  return /(options?|config(uration)?|settings?|params?|attr(ibute)?s?|info)$/i.test(name);
}

function isCopying(name: string): boolean {
  return /(^|_|[a-z])(copy|dup|duplicate|clone|ref|retain|to_?string|convert|parse|new_from)(_|[A-Z]|$)/i.test(
    name,
  );
}

/** The parent's finalizer gives a reference back: what C made from it has its own, as a rule. */
function givesReferenceOnly({ owner }: UnheldParent): boolean {
  return owner.cleanup?.releases?.every((name) => /(^|_)(unref|dec_?ref|put)$/i.test(name)) === true;
}

function isWayThrough(name: string): boolean {
  return /(^|_|[a-z])(iter|iterator|cursor|[rw]?stream|backup|ioctx|scanner|list_open|snapshot|txn|transaction|stmt)(_|[A-Z]|$)/.test(
    name,
  );
}

function isUnreleased({ releases, cleanups, handles }: WrapperType): boolean {
  return (
    releases.length === 0 &&
    cleanups.length === 0 &&
    handles.every(({ evidence, path }) => evidence === 'c-pointer' && path !== '')
  );
}

/** Whether C also gives the child without an object that it could lie in: a table of the library's own. */
function isMadeAlone(child: WrapperType, wrappers: WrapperTypes): boolean {
  return child.constructors.some(({ sets }) =>
    sets.some(({ origins }) =>
      origins.some((origin) => {
        if (!('call' in origin)) return false;
        const given = origin.call.child('arguments')?.children ?? [];
        return given.every((argument) => wrappers.handleRead(argument) === undefined);
      }),
    ),
  );
}
