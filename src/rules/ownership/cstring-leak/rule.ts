import type { RelatedInformation, SuggestedFix } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { pathStates, pathSteps } from '../../../engine/path-steps.ts';
import type { PathStory } from '../../../engine/path-steps.ts';
import { containerOwnership, ownershipAfterUse } from '../../../flow/borrowing.ts';
import type { FlowNode } from '../../../flow/cfg.ts';
import { takersOf } from '../../../flow/container-account.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import { accountForNoLeak, touchesOnLeak } from '../../../flow/leak-account.ts';
import { findLeak } from '../../../flow/leaks.ts';
import type { Leak } from '../../../flow/leaks.ts';
import { effectOf } from '../../../flow/use-effect.ts';
import type { Remark } from '../../../flow/remark.ts';
import { useOf } from '../../../flow/value-use.ts';
import type { ValueUse } from '../../../flow/value-use.ts';
import { callsOf, packageLevelCallsOf } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import { canUseUnsafe } from '../../../syntax/go-file.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'cstring-leak',
  code: 'CGO101',
  category: 'leak',
  severity: 'warning',
  confidence: 'likely',
  cwe: 401,
  docs,
  requires: [functionFlows],
  run(pass) {
    for (const fn of pass.functions()) {
      for (const call of callsOf(fn, pass.package, 'CString')) checkAllocation(pass, fn, call);
    }
    pass.trace(() => {
      for (const { file, call } of packageLevelCallsOf(pass.package, 'CString')) {
        clear(
          pass,
          file,
          call,
          'a package-level variable holds the C string for as long as the program runs',
        );
      }
    });
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
  } else {
    pass.trace(() => {
      const { message } = effectOf(call, use, pass.package);
      const other =
        use.kind === 'c-argument' || use.kind === 'go-copy' ? ': cstring-inline-leak looks at that' : '';
      clear(pass, fn.file, call, `no variable of this function holds the C string; ${message}${other}`);
    });
  }
}

function clear(pass: Pass, file: GoFile, at: Node, reason: string, remarks: readonly Remark[] = []): void {
  pass.clear(() => ({
    at,
    file,
    reason,
    states: remarks.map((remark) => ({
      location: pass.location(file, remark.at),
      message: remark.message,
    })),
  }));
}

function checkVariable(pass: Pass, fn: GoFunction, call: Node, holder: GoSymbol): void {
  const flow = pass.use(functionFlows)(fn);
  const acquisition = flow.nodeAt(call);
  if (acquisition === undefined) return;
  const leak = findLeak(flow, acquisition, holder, pass.package);
  if (leak === undefined) {
    pass.trace(() => {
      const { reason, ends } = accountForNoLeak(flow, acquisition, holder, pass.package);
      clear(pass, fn.file, call, reason, ends);
    });
    return;
  }
  const fix = leak.handledElsewhere || leak.keptBy !== undefined ? undefined : deferFix(flow, call, holder);
  pass.report({
    at: call,
    file: fn.file,
    message: leakMessage(holder.name, leak),
    extent: leak.handledElsewhere ? 1 : 2,
    steps: pathSteps(pass, fn, storyOf(call, holder, leak)),
    states: () => statesOf(pass, flow, acquisition, call, holder, leak),
    ...(leak.keptBy !== undefined ? { confidence: 'question' as const, severity: 'info' as const } : {}),
    ...(fix === undefined ? {} : { fix }),
  });
}

function leakMessage(name: string, leak: Leak): string {
  const where = leak.handledElsewhere ? 'is not freed on every path' : 'is never freed';
  if (leak.keptBy === undefined) return `\`${name}\` from \`C.CString\` ${where}`;
  return `Does \`C.${leak.keptBy}\` keep \`${name}\`? If it does not, the C string ${where}`;
}

function storyOf(call: Node, holder: GoSymbol, leak: Leak): PathStory {
  const name = `\`${holder.name}\``;
  return {
    from: { node: call, message: `${name} gets memory of the C heap` },
    path: leak.path,
    end: endOf(leak, name),
  };
}

function statesOf(
  pass: Pass,
  flow: FunctionFlow,
  acquisition: FlowNode,
  call: Node,
  holder: GoSymbol,
  leak: Leak,
): RelatedInformation[] {
  const touches = touchesOnLeak(leak, flow, acquisition, holder, pass.package);
  return pathStates(pass, flow.function, storyOf(call, holder, leak), touches);
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
  if (container?.symbol.owner !== fn.node) {
    pass.trace(() => {
      const what = effectOf(call, use, pass.package).message;
      const reason =
        container === undefined
          ? `no container that this function made holds the C string; ${what}`
          : `\`${container.symbol.name}\` is not this function's own: ${what}`;
      clear(pass, fn.file, call, reason);
    });
    return;
  }
  const ownership =
    use.kind === 'store'
      ? ownershipAfterUse(use, pass.package)
      : containerOwnership(container.symbol, pass.package, container.field);
  if (ownership === 'gone') {
    pass.trace(() => {
      clearContainer(pass, fn, call, container);
    });
    return;
  }
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

function clearContainer(pass: Pass, fn: GoFunction, call: Node, container: Container): void {
  const { role, name } = container.symbol;
  if (role !== 'local' && role !== 'range') {
    clear(
      pass,
      fn.file,
      call,
      `\`${name}\` is a ${role ?? 'package-level variable'}: others get what it holds`,
    );
    return;
  }
  const takers = takersOf(container.symbol, pass.package, container.field);
  const [first] = takers;
  const reason =
    first === undefined
      ? `\`${container.text}\` is not known to be a container that only this function holds`
      : `what \`${container.text}\` holds may be freed or kept at line ${String(first.at.line)}: ${first.message}`;
  clear(pass, fn.file, call, reason, takers);
}

interface Container {
  readonly symbol: GoSymbol;
  /** The field that holds the string, where the container is a struct. */
  readonly field: string | undefined;
  readonly text: string;
}

function containerOf(pass: Pass, use: ValueUse): Container | undefined {
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
  if (block !== body || flow.hasLabels) return undefined;
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
