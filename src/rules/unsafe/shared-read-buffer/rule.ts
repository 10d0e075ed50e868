import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import type { FlowNode } from '../../../flow/cfg.ts';
import { short } from '../../../flow/code-text.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import { findPath } from '../../../flow/paths.ts';
import { bufferReads } from '../../../flow/threads/buffer-reads.ts';
import { startedUses, waitsAt } from '../../../flow/threads/started-uses.ts';
import type { StartedUse } from '../../../flow/threads/started-uses.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'shared-read-buffer',
  code: 'CGO315',
  category: 'unsafe',
  severity: 'warning',
  confidence: 'likely',
  cwe: 362,
  docs,
  requires: [functionFlows],
  run(pass) {
    const files = new Set(
      pass.package.files.filter(
        ({ tree }) => /\bgo\s/.test(tree.text) && /\bP?[rR]e(ad|cv)\w*\(/.test(tree.text),
      ),
    );
    for (const fn of pass.functions()) {
      if (files.has(fn.file) && fn.body.all('go_statement').length > 0) checkFunction(pass, fn);
    }
  },
});

function checkFunction(pass: Pass, fn: GoFunction): void {
  const uses = startedUses(fn, pass.package);
  if (uses.length === 0) return;
  const ownReads = bufferReads(fn.body.allOutside('func_literal', 'call_expression'), pass.package);
  const told = new Set<GoSymbol>();
  for (const use of uses) {
    // A goroutine that fills it meets every other that uses it; what only uses it meets whoever fills it.
    const others = [
      ...uses
        .filter((one) => one.symbol === use.symbol && (use.fills || one.fills))
        .map((one) => one.statement),
      ...ownReads.filter((one) => one.symbol === use.symbol).map((one) => one.call),
    ];
    if (others.length === 0 || told.has(use.symbol)) continue;
    if (check(pass, fn, use, others)) told.add(use.symbol);
  }
}

function check(pass: Pass, fn: GoFunction, use: StartedUse, others: readonly Node[]): boolean {
  const { symbol, statement } = use;
  const flow = pass.use(functionFlows)(fn);
  const start = flow.nodeAt(statement);
  if (start === undefined) return false;
  const sought = new Map<FlowNode, Node>();
  for (const other of others) {
    const node = flow.nodeAt(other);
    if (node !== undefined) sought.set(node, other);
  }
  const renewed = renewals(symbol, flow, pass);
  const path = findPath(flow, start, {
    initial: '',
    key: () => '',
    step: (node) =>
      sought.has(node) ? 'found' : renewed.has(node) || waitsAt(node, pass.package) ? 'end' : { go: '' },
  });
  const other = path === undefined ? undefined : sought.get(path.last);
  if (path === undefined || other === undefined) {
    pass.clear(() => ({
      at: use.at,
      file: fn.file,
      reason: `behind the start of the goroutine \`${symbol.name}\` is made anew, waited for, or used no more`,
    }));
    return false;
  }
  const isStart = other.kind === 'go_statement';
  pass.report({
    at: use.at,
    file: fn.file,
    message: isStart
      ? `Goroutines that run at the same time read into the same \`${symbol.name}\`: each overwrites what the others have read`
      : `The goroutine uses \`${symbol.name}\` while \`${short(other)}\` reads into it again`,
    steps: pathSteps(pass, fn, {
      from: { node: statement, message: `a goroutine is started that has \`${symbol.name}\`` },
      path,
      end: isStart
        ? other === statement
          ? 'and one more, before it is known to be done'
          : 'and another one that has it'
        : 'and it is read into, before the goroutine is known to be done',
      endAt: other,
    }),
  });
  return true;
}

/** Where the variable gets other memory, or begins anew. */
function renewals(symbol: GoSymbol, flow: FunctionFlow, pass: Pass): ReadonlySet<FlowNode> {
  const targets = definitionsOf(symbol, pass.package)
    .filter(({ target }) => target.parent?.kind !== 'unary_expression')
    .map(({ target }) => target);
  return new Set(
    [symbol.declaration, ...targets].flatMap((target) => {
      const node = flow.nodeAt(target);
      return node === undefined ? [] : [node];
    }),
  );
}
