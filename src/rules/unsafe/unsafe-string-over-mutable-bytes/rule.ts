import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { viewedBytes } from '../../../flow/byte-views.ts';
import type { ViewedBytes } from '../../../flow/byte-views.ts';
import type { FlowNode } from '../../../flow/cfg.ts';
import { short } from '../../../flow/code-text.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import { onlyMeasures } from '../../../flow/given-back.ts';
import { bytesEvents } from '../../../flow/overwritten-views.ts';
import { findPath } from '../../../flow/paths.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { keeperOf } from './kept-views.ts';
import type { Keeper } from './kept-views.ts';

export default defineRule({
  id: 'unsafe-string-over-mutable-bytes',
  code: 'CGO318',
  category: 'unsafe',
  severity: 'warning',
  confidence: 'likely',
  docs,
  requires: [functionFlows],
  run(pass) {
    const makesViews = /\bunsafe\.String\(|\*\(\*string\)/;
    if (!pass.package.files.some(({ tree }) => makesViews.test(tree.text))) return;
    for (const fn of pass.functions()) {
      for (const node of fn.body.allOutside('func_literal', 'call_expression', 'unary_expression')) {
        const bytes = viewedBytes(node, pass.package);
        if (bytes !== undefined) check(pass, fn, node, bytes);
      }
    }
  },
});

function check(pass: Pass, fn: GoFunction, view: Node, bytes: ViewedBytes): void {
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: view, file: fn.file, reason }));
  };
  const keeper = keeperOf(view, fn, pass.package);
  if (keeper === undefined) {
    clear('the string is used on the spot, or goes where it is not followed');
    return;
  }
  const flow = pass.use(functionFlows)(fn);
  // A variable in a map's key or a list lives on there as well.
  const kept = keeper.kind === 'variable' ? keptFrom(pass, fn, keeper.symbol) : [];
  const starts = [{ at: view, keeper }, ...kept];
  if (!starts.some((start) => tell(pass, flow, view, bytes, start)))
    clear(`\`${bytes.symbol.name}\` is not seen to be overwritten while the string is in use`);
}

interface Start {
  readonly at: Node;
  readonly keeper: Keeper;
}

/** Where a variable that holds such a view and nothing else is stored. */
function keptFrom(pass: Pass, fn: GoFunction, symbol: GoSymbol): Start[] {
  const { package: pkg } = pass;
  const holdsViews = definitionsOf(symbol, pkg).every(
    ({ value }) => value !== undefined && viewedBytes(value, pkg) !== undefined,
  );
  if (!holdsViews) return [];
  return pkg.bindings.usesOf(symbol).flatMap((at) => {
    const keeper = keeperOf(at, fn, pkg);
    return keeper?.kind === 'container' ? [{ at, keeper }] : [];
  });
}

/** Reports the overwriting of the bytes between the start and a use of what keeps them. */
function tell(
  pass: Pass,
  flow: FunctionFlow,
  view: Node,
  bytes: ViewedBytes,
  { at, keeper }: Start,
): boolean {
  const start = flow.nodeAt(at);
  if (start === undefined) return false;
  const events = bytesEvents(bytes, flow, pass.package);
  if (events.writes.size === 0 && events.resets.size === 0) return false;
  const uses = usesOf(pass, flow, keeper);
  const ends = endsOf(pass, flow, keeper);
  let write: Node | undefined;
  const path = findPath(flow, start, {
    initial: 'seen',
    key: (state) => state,
    step: (node, state) => {
      if (state === 'written') return uses.has(node) ? 'found' : ends.has(node) ? 'end' : { go: state };
      const over = events.writes.get(node) ?? (state === 'reset' ? events.appends.get(node) : undefined);
      if (over !== undefined) {
        write ??= over;
        return outlives(keeper) ? 'found' : ends.has(node) ? 'end' : { go: 'written' };
      }
      if (events.renewals.has(node) || ends.has(node)) return 'end';
      return { go: events.resets.has(node) ? 'reset' : state };
    },
  });
  if (path === undefined || write === undefined) return false;
  const overwritten =
    path.edges
      .map(({ to }) => events.writes.get(to) ?? events.appends.get(to))
      .find((one) => one !== undefined) ?? write;
  const name = keeper.kind === 'variable' ? keeper.symbol.name : short(keeper.of);
  const use = uses.get(path.last);
  pass.report({
    at: view,
    file: flow.function.file,
    message:
      `\`${short(overwritten)}\` overwrites the bytes of this string, which has no copy of them: ` +
      (keeper.kind === 'variable' ? `\`${name}\` is used behind it` : `it is kept in \`${name}\``),
    steps: pathSteps(pass, flow.function, {
      from: { node: view, message: `a string over the memory of \`${bytes.symbol.name}\`` },
      path,
      end: outlives(keeper)
        ? 'its bytes are overwritten'
        : `\`${name}\` is used with other bytes in the string`,
      endAt: use ?? overwritten,
    }),
  });
  return true;
}

/** A map or list that is not the function's own: somebody will look at it. */
function outlives(keeper: Keeper): boolean {
  return keeper.kind === 'container' && keeper.symbol === undefined;
}

function usesOf(pass: Pass, flow: FunctionFlow, { symbol }: Keeper): Map<FlowNode, Node> {
  const found = new Map<FlowNode, Node>();
  for (const use of symbol === undefined ? [] : pass.package.bindings.usesOf(symbol)) {
    const isSet = use.parent?.kind === 'expression_list' && use.parent.field === 'left';
    const node = isSet || onlyMeasures(use, pass.package) ? undefined : flow.nodeAt(use);
    if (node !== undefined) found.set(node, use);
  }
  return found;
}

/** Where the string is given up: its variable is set again, or what it was stored in is emptied or made anew. */
function endsOf(pass: Pass, flow: FunctionFlow, keeper: Keeper): ReadonlySet<FlowNode> {
  const ends = new Set<FlowNode>();
  const add = (at: Node): void => {
    const node = flow.nodeAt(at);
    if (node !== undefined) ends.add(node);
  };
  if (keeper.kind === 'container')
    for (const call of flow.function.body.allOutside('func_literal', 'call_expression')) {
      const emptied = /^(?:delete|clear)\(\s*([\w.]+)/.exec(call.text)?.[1];
      if (emptied === keeper.of.text) add(call);
    }
  if (keeper.symbol === undefined) return ends;
  add(keeper.symbol.declaration);
  for (const { target, value } of definitionsOf(keeper.symbol, pass.package)) {
    const isAppended = value?.text.startsWith(`append(${keeper.symbol.name},`) === true;
    if (!isAppended) add(target);
  }
  return ends;
}
