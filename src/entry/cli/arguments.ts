import { parseArgs } from 'node:util';
import { ConfigurationError } from '../../base/errors.ts';
import { nearest } from '../../config/nearest.ts';
import { failThresholds, sanitizeChoices, settings } from '../../config/schema.ts';
import type { FailOn, SanitizeChoice } from '../../config/schema.ts';
import { defaultPolicyPath } from '../policy-file.ts';

export const formats = ['text', 'json', 'sarif', 'rdjson', 'github', 'checkstyle', 'html'] as const;
export type Format = (typeof formats)[number];

/** A report that is asked for, and where it goes. */
export interface Output {
  readonly format: Format;
  /** As it was given, relative to the current directory; undefined: standard output. */
  readonly file: string | undefined;
}

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | RulesCommand
  | ReviewCommand
  | AuditCommand
  | ExplainCommand
  | SanitizeCommand
  | FixtureCommand;

/** What is compared with what. */
export type Comparison =
  /** The merge base of a base and the head; undefined: the default branch, and the work tree. */
  | { readonly kind: 'revisions'; readonly base: string | undefined; readonly head: string | undefined }
  /** HEAD, or the merge base with a base, and the index. */
  | { readonly kind: 'staged'; readonly base: string | undefined }
  /** The work tree, and it with a patch put on or taken back; `-` is standard input. */
  | { readonly kind: 'patch'; readonly file: string };

export interface RulesCommand {
  readonly kind: 'rules';
  readonly rule: string | undefined;
  readonly format: 'text' | 'json';
}

export interface ReviewCommand extends RunOptions {
  readonly kind: 'review';
  /** The file of an earlier run of the sanitizers, relative to the current directory. */
  readonly sanitizeReport: string | undefined;
  readonly comparison: Comparison;
  readonly outputs: readonly Output[];
}

export interface AuditCommand extends RunOptions {
  readonly kind: 'audit';
  readonly sanitizeReport: string | undefined;
  readonly head: string | undefined;
  readonly outputs: readonly Output[];
}

export interface ExplainCommand extends RunOptions {
  readonly kind: 'explain';
  /** A fingerprint, or FILE:LINE. */
  readonly target: string;
  readonly comparison: Comparison;
  readonly format: 'text' | 'json';
}

/** Builds and runs what a change reaches, and writes what that gave. */
export interface SanitizeCommand extends RunOptions {
  readonly kind: 'sanitize';
  readonly comparison: Comparison;
  /** Where the run is written, relative to the current directory. */
  readonly report: string;
}

/** Writes the beginnings of a program that drives the code of a finding. */
export interface FixtureCommand extends RunOptions {
  readonly kind: 'fixture';
  /** A fingerprint, or FILE:LINE. */
  readonly target: string;
  readonly comparison: Comparison;
}

/** What is built and run, and what is known of an earlier run. */
export interface SanitizeOptions {
  readonly sanitize: SanitizeChoice | undefined;
  /** A folder, relative to the repository's root. */
  readonly fixtures: string | undefined;
  /** Names of linters, and paths of reports relative to the repository's root. */
  readonly linters: readonly string[] | undefined;
}

export interface RunOptions extends SanitizeOptions {
  /** Files and directories, relative to the current directory; none: the current directory. */
  readonly paths: readonly string[];
  readonly failOn: FailOn | undefined;
  /** Path of the configuration, relative to the current directory; undefined: the repository's own. */
  readonly config: string | undefined;
  /** Ids or codes of the only rules that run; undefined: those of the configuration. */
  readonly rules: readonly string[] | undefined;
  readonly detail: 'quiet' | 'normal' | 'verbose';
  readonly color: boolean;
  readonly parser: 'wasm' | 'native';
}

export const help = `cgo-review: reviews Go code that crosses into C or uses unsafe

Usage:
  cgo-review review [--base REF] [--head REF] [PATH…]    findings that a change caused
  cgo-review review --staged [PATH…]                     … that the staged change causes
  cgo-review review --patch FILE|- [PATH…]               … that a patch causes
  cgo-review audit [--head REF] [PATH…]                  all findings of a tree
  cgo-review explain FINGERPRINT|FILE:LINE               why a finding was reported, or why none was
  cgo-review rules [ID]                                  the rules; one rule's documentation
  cgo-review sanitize --sanitize-report FILE             run what a change reaches, for a later review
  cgo-review fixture FINGERPRINT|FILE:LINE               the beginnings of a program that drives a finding

What is reviewed:
  --base REF          start from the merge base with this revision (default: the branch of origin/HEAD, else
                      main or master)
  --head REF          look at this revision (default: the work tree, untracked files included)
  --staged            look at the index, compared with HEAD or with the merge base of --base
  --patch FILE|-      a patch and the work tree; the patch may already be applied to it
  PATH…               only these files and directories (default: the current directory)

What is run (it builds and runs the code; the default is off, or what the configuration says):
  --sanitize TOOL          ${sanitizeChoices.join(', ')}: run the tests under it
  --sanitize-fixtures DIR  a folder of the repository with programs that drive its code
  --sanitize-report FILE   what an earlier run gave; \`sanitize\` writes it
  --linters NAME|FILE,…    vet, staticcheck, golangci-lint and gosec are run; a file is their report, or SARIF

What is reported:
  --format FORMAT[=FILE]   ${formats.join(', ')}; may be given several times,
                           each to a file of its own, one to standard output (default: text)
  --fail-on SEVERITY       ${failThresholds.join(', ')}: the least severity that gives exit status 1
                           (default: error, or what the configuration says)
  --rules ID[,ID…]         only these rules
  --config FILE            configuration (default: ${defaultPolicyPath} of the repository)
  --quiet, --verbose       less, or more, than findings and counts
  --no-color               no colours; so does the variable NO_COLOR
  --parser wasm|native     (default: wasm)
  --version, --help

Exit status: 0 clean; 1 findings at or above --fail-on; 2 usage or configuration; 3 something could not be
analysed and nothing reached the threshold; 70 a bug of cgo-review.
`;

const commands = ['review', 'audit', 'explain', 'rules', 'sanitize', 'fixture'] as const;

/** @param args the arguments behind the program's name */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const [name, ...rest] = positionals;
  if (name === 'help' || name === 'version') return { kind: name };
  switch (commandNamed(name)) {
    case 'rules':
      refuse('rules', values, ['format']);
      return { kind: 'rules', rule: atMostOne('rules', rest), format: textOrJson('rules', values.format) };
    case 'sanitize':
      refuse('sanitize', values, [
        ...quietRunOptions,
        ...comparisonOptions,
        'sanitize',
        'sanitize-fixtures',
        'sanitize-report',
      ]);
      if (values.sanitize === 'off')
        throw new ConfigurationError('sanitize runs a tool: leave --sanitize off out, or name another one.');
      return {
        kind: 'sanitize',
        comparison: comparison(values),
        report: reportFile(values['sanitize-report']),
        ...options(values, rest),
      };
    case 'fixture':
      refuse('fixture', values, [...quietRunOptions, ...comparisonOptions, 'sanitize-fixtures', 'rules']);
      return {
        kind: 'fixture',
        target: targetOf('fixture', rest),
        comparison: comparison(values),
        ...options(values, []),
      };
    case 'explain':
      refuse('explain', values, [...runOptions, ...comparisonOptions]);
      return {
        kind: 'explain',
        target: targetOf('explain', rest),
        comparison: comparison(values),
        format: textOrJson('explain', values.format),
        ...options(values, []),
      };
    case 'audit':
      refuse('audit', values, [...runOptions, ...dynamicOptions, 'head']);
      return {
        kind: 'audit',
        head: values.head,
        outputs: outputs(values.format),
        sanitizeReport: values['sanitize-report'],
        ...options(values, rest),
      };
    case 'review':
      return {
        kind: 'review',
        sanitizeReport: values['sanitize-report'],
        comparison: comparison(values),
        outputs: outputs(values.format),
        ...options(values, rest),
      };
  }
}

const known = {
  base: { type: 'string' },
  head: { type: 'string' },
  staged: { type: 'boolean' },
  patch: { type: 'string' },
  format: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  rules: { type: 'string', multiple: true },
  config: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  verbose: { type: 'boolean', short: 'v' },
  'no-color': { type: 'boolean' },
  parser: { type: 'string' },
  sanitize: { type: 'string' },
  'sanitize-fixtures': { type: 'string' },
  'sanitize-report': { type: 'string' },
  linters: { type: 'string', multiple: true },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Parsed = ReturnType<typeof parseArgs<{ options: typeof known; allowPositionals: true }>>;
type Values = Parsed['values'];
type OptionName = keyof typeof known;

const runOptions: readonly OptionName[] = [
  'format',
  'fail-on',
  'rules',
  'config',
  'quiet',
  'verbose',
  'no-color',
  'parser',
];

const comparisonOptions: readonly OptionName[] = ['base', 'head', 'staged', 'patch'];
const dynamicOptions: readonly OptionName[] = ['sanitize', 'sanitize-fixtures', 'sanitize-report', 'linters'];
/** Of a command that prints no report. */
const quietRunOptions: readonly OptionName[] = ['config', 'quiet', 'verbose', 'no-color', 'parser'];

function parse(args: readonly string[]): Parsed {
  try {
    return parseArgs({ args: [...args], options: known, allowPositionals: true });
  } catch (error) {
    // What the user typed wrong has a code of its own (https://nodejs.org/api/errors.html#err_parse_args_unknown_option).
    if (!isParseProblem(error)) throw error;
    throw new ConfigurationError(parseProblem(error.message));
  }
}

function isParseProblem(error: unknown): error is { readonly message: string } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    String(error.code).startsWith('ERR_PARSE_ARGS_')
  );
}

function parseProblem(message: string): string {
  const option = /^Unknown option '--([^']+)'/.exec(message)?.[1];
  if (option !== undefined) {
    const near = nearest(option, Object.keys(known));
    return `There is no option --${option}${near === undefined ? '' : `; the nearest is --${near}`}. See --help.`;
  }
  const missing = /^Option '(?:-\w, )?(--[\w-]+) <value>' argument missing/.exec(message)?.[1];
  if (missing !== undefined) return `${missing} needs a value. See --help.`;
  const [first = message] = message.split(/\.\s/);
  return `${first.replace(/\.$/, '')}. See --help.`;
}

function commandNamed(name: string | undefined): (typeof commands)[number] {
  const choice = 'use review, audit, explain, rules, sanitize or fixture';
  if (name === undefined) throw new ConfigurationError(`No command is given: ${choice}, or see --help.`);
  const command = commands.find((candidate) => candidate === name);
  if (command !== undefined) return command;
  const near = nearest(name, commands);
  const advice = near === undefined ? choice : `the nearest is ${near}`;
  throw new ConfigurationError(`${JSON.stringify(name)} is no command; ${advice}. See --help.`);
}

/** What a command does not read is a mistake, not a thing to pass over. */
function refuse(command: string, values: Values, allowed: readonly OptionName[]): void {
  const names: readonly string[] = allowed;
  const extra = Object.keys(values).find((name) => !names.includes(name));
  if (extra === undefined) return;
  const reason = command === 'audit' && extra !== 'head' ? ': it looks at one tree, review compares two' : '';
  throw new ConfigurationError(`${command} takes no --${extra}${reason}. See --help.`);
}

function comparison(values: Values): Comparison {
  const { base, head, staged, patch } = values;
  if (patch !== undefined) {
    if (base !== undefined || head !== undefined || staged === true) {
      throw new ConfigurationError(
        '--patch says by itself what is compared: leave --base, --head and --staged out.',
      );
    }
    if (patch === '') throw new ConfigurationError('--patch needs a file, or - for standard input.');
    return { kind: 'patch', file: patch };
  }
  if (staged !== true) return { kind: 'revisions', base, head };
  if (head !== undefined) {
    throw new ConfigurationError('--staged looks at the index and --head at a revision: give one of them.');
  }
  return { kind: 'staged', base };
}

function options(values: Values, paths: readonly string[]): RunOptions {
  if (values.quiet === true && values.verbose === true) {
    throw new ConfigurationError('--quiet and --verbose contradict each other: give one of them.');
  }
  const failOn = values['fail-on'];
  return {
    paths,
    failOn: failOn === undefined ? undefined : oneOf('--fail-on', failOn, failThresholds),
    config: values.config,
    rules: values.rules?.flatMap((list) => listedNames('--rules', list, 'ids or codes')),
    detail: values.quiet === true ? 'quiet' : values.verbose === true ? 'verbose' : 'normal',
    color: values['no-color'] !== true,
    sanitize:
      values.sanitize === undefined ? undefined : oneOf('--sanitize', values.sanitize, sanitizeChoices),
    linters: values.linters?.flatMap((list) => listedNames('--linters', list, 'names or files')),
    fixtures: fixtureFolder(values['sanitize-fixtures']),
    parser: oneOf('--parser', values.parser ?? 'wasm', ['wasm', 'native']),
  };
}

function fixtureFolder(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const folder = settings['sanitize-fixtures'].safeParse(text);
  if (folder.success) return folder.data;
  throw new ConfigurationError(
    `--sanitize-fixtures is ${JSON.stringify(text)}, and must be ${folder.error.issues[0]?.message ?? 'a folder'}.`,
  );
}

/** @param what what the list has, for its mistakes */
function listedNames(option: string, list: string, what: string): string[] {
  const names = list.split(',').map((name) => name.trim());
  if (names.includes('')) {
    throw new ConfigurationError(
      `${option} is ${JSON.stringify(list)}, and must be ${what} parted by commas.`,
    );
  }
  return names;
}

function outputs(asked: readonly string[] | undefined): Output[] {
  const found = (asked ?? ['text']).map((text): Output => {
    const [name = '', ...rest] = text.split('=');
    const format = oneOf('--format', name, formats);
    if (rest.length === 0) return { format, file: undefined };
    const file = rest.join('=');
    if (file === '') throw new ConfigurationError(`--format ${text} names no file behind the equals sign.`);
    return { format, file };
  });
  const [first, second] = found.filter(({ file }) => file === undefined);
  if (first !== undefined && second !== undefined) {
    throw new ConfigurationError(
      `--format ${first.format} and --format ${second.format} both go to standard output: give one a file, ` +
        `--format ${second.format}=FILE.`,
    );
  }
  const files = found.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new ConfigurationError(`Two reports would be written to ${twice}.`);
  return found;
}

function textOrJson(command: string, asked: readonly string[] | undefined): 'text' | 'json' {
  const [format = 'text', ...more] = asked ?? [];
  if (more.length > 0) throw new ConfigurationError(`${command} prints one format: give --format once.`);
  return oneOf('--format', format, ['text', 'json'], ` for ${command}`);
}

function atMostOne(command: string, rest: readonly string[]): string | undefined {
  if (rest.length > 1) {
    throw new ConfigurationError(
      `${command} takes one argument; ${JSON.stringify(rest[1])} is a second one.`,
    );
  }
  return rest[0];
}

function targetOf(command: string, rest: readonly string[]): string {
  const target = atMostOne(command, rest);
  if (target !== undefined) return target;
  throw new ConfigurationError(
    `${command} needs a fingerprint or FILE:LINE, e.g. \`cgo-review ${command} db.go:42\`.`,
  );
}

function reportFile(file: string | undefined): string {
  if (file !== undefined && file !== '') return file;
  throw new ConfigurationError(
    'sanitize needs a file for what it finds, e.g. `cgo-review sanitize --sanitize-report run.json`.',
  );
}

function oneOf<T extends string>(name: string, text: string, values: readonly T[], where = ''): T {
  const value = values.find((candidate) => candidate === text);
  if (value !== undefined) return value;
  const near = nearest(text, values);
  const hint = near === undefined ? '' : `; the nearest is ${near}`;
  throw new ConfigurationError(
    `${name} is ${JSON.stringify(text)}, and must be one of ${values.join(', ')}${where}${hint}.`,
  );
}
