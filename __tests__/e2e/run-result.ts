import { expect } from '@jest/globals';
import type { ActionRun } from './run-action.ts';

/** Where a run's annotations stand. */
export function annotated(run: ActionRun): string[] {
  return run.annotations
    .filter(({ properties }) => properties['file'] !== undefined)
    .map(({ level, properties }) => `${level} ${properties['file'] ?? ''}:${properties['line'] ?? ''}`);
}

/** The sentences of a run's errors that stand at no file. */
function errors(run: ActionRun): readonly string[] {
  return run.annotations
    .filter(({ level, properties }) => level === 'error' && properties['file'] === undefined)
    .map(({ message }) => message);
}

/** Where a run's findings are, by its JSON report. */
export function found(run: ActionRun): string[] {
  return run.report().findings.map(({ ruleId, path, line }) => `${ruleId} ${path}:${String(line)}`);
}

/** The outcome of a run; a run that crashed has no verdict. */
export function outcome(run: ActionRun): {
  readonly verdict: string | undefined;
  readonly job: 'passes' | 'fails';
} {
  if (run.status === null || run.status === 70 || run.outputs['verdict'] === undefined) {
    throw new Error(`the action crashed (${String(run.status)}):\n${run.stdout}\n${run.stderr}`);
  }
  return { verdict: run.outputs['verdict'], job: run.status === 0 ? 'passes' : 'fails' };
}

/** A mistake of the user: one sentence, no stack, and the exit status for it. */
export function expectMistake(run: ActionRun, sentence: RegExp): void {
  expect({ status: run.status, errors: errors(run) }).toEqual({
    status: 2,
    errors: [expect.stringMatching(sentence)],
  });
  expect(run.stdout + run.stderr).not.toMatch(/^\s+at /m);
}
