import { isCall, unparen } from '../callee.ts';
import type { Node } from '../../syntax/tree.ts';
import type { GoSymbol } from '../symbol.ts';
import type { Creation, FieldWrite } from './creations.ts';
import type { FunctionParts } from './function-parts.ts';
import { handlesAt } from './handles.ts';
import type { Handles } from './handles.ts';
import type { Bypass, Truth } from './model.ts';
import type { Origins } from './origins.ts';
import { namedType } from './package-types.ts';
import type { PackageType } from './package-types.ts';
import type { Values } from './values.ts';

/** The values of wrapper types that are made beside their constructors. */
export class Bypasses {
  private readonly values: Values;
  private readonly handles: Handles;
  private readonly origins: Origins;
  private readonly creations: ReadonlyMap<PackageType, readonly Creation[]>;
  private readonly writes: ReadonlyMap<PackageType, readonly FieldWrite[]>;
  private readonly isConstructed: (node: Node) => boolean;
  /** The values whose handle is the handle of a larger one that they are put into. */
  private readonly parts = new Set<Node>();
  /** The types of which some function replaces a whole object that it is handed: `*x = T{…}`. */
  private readonly replaced: ReadonlySet<PackageType>;
  private readonly settable = new Map<PackageType, boolean>();

  constructor(
    values: Values,
    handles: Handles,
    origins: Origins,
    creations: ReadonlyMap<PackageType, readonly Creation[]>,
    writes: ReadonlyMap<PackageType, readonly FieldWrite[]>,
    functions: readonly FunctionParts[],
    isConstructed: (node: Node) => boolean,
  ) {
    this.values = values;
    this.handles = handles;
    this.origins = origins;
    this.creations = creations;
    this.writes = writes;
    this.isConstructed = isConstructed;
    this.replaced = replacedIn(functions, values);
    this.collectParts();
  }

  /** The values of a type that are not made in a constructor of it. */
  of(type: PackageType): Bypass[] {
    const handles = this.handles.of(type);
    const found: Bypass[] = [];
    for (const creation of this.creations.get(type) ?? []) {
      const { form, node, file, variable } = creation;
      if (form === 'conversion' || this.isConstructed(node) || this.parts.has(node)) continue;
      // A variable that is only declared, and then given a whole object, makes none.
      const isDeclared = form === 'zero-value';
      if (isDeclared && (variable === undefined || this.values.valuesOf(variable).values.length > 0))
        continue;
      const setsHandle = this.isGiven(creation) ? 'yes' : this.writtenLater(creation);
      // An object that keeps its handles in maps and slices starts without one.
      if (setsHandle !== 'yes' && handles.every((handle) => handle.path.endsWith(']'))) continue;
      found.push({ file, node, form, setsHandle });
    }
    return found;
  }

  private isGiven({ type, given }: Creation): boolean {
    return [...given].some(([path, value]) =>
      handlesAt(path, this.handles.of(type)).some((handle) =>
        this.origins
          .of(value)
          .some(({ kind }) => kind !== 'nil' && (kind !== 'go' || !handle.path.endsWith(']'))),
      ),
    );
  }

  /** `&Label{Misc{Widget{p}}}` makes a Label; `w := Widget{p}`, then `&Label{w}`, as well. */
  private collectParts(): void {
    const byVariable = new Map<GoSymbol, Creation[]>();
    const byNode = new Map<Node, Creation>();
    for (const creation of [...this.creations.values()].flat()) {
      byNode.set(creation.node, creation);
      if (creation.variable === undefined) continue;
      const list = byVariable.get(creation.variable);
      if (list === undefined) byVariable.set(creation.variable, [creation]);
      else list.push(creation);
    }
    for (const { type, form, given } of byNode.values()) {
      if (form === 'conversion') continue;
      for (const [path, value] of given) {
        if (!this.handles.of(type).some((handle) => handle.path.startsWith(`${path}.`))) continue;
        const inner = pointedTo(value);
        const symbol = inner.kind === 'identifier' ? this.values.pkg.symbolOf(inner) : undefined;
        const own = byNode.get(inner);
        if (own !== undefined) this.parts.add(own.node);
        for (const creation of symbol === undefined ? [] : (byVariable.get(symbol) ?? []))
          this.parts.add(creation.node);
      }
    }
  }

  private writtenLater(creation: Creation): Truth {
    const { type, variable, declaration } = creation;
    const handles = this.handles.of(type);
    const own = (this.writes.get(type) ?? []).filter(
      (write) => write.declaration === declaration && handlesAt(write.path, handles).length > 0,
    );
    if (variable === undefined) {
      // `a.handle = &handle{}`, then `a.handle.rk = C.new()`.
      const holder = assignedTo(creation.node)?.text;
      const isWritten = own.some(({ node }) =>
        (node.child('left')?.children ?? []).some(
          (target) => holder !== undefined && target.text.startsWith(`${holder}.`),
        ),
      );
      return isWritten ? 'yes' : holder !== undefined && this.isSettable(type) ? 'unknown' : 'no';
    }
    if (own.some((write) => write.root === variable)) return 'yes';
    return this.isHandedOn(variable, type) ? 'unknown' : 'no';
  }

  /** Whether the object may be given its handle by somebody that it is handed to. */
  private isHandedOn(variable: GoSymbol, type: PackageType): boolean {
    const isOpen = this.handles.of(type).some((handle) => /^(\.[A-Z]\w*)*$/.test(handle.path));
    return this.values.pkg.bindings.usesOf(variable).some((use) => {
      const node = use.parent?.kind === 'unary_expression' ? use.parent : use;
      const parent = node.parent;
      if (parent?.kind === 'selector_expression') return this.isSettable(type) || this.isLentToC(parent);
      if (parent?.kind !== 'argument_list') return false;
      if (this.isSettable(type) || this.values.cCallAround(node) !== undefined) return true;
      const call = parent.parent;
      return isOpen && (call === undefined || this.values.calledDeclarations(call).length === 0);
    });
  }

  /** `C.get_info(x.cptr())`, where the method gives the address of the whole object. */
  private isLentToC(selector: Node): boolean {
    const call = selector.parent;
    const operand = selector.child('operand');
    if (call?.kind !== 'call_expression' || operand === undefined) return false;
    const methods = this.values.methodsNamed(operand, selector.child('field')?.text ?? '')?.methods ?? [];
    const givesField = methods.some((method) => (this.values.accessedPath(method) ?? '') !== '');
    return !givesField && this.values.cCallAround(call) !== undefined;
  }

  /** Whether some function gives a handle to an object that it has not made itself. */
  private isSettable(type: PackageType): boolean {
    let known = this.settable.get(type);
    if (known === undefined) {
      known =
        this.replaced.has(type) || (this.writes.get(type) ?? []).some((write) => this.setsAnother(write));
      this.settable.set(type, known);
    }
    return known;
  }

  private setsAnother({ type, path, value, index, root }: FieldWrite): boolean {
    if (handlesAt(path, this.handles.of(type)).length === 0) return false;
    // Clearing sets nothing.
    const isNothing =
      value !== undefined &&
      (/^-?\d+$/.test(value.text) ||
        this.origins.of(value, index).every(({ kind }) => kind === 'nil' || kind === 'go'));
    if (isNothing) return false;
    return root?.role !== 'local' || !this.isMadeHere(root, type);
  }

  /** Whether a local holds what this function makes, itself or by a call, and no object of somebody else. */
  private isMadeHere(local: GoSymbol, type: PackageType): boolean {
    if ((this.creations.get(type) ?? []).some(({ variable }) => variable === local)) return true;
    const { values } = this.values.valuesOf(local);
    return values.length > 0 && values.every(({ node }) => isCall(this.values.unconverted(node)));
  }
}

/** The variable or field that an expression, or its address, is assigned to. */
function assignedTo(node: Node): Node | undefined {
  const value = node.parent?.kind === 'unary_expression' ? node.parent : node;
  const list = value.parent;
  if (list?.kind !== 'expression_list' || list.field !== 'right') return undefined;
  return list.parent?.child('left')?.children[list.children.indexOf(value)];
}

function pointedTo(value: Node): Node {
  const expression = unparen(value);
  const operand = expression.kind === 'unary_expression' ? expression.child('operand') : undefined;
  return operand === undefined ? expression : unparen(operand);
}

function replacedIn(functions: readonly FunctionParts[], values: Values): Set<PackageType> {
  const replaced = new Set<PackageType>();
  for (const { assignments } of functions) {
    for (const assignment of assignments) {
      for (const target of assignment.child('left')?.children ?? []) {
        const isWhole = target.kind === 'unary_expression' && target.text.startsWith('*');
        const type = isWhole ? namedType(values.shapeOf(target)) : undefined;
        if (type !== undefined) replaced.add(type);
      }
    }
  }
  return replaced;
}
