import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { nilKey, canonical } from '../../../flow/conditions.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import type { FunctionFlow } from '../../../flow/function-flow.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import { placeOf } from '../../../flow/places.ts';
import { short } from '../../../flow/code-text.ts';
import { unconverted, useOf } from '../../../flow/value-use.ts';
import { announcesTaking } from '../../../knowledge/c-names.ts';
import { argumentsOf, calleeOf } from '../../../semantic/callee.ts';
import { callsOf } from '../../../semantic/calls.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import type { Node } from '../../../syntax/tree.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import docs from './docs.ts';
import { assignsNil, zeroFieldAt } from './zero-field.ts';

export default defineRule({
  id: 'defer-free-before-assign',
  code: 'CGO103',
  category: 'leak',
  severity: 'error',
  confidence: 'certain',
  cwe: 401,
  docs,
  requires: [functionFlows, ownership],
  run(pass) {
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file)) continue;
      for (const node of fn.body.allOutside('func_literal', 'defer_statement')) {
        checkDefer(pass, pass.use(functionFlows)(fn), node);
      }
    }
  },
});

function checkDefer(pass: Pass, flow: FunctionFlow, statement: Node): void {
  const call = statement.children[0];
  if (call?.kind !== 'call_expression') return;
  for (const argument of argumentsOf(call)) {
    const by = freeingCallee(pass, call, argument);
    if (by !== undefined) checkArgument(pass, flow, statement, argument, by);
  }
  pass.trace(() => {
    clearLiteral(pass, flow, call);
  });
}

/** A deferred function literal reads the variables around it when it runs. */
function clearLiteral(pass: Pass, flow: FunctionFlow, call: Node): void {
  const callee = calleeOf(call, pass.package);
  const body = callee.kind === 'literal' ? callee.node.child('body') : undefined;
  if (callee.kind !== 'literal' || body === undefined) return;
  for (const freeing of callsOf(
    { file: flow.function.file, node: callee.node, body },
    pass.package,
    'free',
  )) {
    const [argument] = argumentsOf(freeing);
    const pointer =
      argument === undefined ? undefined : placeOf(unconverted(argument, pass.package), pass.package);
    const name = pointer === undefined ? 'its argument' : `\`${pointer.text}\``;
    // What the literal gets as an argument is the defer's own business.
    if (pointer?.symbol.owner === callee.node) continue;
    pass.clear(() => ({
      at: freeing,
      file: flow.function.file,
      reason: `the deferred function reads ${name} when it runs, not when it is deferred`,
    }));
  }
}

/** What the deferred call frees its argument with: a function that is known to, or named for it; a literal that does. */
function freeingCallee(pass: Pass, call: Node, argument: Node): string | undefined {
  const callee = calleeOf(call, pass.package);
  switch (callee.kind) {
    case 'c':
    case 'function': {
      const name = callee.kind === 'c' ? callee.name : callee.symbol.name;
      const { effects } = pass.use(ownership);
      const { outcomes } = effects.onArgument(call, callee, argumentsOf(call).indexOf(argument), []);
      const isEnd = outcomes.some(
        ({ effect }) =>
          effect.kind === 'frees' || (announcesTaking(name) && ['takes', 'unknown'].includes(effect.kind)),
      );
      const isAddress = unconverted(argument, pass.package).kind === 'unary_expression';
      if (isAddress && announcesTaking(name)) return name;
      return !isEnd ? undefined : callee.kind === 'c' ? `C.${name}` : name;
    }
    case 'literal': {
      const names = (callee.node.child('parameters')?.children ?? []).flatMap((one) =>
        one.childrenOf('name'),
      );
      const parameter = names[argumentsOf(call).indexOf(argument)];
      const symbol = parameter === undefined ? undefined : pass.package.symbolOf(parameter);
      const uses = symbol === undefined ? [] : pass.package.bindings.usesOf(symbol);
      return uses.some((use) => useOf(use, pass.package).kind === 'free') ? 'C.free' : undefined;
    }
    default:
      return undefined;
  }
}

/** A pointer that is nil at the defer statement and gets its value below it. */
interface LatePointer {
  /** The variable, or the field as the code writes it. */
  readonly name: string;
  readonly declaration: Node;
  readonly assignment: Node;
}

function checkArgument(pass: Pass, flow: FunctionFlow, statement: Node, argument: Node, by: string): void {
  const pointer = unconverted(argument, pass.package);
  const late = lateVariable(pass, flow, statement, pointer) ?? lateField(pass, flow, statement, pointer);
  if (late === undefined) {
    pass.trace(() => {
      clearArgument(pass, flow, statement, pointer);
    });
    return;
  }
  const name = `\`${late.name}\``;
  const { file } = flow.function;
  pass.report({
    at: statement,
    file,
    message: `${name} is still nil when the deferred \`${by}\` reads it: the call does nothing`,
    steps: [
      { location: pass.location(file, late.declaration), message: `${name} starts as nil` },
      {
        location: pass.location(file, statement),
        message: `\`defer\` evaluates ${name} now: the call at the function's end gets nil`,
      },
      {
        location: pass.location(file, late.assignment),
        message: `${name} gets its value only here, and this defer does not free it`,
      },
    ],
  });
}

function lateVariable(
  pass: Pass,
  flow: FunctionFlow,
  statement: Node,
  pointer: Node,
): LatePointer | undefined {
  const symbol = pointer.kind === 'identifier' ? pass.package.symbolOf(pointer) : undefined;
  const assignment = symbol === undefined ? undefined : laterAssignment(pass, statement, symbol);
  if (symbol === undefined || assignment === undefined) return undefined;
  // What is known at the points of a function takes longest to work out, and matters to few defers.
  if (nilnessAt(pass, flow, statement, pointer) !== true) return undefined;
  return { name: symbol.name, declaration: symbol.declaration, assignment };
}

function lateField(pass: Pass, flow: FunctionFlow, statement: Node, pointer: Node): LatePointer | undefined {
  const field = zeroFieldAt(statement, pointer, flow.function, pass.package);
  if (field === undefined || nilnessAt(pass, flow, statement, pointer) === 'unreachable') return undefined;
  return { name: pointer.text, declaration: field.symbol.declaration, assignment: field.assignment };
}

/** Whether a variable is nil where it is deferred, as far as that is known; `unreachable` where no path leads there. */
function nilnessAt(
  pass: Pass,
  flow: FunctionFlow,
  statement: Node,
  variable: Node,
): boolean | 'unreachable' | undefined {
  const node = flow.nodeAt(statement);
  if (node === undefined || !flow.facts.isReachable(node)) return 'unreachable';
  return flow.facts.at(node).get(nilKey(canonical(variable, pass.package)))?.value;
}

function clearArgument(pass: Pass, flow: FunctionFlow, statement: Node, variable: Node): void {
  const symbol = variable.kind === 'identifier' ? pass.package.symbolOf(variable) : undefined;
  const isNil = symbol === undefined ? undefined : nilnessAt(pass, flow, statement, variable);
  if (symbol === undefined || isNil === 'unreachable') {
    const reason = symbol === undefined ? whyNoVariable(variable) : 'no path leads to this defer';
    clear(pass, flow, statement, reason);
  } else if (isNil === true) {
    const reason = `\`${symbol.name}\` is nil here and gets no value later: the call does nothing, and nothing is lost`;
    clear(pass, flow, statement, reason);
  } else {
    clearValue(pass, flow, statement, symbol, isNil === false);
  }
}

function whyNoVariable(argument: Node): string {
  return argument.kind === 'unary_expression' && argument.text.startsWith('&')
    ? `the deferred call gets the address \`${short(argument)}\`, and reads the variable when it runs`
    : `\`${short(argument)}\` is no plain variable and no untouched field of a new struct, and its value is not followed`;
}

function clearValue(pass: Pass, flow: FunctionFlow, statement: Node, symbol: GoSymbol, isSet: boolean): void {
  const before = definitionsOf(symbol, pass.package).filter(({ target }) => target.start < statement.start);
  const [only, ...more] = before;
  const name = `\`${symbol.name}\``;
  const where =
    only === undefined || more.length > 0 ? '' : `: it gets its value at line ${String(only.target.line)}`;
  const reason = isSet
    ? `${name} is not nil where the defer reads it${where}`
    : symbol.role === 'parameter' || symbol.role === 'range'
      ? `${name} has its value from ${symbol.role === 'range' ? 'the loop' : 'the caller'} before the defer reads it`
      : `${name} is not known to be nil where the defer reads it${where}`;
  clear(
    pass,
    flow,
    statement,
    reason,
    before.map(({ target }) => target),
  );
}

function clear(
  pass: Pass,
  flow: FunctionFlow,
  at: Node,
  reason: string,
  assignments: readonly Node[] = [],
): void {
  const { file } = flow.function;
  pass.clear(() => ({
    at,
    file,
    reason,
    states: assignments.map((target) => ({
      location: pass.location(file, target),
      message: `\`${target.text}\` gets a value`,
    })),
  }));
}

/** Where the variable gets a value behind the defer: an assignment, or its address handed out. */
function laterAssignment(pass: Pass, statement: Node, symbol: GoSymbol): Node | undefined {
  return pass.package.bindings.usesOf(symbol).find((use) => {
    if (use.start < statement.end) return false;
    const kind = useOf(use, pass.package).kind;
    return (kind === 'overwrite' && !assignsNil(use)) || kind === 'address';
  });
}
