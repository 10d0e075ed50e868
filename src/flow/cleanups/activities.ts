import { argumentsOf } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import { nameOf } from '../../semantic/type.ts';
import type { Release, WrapperType } from '../../semantic/wrapper/model.ts';
import type { Node } from '../../syntax/tree.ts';
import { precedentFunctions } from '../precedent/site.ts';

/**
 * Whether a release, by its name, ends something that an object does, and leaves the object: `Finalize` and `Release`
 * beside the `Free` or the finalizer that gives the memory back, `lib_close_session` beside `lib_open_session`.
 */
export function isOnlyAnActivity(type: WrapperType, release: Release, pkg: Package): boolean {
  if (release.confidence === 'certain') return false;
  const isEnd = (one: Release): boolean =>
    one.path === release.path && one.confidence === 'certain' && one.cFunction !== release.cFunction;
  const isRunOtherwise = type.cleanups.some(
    ({ path, releases }) =>
      `${release.path}.`.startsWith(`${path}.`) && releases?.includes(release.cFunction) === false,
  );
  return isRunOtherwise || type.releases.some(isEnd) || isBegunOnTheObject(type, release, pkg);
}

/** The words that begin what others end. */
const beginnings: Readonly<Record<string, readonly string[]>> = {
  close: ['open'],
  stop: ['start'],
  end: ['begin', 'start'],
  finish: ['begin', 'start'],
  detach: ['attach'],
  disconnect: ['connect'],
  unmount: ['mount'],
  unload: ['load'],
  del: ['add'],
  delete: ['add', 'put', 'set'],
  release: ['acquire', 'claim', 'lock'],
  drop: ['add'],
};

/** Whether the function that begins what a release ends is given the handle, and thus does not make it. */
function isBegunOnTheObject(type: WrapperType, { cFunction, call, path }: Release, pkg: Package): boolean {
  const names = new Set(beginningsOf(cFunction));
  const index = argumentsOf(call).findIndex((argument) => isField(argument, type, path, pkg));
  if (names.size === 0 || index < 0) return false;
  return precedentFunctions(pkg).some(({ cCalls }) =>
    cCalls.some(({ call: other, name }) => {
      const argument = names.has(name) ? argumentsOf(other)[index] : undefined;
      return argument !== undefined && isField(argument, type, path, pkg);
    }),
  );
}

/** `lib_open_session` for `lib_close_session`. */
function beginningsOf(name: string): string[] {
  return Object.entries(beginnings).flatMap(([end, begins]) =>
    begins.flatMap((begin) => {
      const other = name.replace(new RegExp(`(?<![a-z])${end}(?![a-z])`), begin);
      return other === name ? [] : [other];
    }),
  );
}

/** Whether an argument is the field of such an object itself, `x.handle`, and not its address. */
function isField(argument: Node, type: WrapperType, path: string, pkg: Package): boolean {
  if (argument.kind !== 'selector_expression' || !argument.text.endsWith(path)) return false;
  const owner = rootOf(argument, path);
  return owner !== undefined && typeName(owner, pkg) === type.name;
}

/** `x` of `x.inner.handle`, for the path `.inner.handle`. */
function rootOf(argument: Node, path: string): Node | undefined {
  let owner: Node | undefined = argument;
  for (let dots = path.split('.').length - 1; dots > 0; dots--) owner = owner?.child('operand');
  return owner;
}

/** The name of an expression's type, or of what it points to; undefined where that is not known. */
function typeName(expression: Node, pkg: Package): string | undefined {
  const found = pkg.types.ofExpression(expression);
  return nameOf(found.kind === 'pointer' && found.declared === undefined ? found.element : found)?.name;
}

/**
 * The place that sets a method as the finalizer or cleanup of an object, where nothing else mentions the method: the
 * runtime calls it once.
 */
export function soleFinalizer({ name, node }: Release, pkg: Package): Node | undefined {
  if (/^\p{Lu}/u.test(name)) return undefined;
  const receiver = node.child('receiver')?.all('type_identifier')[0]?.text;
  const mentions = pkg.files.flatMap(({ tree }) =>
    tree.text.includes(name)
      ? tree.root.all('field_identifier').filter((one) => one.text === name && mayMean(one, receiver, pkg))
      : [],
  );
  const setters = mentions.map((mention) => {
    const call = mention.ancestor('call_expression');
    const [, runs] = call === undefined ? [] : argumentsOf(call);
    const isSetter = /^runtime\.(SetFinalizer|AddCleanup)$/.test(call?.child('function')?.text ?? '');
    return isSetter && runs?.contains(mention) === true && runs.kind !== 'func_literal' ? mention : undefined;
  });
  return setters.includes(undefined) ? undefined : setters[0];
}

/** Whether a name behind a dot may be the method of a type: one of a value that is known to be of another is not. */
function mayMean(name: Node, receiver: string | undefined, pkg: Package): boolean {
  const operand = name.parent?.kind === 'selector_expression' ? name.parent.child('operand') : undefined;
  if (operand === undefined) return false;
  const written = /^\(\s*\*\s*(\w+)\s*\)$/.exec(operand.text)?.[1];
  const known = written ?? typeName(operand, pkg);
  return known === undefined || known === receiver;
}
