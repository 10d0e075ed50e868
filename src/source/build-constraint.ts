import type { Result } from '../base/result.ts';
import {
  all,
  always,
  any,
  formatExpression,
  never,
  not,
  parseExpression,
  parsePlusBuild,
  tag,
} from './build-constraint-expression.ts';
import type { BuildExpression } from './build-constraint-expression.ts';
import { isSatisfiable } from './build-constraint-logic.ts';
import { isKnownArch, isKnownOs } from './build-constraint-targets.ts';

/** In which builds a file of a package takes part (https://pkg.go.dev/cmd/go#hdr-Build_constraints). */
export interface BuildConstraint {
  readonly expression: BuildExpression;
  /** Whether the file is a `_test.go` file: only there when its package is tested. */
  readonly isTest: boolean;
  /** A `//go:build` line that cmd/go refuses; the constraint is then what the rest of the file says. */
  readonly problem?: BuildConstraintProblem;
}

export interface BuildConstraintProblem {
  /** 1-based. */
  readonly line: number;
  /** One clause without a full stop. */
  readonly message: string;
}

/**
 * Reads the constraint of a Go or C file from its path and the comments at its head, as go/build's matchFile.
 * @param importsC whether the file imports "C": it is then built with cgo only
 */
export function parseBuildConstraint(path: string, text: string, importsC = false): BuildConstraint {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const { expression, problem } = headConstraint(text);
  return {
    expression: all([nameConstraint(name), expression, importsC ? tag('cgo') : always]),
    isTest: name.endsWith('_test.go'),
    ...(problem === undefined ? {} : { problem }),
  };
}

/**
 * Whether two files can be in one build; true where that was too much to find out. `ignore` is by convention a tag
 * of no build: a file that needs it goes with those that need it too, which are run by their names.
 */
export function areCompatible(a: BuildConstraint, b: BuildConstraint): boolean {
  const both = all([a.expression, b.expression]);
  if (isSatisfiable(both, withoutIgnore) !== false) return true;
  const bothNeedIt = [a, b].every(({ expression }) => isSatisfiable(expression, withoutIgnore) === false);
  return bothNeedIt && isSatisfiable(both, withIgnore) !== false;
}

/** Whether every build with `a` has `b`, too; false where that was too much to find out. */
export function implies(a: BuildConstraint, b: BuildConstraint): boolean {
  if (b.isTest && !a.isTest) return false;
  return isSatisfiable(all([a.expression, not(b.expression)]), none) === false;
}

/** The constraint as a `//go:build` line would say it; `true` for a file of every build, `false` for one of none. */
export function describe(constraint: BuildConstraint): string {
  return formatExpression(constraint.expression);
}

/**
 * The condition of a `#cgo` line: each word is an expression without spaces, in the new syntax where it has an
 * operator of it, and one of them has to hold (go/build's saveCgo and matchAuto). A malformed word never holds.
 */
export function cgoCondition(words: readonly string[]): BuildExpression {
  if (words.length === 0) return always;
  return any(
    words.map((word) => {
      const parsed = /[&|()]/.test(word) ? parseExpression(word) : parsePlusBuild(word);
      return parsed.ok ? canonical(parsed.value) : never;
    }),
  );
}

const none: ReadonlyMap<string, boolean> = new Map();
const withoutIgnore: ReadonlyMap<string, boolean> = new Map([['ignore', false]]);
const withIgnore: ReadonlyMap<string, boolean> = new Map([['ignore', true]]);

/** go/build's goodOSArchFile; a name that starts with `_` or `.` is never built. */
function nameConstraint(name: string): BuildExpression {
  if (/^[_.]/.test(name)) return never;
  const stem = name.split('.')[0] ?? '';
  // What stands before the first `_` is no tag: linux.go is for every system.
  const words = stem.split('_').slice(1);
  if (words.at(-1) === 'test') words.pop();
  const last = words.at(-1) ?? '';
  // With the empty word before the first `_` there is always a last but one.
  const lastButOne = words.at(-2) ?? '';
  if (isKnownOs(lastButOne) && isKnownArch(last)) return all([tag(lastButOne), tag(last)]);
  return isKnownOs(last) || isKnownArch(last) ? tag(last) : always;
}

interface HeadConstraint {
  readonly expression: BuildExpression;
  readonly problem?: BuildConstraintProblem;
}

function headConstraint(text: string): HeadConstraint {
  const { goBuild, plusBuild } = readHead(text);
  const [first, second] = goBuild;
  if (second !== undefined) {
    const problem = { line: second.line, message: 'the file has a second `//go:build` line' };
    return { expression: always, problem };
  }
  if (first !== undefined) {
    const parsed = parseExpression(first.text);
    if (parsed.ok) return { expression: canonical(parsed.value) };
    const problem = { line: first.line, message: `the \`//go:build\` line is malformed: ${parsed.error}` };
    return { expression: always, problem };
  }
  // A malformed +build line is no constraint for cmd/go.
  const lines = plusBuild.map(({ text: words }): Result<BuildExpression> => parsePlusBuild(words));
  return { expression: all(lines.map((line) => (line.ok ? canonical(line.value) : always))) };
}

interface ConstraintLine {
  readonly line: number;
  /** What stands behind `//go:build` or `+build`. */
  readonly text: string;
}

/**
 * The constraint lines at the head of a file (go/build's parseFileHeader): `//go:build` in the comments before the
 * first code and outside of block comments; `// +build` in the leading run of line comments, above its last blank
 * line.
 */
function readHead(text: string): { goBuild: ConstraintLine[]; plusBuild: ConstraintLine[] } {
  const goBuild: ConstraintLine[] = [];
  const plusBuild: ConstraintLine[] = [];
  /** Lines that count once a blank line follows. */
  let pending: ConstraintLine[] = [];
  let inLeadingRun = true;
  let inBlock = false;
  let number = 0;
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).trim();
    start = end + 1;
    number++;
    if (line === '' && inLeadingRun) {
      plusBuild.push(...pending);
      pending = [];
      continue;
    }
    if (!line.startsWith('//')) inLeadingRun = false;
    if (!inBlock) {
      const build = /^\/\/go:build(?:\s+(.*))?$/s.exec(line);
      if (build !== null) goBuild.push({ line: number, text: build[1] ?? '' });
      const plus = inLeadingRun ? /^\/\/\s*\+build(?:\s+(.*))?$/s.exec(line) : null;
      if (plus !== null) pending.push({ line: number, text: plus[1] ?? '' });
    }
    const state = blockState(line, inBlock);
    if (state === 'code') break;
    inBlock = state === 'block';
  }
  return { goBuild, plusBuild };
}

/** What a line leaves behind: an open block comment, nothing, or that code has begun. */
function blockState(line: string, inBlock: boolean): 'block' | 'outside' | 'code' {
  let open = inBlock;
  for (let rest = line; rest !== '';) {
    if (open) {
      const close = rest.indexOf('*/');
      if (close < 0) return 'block';
      open = false;
      rest = rest.slice(close + 2).trim();
    } else if (rest.startsWith('//')) {
      return 'outside';
    } else if (rest.startsWith('/*')) {
      open = true;
      rest = rest.slice(2);
    } else {
      return 'code';
    }
  }
  return open ? 'block' : 'outside';
}

/** `boringcrypto` is an older name of `goexperiment.boringcrypto`, and true together with it. */
function canonical(expression: BuildExpression): BuildExpression {
  switch (expression.kind) {
    case 'constant':
      return expression;
    case 'tag':
      return expression.tag === 'boringcrypto' ? tag('goexperiment.boringcrypto') : expression;
    case 'not':
      return not(canonical(expression.operand));
    default:
      return { kind: expression.kind, operands: expression.operands.map(canonical) };
  }
}
