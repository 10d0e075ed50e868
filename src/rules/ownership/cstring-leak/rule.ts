import type { RelatedInformation, SuggestedFix } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { pathSteps } from '../../../engine/path-steps.ts';
import { containerOwnership } from '../../../flow/borrowing.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import { findLeak } from '../../../flow/leaks.ts';
import type { Leak } from '../../../flow/leaks.ts';
import { useOf } from '../../../flow/value-use.ts';
import type { ValueUse } from '../../../flow/value-use.ts';
import { callsOf } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import { canUseUnsafe } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import { ownershipAfterUse } from '../../../flow/borrowing.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'cstring-leak',
  code: 'CGO101',
  category: 'leak',
  severity: 'warning',
  confidence: 'likely',
  cwe: 401,
  docs,
  run(pass) {
    for (const fn of pass.package.functions()) {
      for (const call of callsOf(fn, pass.package, 'CString')) checkAllocation(pass, fn, call);
    }
  },
});

function checkAllocation(pass: Pass, fn: GoFunction, call: Node): void {
  const use = useOf(call, pass.package);
  if (use.kind === 'alias') {
    checkVariable(pass, fn, call, use.symbol);
  } else if (use.kind === 'store' || use.kind === 'element') {
    checkContainer(pass, fn, call, use);
  } else if (use.kind === 'discard') {
    pass.report({
      at: call,
      file: fn.file,
      message: 'The result of `C.CString` is dropped: nothing can free it',
    });
  }
}

function checkVariable(pass: Pass, fn: GoFunction, call: Node, holder: GoSymbol): void {
  const flow = pass.use(functionFlows)(fn);
  const acquisition = flow.nodeAt(call);
  if (acquisition === undefined) return;
  const leak = findLeak(flow, acquisition, holder, pass.package);
  if (leak === undefined) return;
  const fix = leak.handledElsewhere || leak.keptBy !== undefined ? undefined : deferFix(flow, call, holder);
  pass.report({
    at: call,
    file: fn.file,
    message: leakMessage(holder.name, leak),
    extent: leak.handledElsewhere ? 1 : 2,
    steps: stepsOf(pass, fn, call, holder, leak),
    ...(leak.keptBy !== undefined ? { confidence: 'question' as const, severity: 'info' as const } : {}),
    ...(fix === undefined ? {} : { fix }),
  });
}

function leakMessage(name: string, leak: Leak): string {
  const where = leak.handledElsewhere ? 'is not freed on every path' : 'is never freed';
  if (leak.keptBy === undefined) return `\`${name}\` from \`C.CString\` ${where}`;
  return `Does \`C.${leak.keptBy}\` keep \`${name}\`? If it does not, the C string ${where}`;
}

function stepsOf(pass: Pass, fn: GoFunction, call: Node, holder: GoSymbol, leak: Leak): RelatedInformation[] {
  const name = `\`${holder.name}\``;
  return pathSteps(pass, fn, {
    from: { node: call, message: `${name} gets memory of the C heap` },
    path: leak.path,
    end: endOf(leak, name),
  });
}

function endOf(leak: Leak, name: string): string {
  switch (leak.end) {
    case 'exit':
      return `the function returns and ${name} was not freed`;
    case 'scope':
      return `${name} is out of scope and was not freed`;
    case 'overwritten':
      return `${name} gets another value and was not freed`;
  }
}

/** A C string put into a slice, map or struct that never leaves the function, and that nothing empties. */
function checkContainer(pass: Pass, fn: GoFunction, call: Node, use: ValueUse): void {
  const container = containerOf(pass, use);
  if (container?.symbol.owner !== fn.node) return;
  const ownership =
    use.kind === 'store'
      ? ownershipAfterUse(use, pass.package)
      : containerOwnership(container.symbol, pass.package, container.field);
  if (ownership === 'gone') return;
  pass.report({
    at: call,
    file: fn.file,
    message:
      ownership === 'kept?'
        ? `Does the C function that gets \`${container.symbol.name}\` keep the C string in \`${container.text}\`? If it does not, it is never freed`
        : `The C string stored in \`${container.text}\` is never freed`,
    steps: [
      {
        location: pass.location(fn.file, call),
        message: `memory of the C heap is stored in \`${container.text}\``,
      },
      {
        location: pass.location(fn.file, container.symbol.declaration),
        message: `\`${container.symbol.name}\` is local, and nothing frees what it holds`,
      },
    ],
    ...(ownership === 'kept?' ? { confidence: 'question' as const, severity: 'info' as const } : {}),
  });
}

function containerOf(
  pass: Pass,
  use: ValueUse,
): { symbol: GoSymbol; field: string | undefined; text: string } | undefined {
  if (use.kind === 'element') {
    return use.use.kind === 'alias'
      ? { symbol: use.use.symbol, field: undefined, text: use.use.symbol.name }
      : undefined;
  }
  if (use.kind !== 'store') return undefined;
  const operand = use.target.child('operand');
  const symbol = operand?.kind === 'identifier' ? pass.package.symbolOf(operand) : undefined;
  return symbol === undefined
    ? undefined
    : { symbol, field: use.target.child('field')?.text, text: use.target.text };
}

/** `defer C.free(…)` right behind the allocation, where one line is all that is missing. */
function deferFix(flow: FunctionFlow, call: Node, holder: GoSymbol): SuggestedFix | undefined {
  const { file, body } = flow.function;
  const statement = flow.nodeAt(call)?.syntax;
  const list = statement?.parent;
  if (statement === undefined || list?.kind !== 'statement_list') return undefined;
  const block = list.parent;
  if (block !== body || file.tree.root.all('labeled_statement').some((label) => body.contains(label)))
    return undefined;
  const declaresFree = file.preambles.some((preamble) =>
    /#\s*include\s*[<"]stdlib\.h[>"]/.test(preamble.tree.text),
  );
  if (!canUseUnsafe(file) || !declaresFree) return undefined;
  const { index, text } = file.tree;
  const lastLine = statement.span.end.line;
  const lineEnd = index.lineStart(lastLine) + index.lineText(lastLine).length;
  // A comment stays on its line; another statement behind a semicolon would be parted from this one.
  if (!/^\s*(\/\/.*)?$/.test(text.slice(statement.end, lineEnd))) return undefined;
  const indent = /^\s*/.exec(index.lineText(statement.line))?.[0] ?? '';
  const end = index.position(lineEnd);
  return {
    message: `Free \`${holder.name}\` when the function returns`,
    edits: [
      {
        path: file.path,
        span: { start: end, end },
        newText: `\n${indent}defer C.free(unsafe.Pointer(${holder.name}))`,
      },
    ],
  };
}
