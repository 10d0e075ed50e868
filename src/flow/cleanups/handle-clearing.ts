import { onceFor } from '../../base/once-for.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import { cCallsWithin } from '../../semantic/calls.ts';
import type { Package } from '../../semantic/package.ts';
import type { Cleanup, Handle, Release, WrapperType, WrapperTypes } from '../../semantic/wrapper/model.ts';
import { takesReference } from '../../semantic/wrapper/release-names.ts';
import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';

/** The places of a package that clear a handle. */
export interface Clearings {
  /** The first that clears a handle of a type in an object that outlives it. */
  of(type: WrapperType, path: string): Node | undefined;
  /** One in a method whose receiver is a copy. */
  inCopies(method: Node): Node | undefined;
}

/** `x.p = nil`, `x.p = 0`, wherever it stands in the package. */
export function clearingsOf(pkg: Package, wrappers: WrapperTypes): Clearings {
  const found = new Map<string, Node>();
  const copies = new Map<Node, Node>();
  for (const file of pkg.files) {
    if (file.constraint.isTest) continue;
    for (const assignment of file.tree.root.all('assignment_statement')) {
      const targets = assignment.child('left')?.children ?? [];
      const values = assignment.child('right')?.children ?? [];
      for (const [index, target] of targets.entries()) {
        const value = values[index];
        if (value === undefined || !isNothing(value) || unparen(target).kind !== 'selector_expression')
          continue;
        const read = wrappers.handleRead(target);
        if (read === undefined) continue;
        const method = target.ancestor('method_declaration');
        if (method !== undefined && isOfCopy(read.holder, method, pkg)) copies.set(method, assignment);
        else found.set(keyOf(read.wrapper, read.handle.path), assignment);
      }
    }
  }
  return {
    of: (type, path) => found.get(keyOf(type, path)),
    inCopies: (method) => copies.get(method),
  };
}

function keyOf({ name }: WrapperType, path: string): string {
  return `${name}${path}`;
}

/** nil or a zero, conversions of them too. */
function isNothing(value: Node): boolean {
  return /^(\(*[\w.*]+\)*\()?(nil|0)\)?$/.test(value.text);
}

/** Whether an object is a method's receiver, and that no pointer. */
function isOfCopy(holder: Node, method: Node, pkg: Package): boolean {
  const object = unparen(holder);
  const symbol = object.kind === 'identifier' ? pkg.symbolOf(object) : undefined;
  if (symbol?.role !== 'receiver') return false;
  return method.child('receiver')?.children[0]?.child('type')?.kind !== 'pointer_type';
}

/** Whether a handle is a pointer, as far as is known; ids and descriptors are no memory. */
export function isPointerHandle(handle: Handle, release: Release, pkg: Package): boolean {
  if (handle.evidence === 'c-pointer' || handle.evidence === 'c-pointer-typedef') return true;
  if (release.cFunction === 'free') return true;
  const type = handle.declaration.ancestor('field_declaration')?.child('type');
  if (type === undefined) return false;
  const known = pkg.types.ofTypeNode(type);
  if (known.kind === 'unsafe-pointer') return true;
  if (known.kind !== 'c') return false;
  const { kind } = pkg.c.resolve({ kind: 'named', name: known.name });
  return (
    kind === 'pointer' ||
    (kind === 'unknown' && !/^(u?(int|long|short|char)|size_t|s?size_t)/.test(known.name))
  );
}

/** Whether the function that releases also gives the field a new value. */
export function isSetIn({ node, call }: Release, { path }: Handle): boolean {
  return node.all('assignment_statement').some((assignment) => {
    const targets = assignment.child('left')?.children ?? [];
    const values = assignment.child('right')?.children ?? [];
    return targets.some((target, index) => {
      if (target.kind !== 'selector_expression' || !target.text.endsWith(path)) return false;
      const value = values[index];
      return assignment.contains(call)
        ? values.length !== targets.length
        : value !== undefined && !isNothing(value);
    });
  });
}

/** A test in a method of the type whether the handle is nil. */
export function handleTestOf(
  type: WrapperType,
  handle: Handle,
  pkg: Package,
  wrappers: WrapperTypes,
): { readonly test: Node; readonly file: GoFile } | undefined {
  for (const symbol of type.symbols) {
    for (const { node } of pkg.methodsOf(symbol)) {
      const file = pkg.files.find(({ tree }) => tree === node.tree);
      if (file === undefined || file.constraint.isTest) continue;
      for (const test of node.all('binary_expression')) {
        const operator = test.child('operator')?.text;
        const [left, right] = [test.child('left'), test.child('right')];
        if ((operator !== '==' && operator !== '!=') || left === undefined || right?.kind !== 'nil') continue;
        const read = unparen(left).kind === 'selector_expression' ? wrappers.handleRead(left) : undefined;
        const isOwn = read !== undefined && isReceiver(read.holder, pkg) && !isSetAbove(test, left, node);
        if (isOwn && read.wrapper === type && read.handle.path === handle.path) return { test, file };
      }
    }
  }
  return undefined;
}

/** Whether a test asks what an assignment above it has given: `b.ptr = C.realloc(b.ptr, n)`. */
function isSetAbove(test: Node, tested: Node, method: Node): boolean {
  return method
    .all('assignment_statement')
    .some(
      (assignment) =>
        assignment.start < test.start &&
        assignment.child('left')?.children.some(({ text }) => text === tested.text) === true,
    );
}

/** Whether a method of the type takes a reference to what the handle leads to, by the name of the C function: `virDomainRef`. */
export function takesReferences(
  type: WrapperType,
  handle: Handle,
  pkg: Package,
  wrappers: WrapperTypes,
): boolean {
  const calls = callsTakingReferences(pkg);
  if (calls.length === 0) return false;
  const methods = new Set(type.symbols.flatMap((symbol) => pkg.methodsOf(symbol)).map(({ node }) => node));
  return calls.some(
    ({ declaration, call }) =>
      methods.has(declaration) &&
      argumentsOf(call).some((argument) => {
        const read = wrappers.handleRead(argument);
        return read?.wrapper === type && read.handle.path === handle.path && isReceiver(read.holder, pkg);
      }),
  );
}

/** The calls of C that are named for taking a reference, with the declarations that they stand in: few packages have any. */
const callsTakingReferences = onceFor((pkg: Package) =>
  pkg.functions().flatMap((fn) => {
    if (fn.node.kind === 'func_literal') return [];
    const taking = cCallsWithin(fn, pkg).filter(({ callee }) => takesReference(callee.name));
    return taking.map(({ call }) => ({ declaration: fn.node, call }));
  }),
);

function isReceiver(holder: Node, pkg: Package): boolean {
  const object = unparen(holder);
  return object.kind === 'identifier' && pkg.symbolOf(object)?.role === 'receiver';
}

/** A finalizer or cleanup that frees what a release has freed, where that neither takes it off nor hides the pointer. */
export function finalizerAgainst(
  {
    type,
    handle,
    release,
  }: { readonly type: WrapperType; readonly handle: Handle; readonly release: Release },
  pkg: Package,
  wrappers: WrapperTypes,
): Cleanup | undefined {
  if (release.stopsCleanup !== 'no' || !/^\p{Lu}/u.test(release.name)) return undefined;
  return type.cleanups.find((cleanup) => {
    if (cleanup.releases?.includes(release.cFunction) !== true) return false;
    if (!`${handle.path}.`.startsWith(`${cleanup.path}.`)) return false;
    const isOther = type.releases.some(
      (one) => one.cFunction === release.cFunction && one.path !== release.path,
    );
    if (isOther) return false;
    // A finalizer reads the field, which may be cleared; a cleanup was given the pointer.
    return cleanup.kind === 'finalizer'
      ? release.clears === 'no'
      : isGivenHandle(cleanup, type, pkg, wrappers);
  });
}

/** `runtime.AddCleanup(x, f, x.p)`: what runs has the pointer itself. */
function isGivenHandle(cleanup: Cleanup, type: WrapperType, pkg: Package, wrappers: WrapperTypes): boolean {
  if (calleeOf(cleanup.call, pkg).kind !== 'package') return false;
  const given = argumentsOf(cleanup.call)[2];
  return given !== undefined && wrappers.handleRead(given)?.wrapper === type;
}
