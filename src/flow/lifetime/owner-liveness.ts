import type { Analysis } from '../../semantic/analysis.ts';
import { argumentsOf, calleeOf, unparen } from '../../semantic/callee.ts';
import { isNearC } from '../../semantic/near-c.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { GoSymbol } from '../../semantic/symbol.ts';
import type { HandleRead, WrapperTypes } from '../../semantic/wrapper/model.ts';
import { wrapperTypes } from '../../semantic/wrapper-types.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { definitionsOf } from '../definitions.ts';
import { functionFlows } from '../function-flow.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { literalUse } from '../literals.ts';
import { callGraph } from './call-graph.ts';
import type { CallEdge, CallGraph } from './call-graph.ts';
import { Disarming } from '../cleanups/disarming.ts';
import { freeingOwnerOf } from '../cleanups/freeing-cleanups.ts';
import type { FreeingOwner } from '../cleanups/freeing-cleanups.ts';
import { HandleUses } from './handle-uses.ts';
import type { HandleUse } from './handle-uses.ts';
import { aliasesOf, isGivenToCall, isHeldByDefer, isNeededAfter, isRead, rootOf } from './keeping.ts';
import { pointOf, reaches, usedOnPaths, whyOf } from './later-uses.ts';

/** Whether a Go object lives until the memory of C that it owns has been used. */
export type OwnerLife =
  | {
      readonly kind: 'live';
      /**
       * - `used`, `keepalive`: a use behind, `runtime.KeepAlive` for one
       * - `deferred`: a deferred call has the object, or a literal that is deferred
       * - `argument`: a pointer to the object itself is an argument of the call
       * - `global`: a package-level variable leads to it, or a `cgo.Handle`
       * - `caller`: all callers use it after the call
       */
      readonly why: 'used' | 'keepalive' | 'deferred' | 'argument' | 'global' | 'caller';
      readonly at: Node;
      /** False where another path goes by without the use. The compiler keeps the object there all the same. */
      readonly isOnEveryPath: boolean;
    }
  | {
      readonly kind: 'dead';
      /**
       * - `last-use`: nothing uses the object after its pointer was read for this
       * - `copy`: the function has a copy of the wrapper, and the finalizer sits on the original
       * - `temporary`: the wrapper is the result of a constructor that nothing holds
       */
      readonly why: 'last-use' | 'copy' | 'temporary';
      /** The last use of the object: where its pointer is read. */
      readonly lastUse: Node;
      /** A KeepAlive that stands before, where it does not help, or keeps only a copy. */
      readonly uselessKeepAlive: Node | undefined;
    }
  /** No cleanup can come in between: the call releases it, nothing is left that would free it, or it is what is running. */
  | { readonly kind: 'safe'; readonly why: 'release' | 'finalizer-cleared' | 'in-finalizer' }
  | { readonly kind: 'unknown'; readonly why: 'stored' | 'captured' | 'result-of-call' };

/** A use of C memory whose owner is a Go object with a finalizer or cleanup. */
export interface OwnerUse extends HandleUse {
  readonly owner: FreeingOwner;
  readonly life: OwnerLife;
}

/** Callers of callers are asked this deep. */
const deepest = 4;

/** Whether the owners of C memory outlive its uses. */
export class OwnerLiveness {
  private readonly pkg: Package;
  private readonly parts: { readonly wrappers: () => WrapperTypes; readonly graph: () => CallGraph };
  private readonly flows: (fn: GoFunction) => FunctionFlow;
  private handleUses: HandleUses | undefined;
  private disarmed: Disarming | undefined;
  private readonly known = new Map<Node, readonly OwnerUse[]>();
  private readonly mentions = new WeakMap<FunctionFlow, Map<GoSymbol, Map<FlowNode, Node[]>>>();
  private readonly hasCleanups: boolean;
  private running: ReadonlySet<Node> | undefined;

  /** @param parts made when first asked for: without C, or a finalizer or cleanup, in the package nothing is */
  constructor(
    pkg: Package,
    parts: { readonly wrappers: () => WrapperTypes; readonly graph: () => CallGraph },
    flows: (fn: GoFunction) => FunctionFlow,
  ) {
    this.pkg = pkg;
    this.parts = parts;
    this.flows = flows;
    this.hasCleanups =
      isNearC(pkg) && pkg.files.some(({ tree }) => /\b(SetFinalizer|AddCleanup)\b/.test(tree.text));
  }

  private get wrappers(): WrapperTypes {
    return this.parts.wrappers();
  }

  private get graph(): CallGraph {
    return this.parts.graph();
  }

  private get uses(): HandleUses {
    return (this.handleUses ??= new HandleUses(this.pkg, this.wrappers));
  }

  private get disarming(): Disarming {
    return (this.disarmed ??= new Disarming(this.pkg, this.wrappers));
  }

  /** The uses of such memory in a function; those in its literals are the literals' own. */
  of(fn: GoFunction): readonly OwnerUse[] {
    let uses = this.known.get(fn.node);
    if (uses === undefined) {
      uses = this.hasCleanups ? this.uses.of(fn).flatMap((one) => this.judge(one, fn)) : [];
      this.known.set(fn.node, uses);
    }
    return uses;
  }

  private judge(candidate: HandleUse, fn: GoFunction): OwnerUse[] {
    const owner = freeingOwnerOf(candidate.read, this.wrappers);
    if (owner === undefined) return [];
    const life = this.releases(candidate, owner)
      ? ({ kind: 'safe', why: 'release' } as const)
      : this.lifeOf(candidate, owner, fn);
    return [{ ...candidate, owner, life }];
  }

  private releases({ at, name, index, read }: HandleUse, { cleanup }: FreeingOwner): boolean {
    if (name === undefined) return false;
    if (cleanup?.releases?.includes(name) === true) return true;
    if (read.wrapper.releases.some(({ call, cFunction }) => call === at || cFunction === name)) return true;
    const fact = this.pkg.libraries.factsOf(name)?.facts.parameters.get(index);
    return fact?.kind === 'frees';
  }

  private lifeOf(use: HandleUse, owner: FreeingOwner, fn: GoFunction): OwnerLife {
    const { at, read, readAt } = use;
    const holder = unparen(read.holder);
    const root = rootOf(holder, this.pkg);
    if (root === undefined) {
      return this.isConstruction(holder, read)
        ? { kind: 'dead', why: 'temporary', lastUse: readAt, uselessKeepAlive: undefined }
        : { kind: 'unknown', why: 'result-of-call' };
    }
    const { symbol } = root;
    if (symbol.role === 'package-level')
      return { kind: 'live', why: 'global', at: symbol.declaration, isOnEveryPath: true };
    if (this.isInFinalizer(symbol, fn)) return { kind: 'safe', why: 'in-finalizer' };
    const isCopy = owner.path === '' && this.isCopy(holder, symbol);
    if (!isCopy) {
      if (this.disarming.isDisarmed(symbol, use, owner, fn))
        return { kind: 'safe', why: 'finalizer-cleared' };
      const life = this.lifeAfter(symbol, at, fn, 0, root.path + owner.path);
      if (life !== undefined) return life;
    } else {
      const kept = this.keptByCallers(symbol, fn, 0);
      if (kept !== undefined) return kept;
    }
    const keepAlive = this.keepAliveOf(symbol, fn);
    return { kind: 'dead', why: isCopy ? 'copy' : 'last-use', lastUse: readAt, uselessKeepAlive: keepAlive };
  }

  /**
   * What keeps a variable's object alive behind a point of a function; undefined where nothing does.
   *
   * @param path the fields from the variable to the object with the finalizer
   */
  private lifeAfter(
    symbol: GoSymbol,
    at: Node,
    fn: GoFunction,
    depth: number,
    path = '',
  ): OwnerLife | undefined {
    const flow = this.flows(fn);
    const node = flow.nodeAt(at);
    if (node === undefined) return { kind: 'unknown', why: 'captured' };
    const { sure, unsure, stored } = aliasesOf(symbol, this.pkg);
    const global = [...sure].find(({ role }) => role === 'package-level');
    const globalAt = global?.declaration ?? (stored?.isGlobal === true ? stored.at : undefined);
    if (globalAt !== undefined) return { kind: 'live', why: 'global', at: globalAt, isOnEveryPath: true };
    let partly: OwnerLife | undefined;
    for (const one of sure) {
      if (isGivenToCall(one, at, this.pkg)) return { kind: 'live', why: 'argument', at, isOnEveryPath: true };
      const wanted = one === symbol ? path : '';
      const life = this.useBehind(one, at, node, flow, wanted) ?? this.heldByLiteral(one, node, flow);
      if (life?.kind === 'live' && life.isOnEveryPath) return life;
      partly ??= life;
    }
    if (partly !== undefined) return partly;
    if (stored !== undefined) return { kind: 'unknown', why: 'stored' };
    if ([...unsure].some((one) => this.useBehind(one, at, node, flow) !== undefined))
      return { kind: 'unknown', why: 'stored' };
    const outer = [...sure].filter((one) => one.owner !== fn.node || one.role !== 'local');
    for (const one of outer) {
      const kept = this.keptByCallers(one, fn, depth);
      if (kept !== undefined) return kept;
    }
    return undefined;
  }

  private useBehind(
    symbol: GoSymbol,
    at: Node,
    node: FlowNode,
    flow: FunctionFlow,
    wanted = '',
  ): OwnerLife | undefined {
    const mentions = this.mentionsOf(symbol, flow);
    for (const [statement, held] of mentions) {
      const call = statement.syntax?.kind === 'defer_statement' ? statement.syntax.children[0] : undefined;
      const mention = call && held.find((one) => isHeldByDefer(one, call, this.pkg, wanted));
      if (mention !== undefined && reaches(statement, node))
        return { kind: 'live', why: 'deferred', at: mention, isOnEveryPath: true };
    }
    const inStatement = mentions.get(node)?.find((mention) => isNeededAfter(mention, at));
    if (inStatement !== undefined)
      return { kind: 'live', why: whyOf(inStatement, this.pkg), at: inStatement, isOnEveryPath: true };
    const defined = new Set(definitionsOf(symbol, this.pkg).map(({ target }) => flow.nodeAt(target)));
    const later = usedOnPaths(node, mentions, defined, this.pkg);
    return later === undefined ? undefined : { kind: 'live', ...later };
  }

  /** The mentions of a variable that need its value, by the points of the flow; those in literals where these stand. */
  private mentionsOf(symbol: GoSymbol, flow: FunctionFlow): ReadonlyMap<FlowNode, readonly Node[]> {
    const ofFlow = this.mentions.get(flow) ?? new Map<GoSymbol, Map<FlowNode, Node[]>>();
    this.mentions.set(flow, ofFlow);
    const known = ofFlow.get(symbol);
    if (known !== undefined) return known;
    const found = new Map<FlowNode, Node[]>();
    for (const mention of this.pkg.bindings.usesOf(symbol)) {
      if (!flow.function.body.contains(mention) || !isRead(mention, this.pkg)) continue;
      const point = pointOf(mention, flow);
      if (point === undefined) continue;
      const list = found.get(point);
      if (list === undefined) found.set(point, [mention]);
      else list.push(mention);
    }
    ofFlow.set(symbol, found);
    return found;
  }

  /** A literal made before may run later and use what it captured. */
  private heldByLiteral(symbol: GoSymbol, node: FlowNode, flow: FunctionFlow): OwnerLife | undefined {
    for (const literal of flow.function.body.all('func_literal')) {
      const mention = literal.all('identifier').find((one) => this.pkg.symbolOf(one) === symbol);
      const made = mention === undefined ? undefined : pointOf(literal, flow);
      if (mention === undefined || made === undefined || made === node || !reaches(made, node)) continue;
      const use = literalUse(literal, this.pkg);
      if (use.kind === 'go' || use.kind === 'stored') return { kind: 'unknown', why: 'captured' };
      if (use.kind !== 'only-called') continue;
      const later = use.calls.find((call) => {
        const at = flow.nodeAt(call);
        return at !== undefined && reaches(node, at);
      });
      if (later !== undefined) return { kind: 'live', why: 'used', at: later, isOnEveryPath: false };
    }
    return undefined;
  }

  /** What keeps the object alive in all callers, where the package makes all calls of the function. */
  private keptByCallers(symbol: GoSymbol, fn: GoFunction, depth: number): OwnerLife | undefined {
    if (depth >= deepest) return { kind: 'unknown', why: 'captured' };
    const isCaptured = symbol.owner !== fn.node;
    if (this.graph.outsideCallersOf(fn.node) !== undefined)
      return isCaptured ? { kind: 'unknown', why: 'captured' } : undefined;
    const edges = this.graph.callsTo(fn.node);
    let last: Node | undefined;
    for (const edge of edges) {
      const passed = isCaptured ? symbol : this.passedFor(symbol, edge);
      if (passed === undefined || edge.how === 'go' || edge.how === 'defer') return undefined;
      const life =
        passed.role === 'package-level'
          ? undefined
          : this.lifeAfter(passed, edge.call, edge.caller, depth + 1);
      if (passed.role !== 'package-level') {
        if (life?.kind !== 'live') return life;
        last = life.at;
      } else last = passed.declaration;
    }
    return last === undefined ? undefined : { kind: 'live', why: 'caller', at: last, isOnEveryPath: true };
  }

  private passedFor(symbol: GoSymbol, { call, callee }: CallEdge): GoSymbol | undefined {
    const called = calleeOf(call, this.pkg);
    const names = (callee.node.child('parameters')?.children ?? []).flatMap((one) => one.childrenOf('name'));
    const passed =
      symbol.role === 'receiver'
        ? called.kind === 'method'
          ? called.operand
          : undefined
        : argumentsOf(call)[names.indexOf(symbol.declaration)];
    return passed === undefined ? undefined : rootOf(passed, this.pkg)?.symbol;
  }

  /** Whether the object with the finalizer is not what the variable leads to: it was copied into the variable. */
  private isCopy(holder: Node, symbol: GoSymbol): boolean {
    if (symbol.role !== 'receiver' && symbol.role !== 'parameter') return false;
    for (let part = holder; ; part = unparen(part)) {
      const type = this.pkg.types.ofExpression(part);
      const isStruct = type.kind === 'named' || type.kind === 'composite';
      if (!isStruct || this.pkg.types.underlying(type).kind !== 'composite') return false;
      if (this.isInterface(part)) return false;
      if (part.kind === 'identifier') return true;
      const operand = part.kind === 'selector_expression' ? part.child('operand') : undefined;
      if (operand === undefined) return false;
      part = operand;
    }
  }

  private isInterface(part: Node): boolean {
    const type = this.pkg.types.underlying(this.pkg.types.ofExpression(part));
    return type.kind !== 'composite' || type.form !== 'struct_type';
  }

  private isConstruction(holder: Node, { wrapper }: HandleRead): boolean {
    if (holder.kind !== 'call_expression') return false;
    const callees = this.graph.callees(holder);
    return (
      callees.length > 0 && callees.every(({ node }) => wrapper.constructors.some((one) => one.node === node))
    );
  }

  /** Whether a function is what runs as finalizer or cleanup, and the variable its object. */
  private isInFinalizer(symbol: GoSymbol, fn: GoFunction): boolean {
    if (symbol.role !== 'receiver' && symbol.role !== 'parameter') return false;
    this.running ??= new Set(
      this.wrappers.all.flatMap(({ cleanups }) =>
        cleanups.flatMap(({ runs, object }) => this.functionsRun(unparen(runs), object)),
      ),
    );
    return this.running.has(fn.node);
  }

  private functionsRun(runs: Node, object: Node): readonly Node[] {
    if (runs.kind === 'func_literal') return [runs];
    if (runs.kind === 'identifier') {
      return this.pkg.symbolsOf(runs).flatMap(({ declaration }) => declaration.parent ?? []);
    }
    const method = runs.kind === 'selector_expression' ? runs.child('field')?.text : undefined;
    const type = this.wrappers.ofExpression(object);
    return (type?.symbols ?? []).flatMap((symbol) =>
      this.pkg.methodsOf(symbol).flatMap(({ name, node }) => (name === method ? [node] : [])),
    );
  }

  private keepAliveOf(symbol: GoSymbol, fn: GoFunction): Node | undefined {
    const mention = this.pkg.bindings
      .usesOf(symbol)
      .find((use) => fn.body.contains(use) && whyOf(use, this.pkg) === 'keepalive');
    return mention?.ancestor('call_expression');
  }
}

/** Which Go objects outlive the uses of their C memory. */
export const ownerLiveness: Analysis<OwnerLiveness> = {
  name: 'owner liveness',
  requires: [wrapperTypes, callGraph, functionFlows],
  run: (pkg, use) =>
    new OwnerLiveness(
      pkg,
      { wrappers: () => use(wrapperTypes), graph: () => use(callGraph) },
      use(functionFlows),
    ),
};
