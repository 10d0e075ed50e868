/** What the statements of a function do with values, as far as a change of them can explain a finding. */
import type { Span } from '../base/span.ts';
import { announcesTaking } from '../knowledge/c-names.ts';
import type { Node } from '../syntax/tree.ts';
import { normalisedTokens } from './declaration.ts';

/**
 * - `release`: a call whose name announces that it frees or closes what it is given
 * - `protection`: keeps a value alive, pinned, finalised or locked
 * - `test`: a condition
 * - `hand-over`: the value is returned or stored elsewhere
 * - `assignment`: the variable gets another value
 * - `call`: any other call that gets the value
 * - `jump`: leaves the function or the loop
 */
export type Role = 'release' | 'protection' | 'test' | 'hand-over' | 'assignment' | 'call' | 'jump';

export interface Act {
  readonly role: Role;
  /** The variables that it mentions; of `x.f[i]` those are `x` and `i`. */
  readonly names: ReadonlySet<string>;
  /** The statement, or a condition with the keyword before it. */
  readonly span: Span;
  /** Its code on one line. */
  readonly text: string;
  /** Its code with white space and comments folded. */
  readonly tokens: string;
  readonly node: Node;
}

const statementKinds = [
  'expression_statement', 'defer_statement', 'go_statement', 'send_statement', 'return_statement', 'break_statement',
  'continue_statement', 'goto_statement', 'assignment_statement', 'short_var_declaration', 'var_spec',
  'if_statement', 'for_statement', 'while_statement', 'init_declarator',
] as const; // prettier-ignore

/** Go's calls that keep something as it is for as long as C needs it. */
const protections = new Set([
  'KeepAlive', 'SetFinalizer', 'AddCleanup', 'Pin', 'Lock', 'RLock', 'LockOSThread', 'NewHandle',
]); // prettier-ignore

/** Calls that only show a value to a person. */
const printers = new Set(['fmt', 'log', 'slog']);

/** The acts of a function or of any other stretch of Go or C code, in order. */
export function actsIn(scope: Node): Act[] {
  return scope.all(...statementKinds).flatMap((node) => {
    const act = actOf(node);
    return act === undefined ? [] : [act];
  });
}

/** The act that a node is part of: of the nearest statement around it; undefined for a node outside of all. */
export function actAround(node: Node): Act | undefined {
  const statement = node.is(...statementKinds) ? node : node.ancestor(...statementKinds);
  return statement === undefined ? undefined : actOf(statement);
}

function actOf(node: Node): Act | undefined {
  const made = (role: Role, from: Node, to: Node = from): Act => ({
    role,
    names: new Set(variablesIn(to)),
    span: node.tree.index.span(from.start, to.end),
    text: shortCode(node.tree.text.slice(from.start, to.end)),
    tokens: normalisedTokens(to),
    node: to,
  });
  switch (node.kind) {
    case 'if_statement':
    case 'for_statement':
    case 'while_statement': {
      const condition = node.child('condition');
      if (condition === undefined) return undefined;
      const act = made('test', node, condition);
      // `if n := len(b); n == 0`: what is tested is often named only before the condition.
      const initializer = node.child('initializer');
      return initializer === undefined
        ? act
        : { ...act, names: new Set([...act.names, ...variablesIn(initializer)]) };
    }
    case 'break_statement':
    case 'continue_statement':
    case 'goto_statement':
      return made('jump', node);
    case 'return_statement':
      return made(callRole(node) ?? (variablesIn(node).length === 0 ? 'jump' : 'hand-over'), node);
    case 'assignment_statement':
    case 'short_var_declaration':
    case 'var_spec':
    case 'init_declarator':
      return made(callRole(node) ?? 'assignment', node);
    default:
      // The body of a literal has statements of its own.
      if (node.all('func_literal').length > 0 && calleeNames(node).every((name) => name === ''))
        return undefined;
      return made(callRole(node) ?? (isAssignment(node) ? 'assignment' : 'call'), node);
  }
}

function isAssignment(node: Node): boolean {
  return node.children[0]?.kind === 'assignment_expression';
}

/** What the calls of a statement announce; undefined where they announce nothing. */
function callRole(node: Node): Role | undefined {
  const names = calleeNames(node);
  if (names.some((name) => protections.has(name))) return 'protection';
  if (names.some((name) => name !== '' && announcesTaking(name))) return 'release';
  return names.includes('panic') ? 'jump' : undefined;
}

function calleeNames(node: Node): string[] {
  return node.allOutside('func_literal', 'call_expression').map((call) => calleeName(call) ?? '');
}

/** The last part of the called function's name: `free` of `C.free`. */
export function calleeName(call: Node): string | undefined {
  const callee = call.child('function');
  if (callee === undefined) return undefined;
  if (callee.kind === 'identifier') return callee.text;
  const field = callee.child('field');
  // Formatting a value neither frees nor keeps it.
  if (printers.has(callee.child('operand')?.text ?? '')) return '';
  return field?.text;
}

/** The left side of an assignment, `x` of `x.f = y`. */
export function assignedNames(statement: Node): string[] {
  const left = statement.child('left') ?? statement.childrenOf('name')[0];
  if (left === undefined) return [];
  return left.kind === 'identifier' ? [left.text] : variablesIn(left);
}

/** The right side of an assignment or declaration. */
function assignedValue(statement: Node): Node | undefined {
  return statement.child('right') ?? statement.child('value');
}

const neverValues = new Set(['C', '_', 'err', 'ok', 'unsafe', 'runtime', 'reflect', 'nil', 'NULL']);

/** The variables that a piece of code mentions; a called function and the keys of a literal are none. */
export function variablesIn(node: Node): string[] {
  return node
    .all('identifier')
    .filter((name) => !(name.field === 'function' && name.parent?.kind === 'call_expression'))
    .map((name) => name.text)
    .filter((name) => !neverValues.has(name));
}

/** The variables that a place is about: those that get its value, else those that it mentions. */
export function namesOf(node: Node): string[] {
  const statement = actAround(node)?.node;
  const value = statement === undefined ? undefined : assignedValue(statement);
  const mentioned = variablesIn(node);
  if (statement === undefined || value?.contains(node) !== true) return mentioned;
  const assigned = assignedNames(statement).filter((name) => name !== '_' && name !== 'err');
  // A value that is wrapped before it is assigned is known by what wraps it.
  const isAssigned = mentioned.length === 0 || isResult(node, value);
  return isAssigned && assigned.length > 0 ? assigned : mentioned;
}

/** Whether what a node gives is the assigned value, or that value converted, and no argument of another call. */
function isResult(node: Node, value: Node): boolean {
  for (let current = node; current !== value;) {
    const { parent } = current;
    if (parent === undefined || !value.contains(parent)) return false;
    const callee = parent.kind === 'call_expression' ? parent.child('function') : undefined;
    if (callee?.is('identifier', 'selector_expression') === true && callee.text !== 'unsafe.Pointer')
      return callee.contains(current);
    current = parent;
  }
  return true;
}

/** Code as a message shows it: on one line, without backticks, cut where it is long. */
function shortCode(text: string): string {
  const folded = text.replace(/\s+/g, ' ').replace(/`/g, "'").trim();
  return folded.length > maxCode ? `${folded.slice(0, maxCode - 3)}...` : folded;
}

const maxCode = 80;
