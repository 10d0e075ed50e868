import picomatch from 'picomatch';
import * as z from 'zod';
import { listed } from '../base/listed.ts';
import { librarySchema } from '../knowledge/library-schema.ts';

/** What a rule may be set to: run at a severity, run at its own, or not run at all. */
export const ruleLevels = ['off', 'on', 'error', 'warning', 'info'] as const;
export type RuleLevel = (typeof ruleLevels)[number];

/** The least severity that fails a run. */
export const failThresholds = ['error', 'warning', 'info', 'never'] as const;
export type FailOn = (typeof failThresholds)[number];

/** What becomes of a run that could not read all of a change. */
export const incompletePolicies = ['fail', 'pass'] as const;
export type OnIncomplete = (typeof incompletePolicies)[number];

/** The dynamic tools that a run may build and run the program under; `all` is each of them in turn. */
export const sanitizeChoices = ['off', 'asan', 'checkptr', 'cgocheck', 'race', 'all'] as const;
export type SanitizeChoice = (typeof sanitizeChoices)[number];

/** GitHub's own ceiling for one review is not documented; reviews of more comments than this were refused. */
const mostComments = 100;

const commentCount = `a whole number from 0 to ${mostComments}`;
const globList = 'a list of globs, each a string';
const fixtureFolder = 'a folder below the root of the repository, without a leading "/" and without ".."';
const linterName = 'the name of a linter, or the path of a report';
const linterList = 'a list of names of linters and of paths of their reports';
const ruleMap = `a map from a rule's id or code to ${oneOf(ruleLevels)}`;

/** One glob of `exclude`. An absolute or upward path never matches a path of the repository: a sure mistake. */
const glob = z.string({ error: 'a glob, as a string' }).check((context) => {
  const problem = globProblem(context.value);
  if (problem !== undefined) {
    context.issues.push({ code: 'custom', message: problem, input: context.value });
  }
});

/**
 * The settings of `.github/cgo-review.yml`. Each schema's error is the expectation in words, without a verb,
 * so that a caller can say `must be EXPECTATION` with the place of the mistake.
 */
export const settings = {
  'fail-on': z.enum(failThresholds, { error: oneOf(failThresholds) }).meta({
    description: 'The least severity of a finding that fails the run.',
    default: 'error',
  }),
  'on-incomplete': z.enum(incompletePolicies, { error: oneOf(incompletePolicies) }).meta({
    description: 'Whether a run fails that could not read something that the change touches.',
    default: 'fail',
  }),
  'report-only': z.boolean({ error: 'true or false' }).meta({
    description: 'Report everything and never fail the run.',
    default: false,
  }),
  'max-comments': z
    .int({ error: commentCount })
    .min(0, { error: commentCount })
    .max(mostComments, { error: commentCount })
    .meta({
      description: 'How many findings are posted as review comments; the others stay in the job summary.',
      default: 30,
    }),
  exclude: z.array(glob, { error: globList }).meta({
    description:
      'Globs of paths that are not reviewed, relative to the root of the repository. ' +
      'A glob that ends in a slash stands for everything below that folder.',
  }),
  rules: z.record(z.string(), z.enum(ruleLevels, { error: oneOf(ruleLevels) }), { error: ruleMap }).meta({
    description:
      "The severity of single rules by their id or code; 'on' is a rule's own severity, 'off' does not run it.",
  }),
  sanitize: z.enum(sanitizeChoices, { error: oneOf(sanitizeChoices) }).meta({
    description:
      'Build the packages that the change reaches and run their tests under a dynamic tool. ' +
      'That runs the code of the change: see docs/sanitizer.md.',
    default: 'off',
  }),
  'sanitize-fixtures': z
    .string({ error: fixtureFolder })
    .refine((text) => isFolder(text), { error: fixtureFolder })
    .meta({
      description:
        'A folder of the repository; each folder in it is a main or test package that drives code under `sanitize`.',
    }),
  linters: z
    .array(
      z.string({ error: linterName }).trim().min(1, { error: linterName }).max(1000, { error: linterName }),
      {
        error: linterList,
      },
    )
    .meta({
      description:
        "Other analysers whose findings about cgo and unsafe join the review: 'vet', 'staticcheck', 'golangci-lint' " +
        "and 'gosec' are run where they are installed; anything else is the path of a report (SARIF, or the JSON of one " +
        'of them) that an earlier step wrote.',
    }),
  libraries: z.array(librarySchema, { error: 'a list of tables, one for each library' }).meta({
    description:
      'What the functions of your C libraries give, lend, free, take and keep. ' +
      'What is said here of a function goes before what is known of it already.',
  }),
};

export const configSchema = z
  .strictObject(settings, { error: 'a map of settings' })
  .partial()
  .meta({ title: 'Configuration of cgo-review' });

/**
 * The JSON Schema (draft 7, which editors' YAML servers read) of the configuration file.
 * Rules are not enumerated in it: they are checked against the installed version when the file is read.
 */
export function configJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
}

function oneOf(values: readonly string[]): string {
  return listed(values, 'or');
}

function isFolder(text: string): boolean {
  const parts = text.split('/').filter((part) => part.trim() !== '' && part !== '.');
  return parts.length > 0 && !parts.includes('..') && !/^\/|^[A-Za-z]:|\\/.test(text);
}

function globProblem(text: string): string | undefined {
  if (text.trim() === '') return 'a glob that is not empty';
  if (text.startsWith('/') || /^\.{1,2}\//.test(text)) {
    return `a glob relative to the root of the repository, without a leading "/", "./" or "../"`;
  }
  if (text.startsWith('!')) return 'a glob of what is left out; "!" cannot take paths back in';
  if (text.includes('\\')) return 'a glob with "/" between the parts of a path';
  try {
    picomatch.makeRe(text, { strictBrackets: true });
    return undefined;
  } catch (error) {
    // picomatch throws a SyntaxError that names the bracket, e.g. `Missing closing: "]" - use "\\]" …`.
    const cause = error instanceof Error ? error.message.split(' - ')[0] : String(error);
    return `a valid glob (${cause})`;
  }
}
