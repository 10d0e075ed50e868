import type { SuggestedFix } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass, Report } from '../../../engine/rule.ts';
import { pathStates, pathSteps } from '../../../engine/path-steps.ts';
import type { PathStory } from '../../../engine/path-steps.ts';
import { short } from '../../../flow/code-text.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import { receiverOf } from '../../../flow/ownership/receiver.ts';
import type { Acquisition } from '../../../flow/ownership/acquisitions.ts';
import { accountForNoLeak, remarksOfLeak } from '../../../flow/ownership/leak-account.ts';
import type { LeakAccount } from '../../../flow/ownership/leak-account.ts';
import { askedText } from '../../../flow/ownership/leak.ts';
import type { Fate, OwnedLeak } from '../../../flow/ownership/leak.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import { useOf } from '../../../flow/value-use.ts';
import { callsOf, packageLevelCallsOf } from '../../../semantic/calls.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
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
  requires: [ownership],
  run(pass) {
    for (const fn of pass.functions()) {
      const calls = callsOf(fn, pass.package, 'CString');
      if (calls.length === 0) continue;
      const acquisitions = pass.use(ownership).acquisitionsOf(fn);
      for (const call of calls) {
        const acquisition = acquisitions.find((one) => one.call === call);
        if (acquisition === undefined) clear(pass, fn, call, noPath);
        else checkString(pass, fn, acquisition);
      }
    }
    pass.trace(() => {
      for (const { file, call } of packageLevelCallsOf(pass.package, 'CString')) {
        const reason = 'a package-level variable holds the C string for as long as the program runs';
        clear(pass, { file }, call, { reason, ends: [] });
      }
    });
  },
});

const noPath: LeakAccount = { reason: 'no path leads to this line', ends: [] };

/** What holds a C string, as the code writes it. */
interface Place {
  readonly text: string;
  /** Set where it is a plain variable. */
  readonly variable: GoSymbol | undefined;
}

function checkString(pass: Pass, fn: GoFunction, acquisition: Acquisition): void {
  const { call } = acquisition;
  const memory = pass.use(ownership);
  const fate = memory.fateOf(acquisition, fn);
  const { leak } = fate;
  const place = placeOf(call, leak, pass.package);
  if (leak === undefined) {
    pass.trace(() => {
      const isReached = memory.flowOf(fn).facts.isReachable(acquisition.node);
      clear(pass, fn, call, isReached ? accountFor(fate, fn, place) : noPath);
    });
    return;
  }
  if (leak.end === 'dropped') {
    const receiver = receiverOf(call, pass.package);
    if (receiver === undefined) {
      const message = 'The result of `C.CString` is dropped: nothing can free it';
      pass.report({ at: call, file: fn.file, message });
    } else {
      const reason = `no variable of this function holds the C string, only \`${receiver.name}\` gets it`;
      clear(pass, fn, call, { reason: `${reason}: cstring-inline-leak looks at that`, ends: [] });
    }
    return;
  }
  const flow = memory.flowOf(fn);
  const isSure = !leak.handledElsewhere && leak.asked === undefined;
  const fix = isSure && place?.variable !== undefined ? deferFix(flow, call, place.variable) : undefined;
  const story = storyOf(call, place, leak);
  pass.report({
    at: call,
    file: fn.file,
    message: messageOf(place, leak, fn),
    extent: leak.handledElsewhere ? 1 : 2,
    steps: pathSteps(pass, fn, story),
    states: () => pathStates(pass, fn, story, remarksOfLeak(acquisition, flow, memory.effects)),
    ...(leak.asked === undefined ? {} : askedOnly(leak.asked)),
    ...(fix === undefined ? {} : { fix }),
  });
}

function clear(pass: Pass, { file }: { readonly file: GoFile }, at: Node, account: LeakAccount): void {
  pass.clear(() => ({
    at,
    file,
    reason: account.reason,
    states: account.ends.map((remark) => ({
      location: pass.location(file, remark.at),
      message: remark.message,
    })),
  }));
}

/** The variable, element or field that gets the string first; undefined where a call or a return gets it. */
function placeOf(call: Node, leak: OwnedLeak | undefined, pkg: Package): Place | undefined {
  const use = useOf(call, pkg);
  const inner = use.kind === 'element' ? use.use : use;
  if (inner.kind === 'alias')
    return { text: inner.symbol.name, variable: use === inner ? inner.symbol : undefined };
  if (inner.kind === 'store') return { text: short(inner.target), variable: undefined };
  return leak?.holder === undefined ? undefined : { text: leak.holder, variable: undefined };
}

function accountFor(fate: Fate, fn: GoFunction, place: Place | undefined): LeakAccount {
  if (place === undefined) {
    const account = accountForNoLeak(fate, 'the C string');
    return { ...account, reason: `no variable of this function holds the C string; ${account.reason}` };
  }
  const { text, variable } = place;
  if (variable === undefined) return accountForNoLeak(fate, `the C string in \`${text}\``);
  const none = (reason: string): LeakAccount => ({ reason, ends: [] });
  if (variable.role === 'package-level') return none(`\`${text}\` is a package-level variable and keeps it`);
  if (variable.owner !== fn.node)
    return none(`\`${text}\` belongs to the enclosing function, which may free it later`);
  return accountForNoLeak(fate, `\`${text}\``);
}

/** Whether a function keeps what it is given is one question, however many strings it is given. */
function askedOnly(asked: string): Pick<Report, 'confidence' | 'severity' | 'sharedCause'> {
  return { confidence: 'question', severity: 'info', sharedCause: `kept by ${asked}` };
}

function messageOf(place: Place | undefined, { handledElsewhere, asked }: OwnedLeak, fn: GoFunction): string {
  const text = place?.text ?? '';
  const where = handledElsewhere ? 'is not freed on every path' : 'is never freed';
  if (place?.variable === undefined) {
    const stored = `the C string stored in \`${text}\``;
    return asked === undefined
      ? `T${stored.slice(1)} ${where}`
      : `Does ${askedText(asked, fn)} keep ${stored}? If it does not, it ${where}`;
  }
  if (asked === undefined) return `\`${text}\` from \`C.CString\` ${where}`;
  return `Does ${askedText(asked, fn)} keep \`${text}\`? If it does not, the C string ${where}`;
}

function storyOf(call: Node, place: Place | undefined, leak: OwnedLeak): PathStory {
  const name = `\`${place?.text ?? ''}\``;
  const isVariable = place?.variable !== undefined;
  return {
    from: {
      node: call,
      message: isVariable ? `${name} gets memory of the C heap` : `memory of the C heap is stored in ${name}`,
    },
    path: leak.path,
    end: endOf(leak, isVariable ? name : `the C string in ${name}`),
  };
}

function endOf(leak: OwnedLeak, name: string): string {
  switch (leak.end) {
    case 'exit':
    case 'dropped':
      return `the function returns and ${name} was not freed`;
    case 'scope':
      return `${name} is out of scope and was not freed`;
    case 'overwritten':
      return `${name} gets another value and was not freed`;
  }
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
