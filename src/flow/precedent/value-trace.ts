import { copiesOutOfC } from '../../knowledge/c-names.ts';
import { onlyLooksAt } from '../../knowledge/go-functions.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { Node } from '../../syntax/tree.ts';
import { areAlternatives } from '../branches.ts';
import { unconverted, useOf } from '../value-use.ts';
import type { ValueUse } from '../value-use.ts';
import type { CEndings } from './c-endings.ts';

/** A call that ends what a value leads to. */
export interface Ending {
  readonly name: string;
  readonly index: number;
  readonly call: Node;
  /** Whether the name only may say so: `lib_close`. */
  readonly isLikely: boolean;
  /** Whether it ends a member, and leaves the value: `C.free(v.data)`. */
  readonly isOfMember?: true;
}

/** All that a function, and those of the package that it hands the value to, do with a value; the order is not told. */
export interface Trace {
  readonly endings: readonly Ending[];
  /** The places that it is assigned to which are no plain variables: they may hold it beyond the function. */
  readonly stores: readonly Node[];
  /** Whether it may go on living elsewhere: returned, stored, handed to something that is not known. */
  readonly escapes: boolean;
  /** Whether it is compared with nil. */
  readonly isCompared: boolean;
  /** Where it is dereferenced, or handed to C code that is not known to take a null pointer. */
  readonly dereferences: readonly Node[];
  /** The parameters of functions of the package that it was followed into. */
  readonly parameters: readonly GoSymbol[];
}

/** So far the package's functions that get the value are looked into. */
const maximalDepth = 3;

/** So many mentions of variables are looked at. */
const maximalMentions = 400;

/** Traces the value of an expression: a C call's result. */
export function traceValue(expression: Node, pkg: Package, endings: CEndings): Trace {
  const tracer = new Tracer(expression, pkg, endings);
  tracer.use(useOf(expression, pkg), expression, 0);
  return tracer.trace;
}

/**
 * Traces what a variable or a field of a local variable holds, after a C call has filled it through its address.
 * @param filled the argument that is its address
 */
export function traceFilled(
  filled: Node,
  pkg: Package,
  endings: CEndings,
): { readonly symbol: GoSymbol; readonly trace: Trace } | undefined {
  const address = unconverted(filled, pkg);
  const operand =
    address.kind === 'unary_expression' && address.text.startsWith('&')
      ? address.child('operand')
      : undefined;
  const target = operand === undefined ? undefined : unparen(operand);
  const symbol = target?.kind === 'identifier' ? pkg.symbolOf(target) : undefined;
  if (symbol?.kind !== 'variable' || symbol.role !== 'local') return undefined;
  const tracer = new Tracer(filled, pkg, endings);
  tracer.mentions(symbol, 0, target);
  return { symbol, trace: tracer.trace };
}

class Tracer {
  readonly trace: {
    endings: Ending[];
    stores: Node[];
    escapes: boolean;
    isCompared: boolean;
    dereferences: Node[];
    parameters: GoSymbol[];
  } = { endings: [], stores: [], escapes: false, isCompared: false, dereferences: [], parameters: [] };
  private readonly origin: Node;
  private readonly pkg: Package;
  private readonly endings: CEndings;
  private readonly seen = new Set<GoSymbol>();
  private left = maximalMentions;

  /** @param origin where the value comes from: what stands in another branch has another value */
  constructor(origin: Node, pkg: Package, endings: CEndings) {
    this.origin = origin;
    this.pkg = pkg;
    this.endings = endings;
  }

  mentions(symbol: GoSymbol, depth: number, except?: Node): void {
    if (this.seen.has(symbol)) return;
    this.seen.add(symbol);
    if (symbol.role === 'package-level' || symbol.role === 'result') this.trace.escapes = true;
    for (const mention of this.pkg.bindings.usesOf(symbol)) {
      if (mention === symbol.declaration || mention === except) continue;
      if (areAlternatives(this.origin, mention)) continue;
      if (depth === 0 && isReadTooEarly(mention, this.origin)) continue;
      if (--this.left < 0) {
        this.trace.escapes = true;
        return;
      }
      this.use(useOf(mention, this.pkg), mention, depth);
    }
  }

  use(use: ValueUse, value: Node, depth: number): void {
    switch (use.kind) {
      case 'free':
        this.trace.endings.push({ name: 'free', index: 0, call: use.call, isLikely: false });
        return;
      case 'c-argument':
        this.passed(use.call, use.name, use.index);
        return;
      case 'alias':
        this.mentions(use.symbol, depth);
        return;
      case 'address':
        this.addressed(use.node, depth);
        return;
      case 'go-argument':
        this.handed(use.call, value, depth);
        return;
      case 'compare':
        this.trace.isCompared ||= isComparedWithNil(value);
        return;
      case 'dereference':
        this.read(value);
        return;
      case 'store':
        this.trace.stores.push(use.target);
        this.trace.escapes = true;
        return;
      case 'element':
      case 'return':
      case 'view':
      case 'other':
        this.trace.escapes = true;
        return;
      case 'go-copy':
      case 'overwrite':
      case 'discard':
        return;
    }
  }

  /** `v.f`, `v[i]` and `*v`: the value itself stays where it is, but a member of it may be ended: `C.free(buf.ptr)`. */
  private read(value: Node): void {
    this.trace.dereferences.push(value);
    let read = value;
    while (read.parent?.is('selector_expression', 'index_expression', 'parenthesized_expression') === true) {
      if (read.parent.kind === 'index_expression' && read.field !== 'operand') return;
      read = read.parent;
    }
    const isMethod = read.parent?.kind === 'call_expression' && read.field === 'function';
    if (isMethod) {
      this.trace.escapes = true;
      return;
    }
    const use = useOf(read, this.pkg);
    if (use.kind === 'free')
      this.trace.endings.push({ name: 'free', index: 0, call: use.call, isLikely: false, isOfMember: true });
    else if (use.kind === 'c-argument') {
      const { name, index, call } = use;
      const treatment = this.endings.treatment(name, index);
      if (treatment === 'ends')
        this.trace.endings.push({ name, index, call, isLikely: false, isOfMember: true });
      if (treatment === 'keeps' || treatment === 'may-end') this.trace.escapes = true;
    } else if (use.kind === 'address') this.addressed(use.node, maximalDepth);
  }

  private passed(call: Node, name: string, index: number): void {
    switch (this.endings.treatment(name, index)) {
      case 'ends':
        this.ended(name, index, call, false);
        return;
      case 'may-end':
        this.ended(name, index, call, true);
        return;
      case 'keeps':
        this.trace.escapes = true;
        return;
      case 'looks':
        if (!copiesOutOfC(name)) this.trace.dereferences.push(call);
        return;
      case 'unknown':
        this.trace.dereferences.push(call);
        return;
    }
  }

  private ended(name: string, index: number, call: Node, isLikely: boolean): void {
    this.trace.endings.push({ name, index, call, isLikely });
  }

  /** `lib_free(&v)`, and `&v` for anything else. */
  private addressed(address: Node, depth: number): void {
    const use = useOf(address, this.pkg);
    if (use.kind === 'c-argument') {
      const treatment = this.endings.treatment(use.name, use.index);
      if (treatment === 'ends' || treatment === 'may-end')
        this.ended(use.name, use.index, use.call, treatment === 'may-end');
      else if (treatment === 'keeps') this.trace.escapes = true;
      return;
    }
    if (use.kind === 'free')
      this.trace.endings.push({ name: 'free', index: 0, call: use.call, isLikely: false });
    else if (use.kind === 'go-argument') this.handed(use.call, address, depth);
    else if (use.kind !== 'dereference' && use.kind !== 'compare') this.trace.escapes = true;
  }

  /** Go code gets it: what functions of the package do with their parameter is looked at. */
  private handed(call: Node, value: Node, depth: number): void {
    const callee = calleeOf(call, this.pkg);
    if (callee.kind === 'package' && onlyLooksAt(callee.path, callee.name)) return;
    if (callee.kind === 'builtin' && /^(len|cap|print|println)$/.test(callee.name)) return;
    const [only, ...others] = callee.kind === 'function' ? callee.symbols : [];
    const declaration = only?.declaration.parent;
    const index = argumentsOf(call).findIndex((argument) => argument.contains(value));
    const names = (declaration?.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
    const name = names[index];
    const parameter = name === undefined ? undefined : this.pkg.symbolOf(name);
    if (
      parameter === undefined ||
      others.length > 0 ||
      parameter.variadic === true ||
      depth >= maximalDepth
    ) {
      this.trace.escapes = true;
      return;
    }
    this.trace.parameters.push(parameter);
    this.mentions(parameter, depth + 1);
  }
}

/** `defer C.free(unsafe.Pointer(p))` before `p` is set: the argument is what `p` held then. */
function isReadTooEarly(mention: Node, origin: Node): boolean {
  if (mention.tree !== origin.tree || mention.start >= origin.start) return false;
  return mention.ancestor('defer_statement', 'func_literal')?.kind === 'defer_statement';
}

/** A status is compared, too, but not with nil. */
function isComparedWithNil(value: Node): boolean {
  let node = value;
  while (node.parent !== undefined && !node.parent.is('binary_expression', 'expression_case', 'block'))
    node = node.parent;
  if (node.parent?.kind === 'binary_expression')
    return [node.parent.child('left'), node.parent.child('right')].some((side) => side?.kind === 'nil');
  return node.parent?.kind === 'expression_case';
}
