import { parseArgs } from 'node:util';
import { ConfigurationError } from '../../base/errors.ts';
import { nearest } from '../../config/nearest.ts';
import { failThresholds } from '../../config/schema.ts';
import { defaultPolicyPath } from '../policy-file.ts';
import type { FailOn } from '../../config/schema.ts';

export type Format = 'text' | 'json' | 'sarif';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'rules'; readonly rule: string | undefined }
  | ({ readonly kind: 'review'; readonly base: string | undefined } & RunOptions)
  | ({ readonly kind: 'audit' } & RunOptions);

export interface RunOptions {
  /** A revision; undefined: the work tree. */
  readonly head: string | undefined;
  readonly path: string;
  readonly format: Format;
  readonly failOn: FailOn | undefined;
  /** Configuration file in the work tree. */
  readonly config: string;
  readonly parser: 'wasm' | 'native';
}

export const help = `cgo-review: reviews Go code that crosses into C or uses unsafe

Usage:
  cgo-review review [--base REF] [--head REF] [options] [PATH]   findings that a change caused
  cgo-review audit [--head REF] [options] [PATH]                 all findings of a tree
  cgo-review rules [ID]                                          the rules; one rule's documentation

  Without --head the work tree is looked at, untracked files included. Without --base a review starts from
  the merge base with the default branch. PATH is a directory of the repository (default: .).

Options:
  --format text|json|sarif      what is printed on standard output (default: text)
  --fail-on SEVERITY            ${failThresholds.join('|')}: the least severity that gives exit status 1
                                (default: error, or what the configuration says)
  --config FILE                 configuration, relative to the repository (default: .github/cgo-review.yml)
  --parser wasm|native          (default: wasm)
  --version, --help

Exit status: 0 clean; 1 findings at or above --fail-on; 2 usage or configuration; 3 something could not be
analysed and nothing reached the threshold; 70 a bug of cgo-review.
`;

const commands = ['review', 'audit', 'rules'];

/** @param args the arguments behind the program's name */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const [name, ...rest] = positionals;
  if (name === undefined)
    throw new ConfigurationError('No command is given: use review, audit or rules, or see --help.');
  if (!commands.includes(name)) {
    const near = nearest(name, commands);
    const advice = near === undefined ? 'use review, audit or rules' : `the nearest is ${near}`;
    throw new ConfigurationError(`${JSON.stringify(name)} is no command; ${advice}. See --help.`);
  }
  if (rest.length > 1)
    throw new ConfigurationError(`${name} takes one argument; ${JSON.stringify(rest[1])} is a second one.`);
  if (name === 'rules') return { kind: 'rules', rule: rest[0] };
  const options: RunOptions = {
    head: values.head,
    path: rest[0] ?? '.',
    format: oneOf('--format', values.format ?? 'text', ['text', 'json', 'sarif']),
    failOn:
      values['fail-on'] === undefined ? undefined : oneOf('--fail-on', values['fail-on'], failThresholds),
    config: values.config ?? defaultPolicyPath,
    parser: oneOf('--parser', values.parser ?? 'wasm', ['wasm', 'native']),
  };
  if (name === 'review') return { kind: 'review', base: values.base, ...options };
  if (values.base !== undefined)
    throw new ConfigurationError('audit looks at one tree and takes no --base; review compares two.');
  return { kind: 'audit', ...options };
}

const options = {
  base: { type: 'string' },
  head: { type: 'string' },
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  config: { type: 'string' },
  parser: { type: 'string' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // parseArgs throws TypeErrors for what the user typed; their first sentence says what is wrong.
    if (!(error instanceof TypeError)) throw error;
    const [first = error.message] = error.message.split(/\.\s/);
    throw new ConfigurationError(`${first.replace(/\.$/, '')}. See --help.`);
  }
}

function oneOf<T extends string>(name: string, text: string, values: readonly T[]): T {
  const value = values.find((candidate) => candidate === text);
  if (value !== undefined) return value;
  throw new ConfigurationError(
    `${name} is ${JSON.stringify(text)}, and must be one of ${values.join(', ')}.`,
  );
}
