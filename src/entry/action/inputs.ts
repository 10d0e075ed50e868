import { ConfigurationError } from '../../base/errors.ts';
import { defaultPolicyPath } from '../policy-file.ts';
import type { ConfigOverrides } from '../../config/review-config.ts';
import { settings } from '../../config/schema.ts';

/** The inputs of `action.yml`; what a workflow leaves out is undefined where the configuration file may say it. */
export interface ActionInputs {
  readonly mode: 'auto' | 'review' | 'audit' | 'sanitize';
  readonly token: string;
  /** Directory of the checkout, or a directory in it; relative to the workspace. */
  readonly path: string;
  readonly config: string;
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly parser: 'wasm' | 'native';
  readonly overrides: ConfigOverrides;
  /** Where the file of a sanitizer's run is written (mode `sanitize`), or read; relative to the workspace. */
  readonly sanitizeReport: string | undefined;
}

/** @param read gives an input by its name in `action.yml`, empty where the workflow does not set it */
export function readInputs(read: (name: string) => string): ActionInputs {
  const optional = (name: string): string | undefined => {
    const text = read(name).trim();
    return text === '' ? undefined : text;
  };
  const setting = <K extends keyof typeof parsers>(name: K): ReturnType<(typeof parsers)[K]> | undefined => {
    const text = optional(name);
    return text === undefined ? undefined : (parsers[name](text) as ReturnType<(typeof parsers)[K]>);
  };
  return {
    mode: oneOf('mode', optional('mode') ?? 'auto', ['auto', 'review', 'audit', 'sanitize']),
    token: read('github-token').trim(),
    path: optional('path') ?? '.',
    config: optional('config') ?? defaultPolicyPath,
    base: optional('base'),
    head: optional('head'),
    parser: oneOf('parser', optional('parser') ?? 'wasm', ['wasm', 'native']),
    sanitizeReport: optional('sanitize-report'),
    overrides: {
      failOn: setting('fail-on'),
      onIncomplete: setting('on-incomplete'),
      reportOnly: setting('report-only'),
      maxComments: setting('max-comments'),
      sanitize: setting('sanitize'),
      sanitizeFixtures: setting('sanitize-fixtures'),
      linters: setting('linters'),
    },
  };
}

const parsers = {
  'fail-on': (text: string) => checked('fail-on', settings['fail-on'], text, text),
  'on-incomplete': (text: string) => checked('on-incomplete', settings['on-incomplete'], text, text),
  'report-only': (text: string) =>
    checked(
      'report-only',
      settings['report-only'],
      text === 'true' ? true : text === 'false' ? false : text,
      text,
    ),
  sanitize: (text: string) => checked('sanitize', settings.sanitize, text, text),
  'sanitize-fixtures': (text: string) =>
    checked('sanitize-fixtures', settings['sanitize-fixtures'], text, text),
  linters: (text: string) => checked('linters', settings.linters, parted(text), text),
  'max-comments': (text: string) =>
    checked('max-comments', settings['max-comments'], /^\d+$/.test(text) ? Number(text) : text, text),
};

/** The words of a list that is written in one line or several. */
function parted(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

interface Schema<T> {
  safeParse(
    value: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: readonly { message: string }[] } };
}

function checked<T>(name: string, schema: Schema<T>, value: unknown, written: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const expected = result.error.issues[0]?.message ?? 'something else';
  throw new ConfigurationError(`The input ${name} is ${JSON.stringify(written)}, and must be ${expected}.`);
}

function oneOf<T extends string>(name: string, text: string, values: readonly T[]): T {
  const value = values.find((candidate) => candidate === text);
  if (value !== undefined) return value;
  throw new ConfigurationError(
    `The input ${name} is ${JSON.stringify(text)}, and must be one of ${values.join(', ')}.`,
  );
}
