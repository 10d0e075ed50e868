import type { Node } from '../../syntax/tree.ts';
import { argumentsOf, calleeOf, isCall, unparen } from '../callee.ts';
import type { GoSymbol } from '../symbol.ts';
import { parametersOf, partsOf } from './function-parts.ts';
import type { FunctionParts } from './function-parts.ts';
import { treatmentOf } from './guards.ts';
import type { Treatment } from './guards.ts';
import { endsAPart, endsAnother, endsItsObject, isCertainName, releaseName } from './release-names.ts';
import { namedType } from './package-types.ts';
import type { PackageType } from './package-types.ts';
import { receiverOf } from './values.ts';
import type { Place, Values } from './values.ts';

/** A release of what is reached from a parameter or the receiver of a function. */
export interface ReleaseFact extends Treatment {
  readonly root: GoSymbol;
  readonly path: string;
  readonly isAddress: boolean;
  readonly cFunction: string;
  /** The call of the C function. */
  readonly call: Node;
  /** The functions between, the outermost first. */
  readonly through: readonly string[];
  readonly confidence: 'certain' | 'likely';
}

/** Helper functions that lie deeper than this below a release method are not followed. */
const maximalDepth = 4;

/** What each function of a package releases, itself and through the functions that it calls. */
export class Releases {
  private readonly values: Values;
  private readonly parts: (node: Node) => FunctionParts | undefined;
  private readonly finalizers: ReadonlySet<Node>;
  private readonly names: ReadonlySet<string>;
  private readonly known = new Map<Node, readonly ReleaseFact[]>();

  /**
   * @param finalizers the functions that end an object because they are set as its finalizer
   * @param names see `releasingNames`
   */
  constructor(
    values: Values,
    parts: (node: Node) => FunctionParts | undefined,
    finalizers: ReadonlySet<Node>,
    names: ReadonlySet<string>,
  ) {
    this.values = values;
    this.parts = parts;
    this.finalizers = finalizers;
    this.names = names;
  }

  /** @param node a declared function or method, or a function literal */
  of(node: Node, depth = 0): readonly ReleaseFact[] {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    if (depth > maximalDepth) return [];
    const parts = this.parts(node);
    if (parts === undefined || !this.names.has(parts.name)) return [];
    this.known.set(node, []);
    const facts = parts.calls.flatMap((call) => [
      ...this.directly(call, parts),
      ...this.throughCallee(call, parts, depth),
    ]);
    this.known.set(node, facts);
    return facts;
  }

  /** Of a function literal that stands in a file: a finalizer, a deferred call. */
  ofLiteral(literal: Node, around: FunctionParts): readonly ReleaseFact[] {
    const known = this.known.get(literal);
    if (known !== undefined) return known;
    const parts = partsOf(around.file, literal);
    const facts = parts.calls.flatMap((call) => [
      ...this.directly(call, parts),
      ...this.throughCallee(call, parts, 0),
    ]);
    this.known.set(literal, facts);
    return facts;
  }

  /** The C functions by which a finalizer releases what it captures: `func(*T) { C.free(p) }`. */
  ofCaptured(literal: Node, around: FunctionParts): string[] {
    return partsOf(around.file, literal).calls.flatMap((call) => {
      const callee = calleeOf(call, this.values.pkg);
      if (callee.kind !== 'c' || releaseName(callee.name) === 'other') return [];
      const [only, ...more] = argumentsOf(call);
      const value = only === undefined || more.length > 0 ? undefined : this.values.unconverted(only);
      const symbol = value?.kind === 'identifier' ? this.values.pkg.symbolOf(value) : undefined;
      const isCaptured = symbol?.kind === 'variable' && !literal.contains(symbol.declaration);
      return isCaptured && symbol.owner !== undefined ? [callee.name] : [];
    });
  }

  private directly(call: Node, parts: FunctionParts): ReleaseFact[] {
    const callee = calleeOf(call, this.values.pkg);
    if (callee.kind !== 'c') return [];
    const strength = releaseName(callee.name);
    if (strength === 'other') return [];
    const released = this.releasedBy(call, callee.name, parts.name, strength === 'releases');
    if (released === undefined) return [];
    const treatment = treatmentOf(released, call, parts, this.values);
    const isFinal = this.finalizers.has(parts.node) || isFinalizer(call);
    if (strength !== 'releases' && treatment.clears === 'no' && !isFinal) {
      if (strength === 'may-stop' || !endsItsObject(parts.name, callee.name)) return [];
    }
    const confidence = isCertainName(callee.name) ? 'certain' : 'likely';
    return [{ ...released, ...treatment, cFunction: callee.name, call, through: [], confidence }];
  }

  /**
   * The argument that a C function releases. Of a parent and a child it is the child, which comes last:
   * `C.child_free(parent, child)`; what cannot be told from a child, such as a name, releases nothing of the parent.
   */
  private releasedBy(call: Node, cName: string, name: string, mayFollowParent: boolean): Place | undefined {
    const own = argumentsOf(call).filter((argument) => !this.isBesidesThePoint(argument, mayFollowParent));
    const last = own[own.length - 1];
    const place = last === undefined ? undefined : this.values.placeOf(last);
    if (place === undefined || !this.isHandedIn(place.root)) return undefined;
    const owner =
      place.root.role === 'receiver' ? namedType(this.values.shapeOfSymbol(place.root)) : undefined;
    if (owner !== undefined && place.path === '' && endsAnother(name, cName, owner.name)) return undefined;
    if (mayFollowParent) return place;
    if (own.length === 1 && place.root.role === 'receiver' && endsAPart(cName)) return undefined;
    // A local beside the object's own field is how it is done: `C.call_close(close, j.journal)`.
    const isOwnField = place.root.role === 'receiver' && place.path !== '';
    const isAlone = own.every((argument) => {
      const root = this.values.placeOf(argument)?.root;
      return root === place.root || (isOwnField && root?.role === 'local');
    });
    return isAlone ? place : undefined;
  }

  /** nil, a number, a constant, the address of a local that takes an error: nothing that is released. */
  private isBesidesThePoint(argument: Node, mayBeSize: boolean): boolean {
    const inner = this.values.unconverted(argument);
    if (inner.kind === 'nil' || inner.kind.endsWith('_literal') || inner.kind === 'binary_expression')
      return true;
    if (inner.kind === 'unary_expression' && inner.text.startsWith('&')) {
      const place = this.values.placeOf(inner);
      return place?.root.role === 'local';
    }
    const constant = inner.kind === 'selector_expression' ? inner.child('operand') : undefined;
    if (constant?.text === 'C') return true;
    if (isCall(inner)) return /^(len|cap|int|uint|bool)/.test(inner.text);
    const place = this.values.placeOf(inner);
    if (place === undefined || !this.isHandedIn(place.root)) return false;
    // A number that the caller gives is a size, or the key of what is deleted.
    if (place.path !== '' || place.root.role !== 'parameter') return false;
    const shape = this.values.shapeOfSymbol(place.root);
    if (shape.kind === 'integer') return mayBeSize;
    return shape.kind === 'package' && this.isSetting(shape.type);
  }

  /** A number that says how something is done: `type DestroyFlags uint`; a key such as `ObjectID` is none. */
  private isSetting(type: PackageType): boolean {
    const { kind } = this.values.types.definitionOf(type);
    return (
      (kind === 'integer' || kind === 'c') && /(Flags?|Type|Mode|Option|Level|Kind|Method)$/.test(type.name)
    );
  }

  /** A parameter that is given another value no longer says what the caller's argument is. */
  private isHandedIn(root: GoSymbol): boolean {
    const isGiven = root.role === 'receiver' || root.role === 'parameter';
    return isGiven && this.values.valuesOf(root).values.length === 0;
  }

  private throughCallee(call: Node, parts: FunctionParts, depth: number): ReleaseFact[] {
    const given = argumentsOf(call);
    const callee = calleeOf(call, this.values.pkg);
    const name =
      callee.kind === 'function' ? callee.symbol.name : callee.kind === 'method' ? callee.name : '';
    const operand = callee.kind === 'method' ? callee.operand : undefined;
    const declared = this.names.has(name) ? this.values.calledDeclarations(call) : [];
    return [
      ...this.mapped(call, declared, given, operand, parts, depth),
      ...given.flatMap((argument) => this.throughMethodValue(call, argument, parts, depth)),
    ];
  }

  /** `x.once.Do(x.free)`, `strategy(v.free)`: what is handed over is called. */
  private throughMethodValue(call: Node, argument: Node, parts: FunctionParts, depth: number): ReleaseFact[] {
    const value = unparen(argument);
    const operand = value.kind === 'selector_expression' ? value.child('operand') : undefined;
    const name = value.child('field')?.text;
    if (operand === undefined || name === undefined || !this.names.has(name)) return [];
    if (this.values.fieldsOf(value) !== undefined) return [];
    const methods = this.values.methodsNamed(operand, name)?.methods ?? [];
    const isOnce = calleeOf(call, this.values.pkg);
    const facts = this.mapped(value, methods, [], operand, parts, depth);
    return isOnce.kind === 'method' && isOnce.name === 'Do'
      ? facts.map((fact) => ({ ...fact, guard: fact.guard ?? { kind: 'once', node: call } }))
      : facts;
  }

  private mapped(
    at: Node,
    callees: readonly Node[],
    given: readonly Node[],
    operand: Node | undefined,
    parts: FunctionParts,
    depth: number,
  ): ReleaseFact[] {
    return callees.flatMap((callee) =>
      this.of(callee, depth + 1).flatMap((fact) => {
        const argument = this.argumentFor(fact.root, callee, given, operand);
        const outer = argument === undefined ? undefined : this.values.placeOf(argument);
        if (outer === undefined || !this.isHandedIn(outer.root)) return [];
        const chain = operand === undefined ? '' : this.promotion(operand, callee);
        const isReceiver = fact.root.role === 'receiver';
        const place: Place = {
          root: outer.root,
          path: outer.path + (isReceiver ? chain : '') + fact.path,
          isAddress: fact.isAddress,
        };
        const own = treatmentOf(place, at, parts, this.values);
        return [
          {
            ...fact,
            ...place,
            through: [callee.child('name')?.text ?? '', ...fact.through],
            clears: either(fact.clears, own.clears),
            guard: own.guard?.kind === 'unknown' ? (fact.guard ?? own.guard) : (own.guard ?? fact.guard),
            locks: either(fact.locks, own.locks),
            stopsCleanup: either(fact.stopsCleanup, own.stopsCleanup),
          },
        ];
      }),
    );
  }

  private argumentFor(
    root: GoSymbol,
    callee: Node,
    given: readonly Node[],
    operand: Node | undefined,
  ): Node | undefined {
    if (root.role === 'receiver') return root === receiverOf(callee, this.values.pkg) ? operand : undefined;
    return given[parametersOf(callee).indexOf(root.declaration)];
  }

  /** The embedded fields between an operand and the receiver of a promoted method. */
  private promotion(operand: Node, callee: Node): string {
    const name = callee.child('name')?.text ?? '';
    const chain = this.values.methodsNamed(operand, name)?.chain ?? [];
    return chain.map((field) => `.${field.name}`).join('');
  }
}

/** Whether a call stands in a function literal that is set as a finalizer or cleanup. */
function isFinalizer(call: Node): boolean {
  const setter = call.ancestor('func_literal')?.parent?.parent?.child('function');
  return setter?.kind === 'selector_expression' && /SetFinalizer$|AddCleanup$/.test(setter.text);
}

function either<T extends 'yes' | 'no' | 'unknown'>(a: T, b: T): T {
  if (a === 'yes' || b === 'no') return a;
  return b;
}
