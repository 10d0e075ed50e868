import type { SourceLines } from '../../report/columns.ts';
import type { LinterReport } from '../finding.ts';
import { addGoErrors } from '../go-output.ts';
import { knownRules } from '../known-rules.ts';
import { readLinterReport } from '../read-report.ts';
import { ReportDraft } from '../report-draft.ts';
import type { PathBase } from '../repository-path.ts';
import { parseStaticcheck } from '../staticcheck.ts';
import { parseVet } from '../vet.ts';

/** The linters that can be run. */
export const linterNames = ['vet', 'staticcheck', 'golangci-lint', 'gosec'] as const;
export type LinterName = (typeof linterNames)[number];

/** What a linter printed. */
export interface LinterOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** How one linter is run. */
export interface LinterProgram {
  /** How a sentence calls it. */
  readonly title: string;
  readonly command: string;
  /** What to do where it is not there. */
  readonly install: string;
  /** Prints its version. */
  readonly versionArguments: readonly string[];
  /**
   * Looks at packages, each given as `./directory`. The repository's own settings of the linter are not read: they are
   * part of the pull request, may switch off what is asked for here, and golangci-lint would load plugins that they name.
   *
   * @param version as the program prints it; empty where it prints none
   */
  runArguments(version: string, packages: readonly string[], seconds: number): readonly string[];
  parse(output: LinterOutput, base: PathBase, version: string): LinterReport;
}

/** The known rules of a tool. */
function rulesOf(tool: string): string {
  const prefix = `${tool}/`;
  const names = [...knownRules.keys()].filter((name) => name.startsWith(prefix));
  return names.map((name) => name.slice(prefix.length)).join(',');
}

const noLines: SourceLines = () => undefined;

/** The report in standard output; where there is none, what standard error says of it. */
function readOutput(name: string): LinterProgram['parse'] {
  return ({ stdout, stderr }, base, version) => {
    const toolVersion = version === '' ? {} : { toolVersion: version };
    const [report] =
      stdout.trim() === '' ? [] : readLinterReport(`The output of ${name}`, stdout, base, noLines);
    if (report !== undefined) return { ...report, tool: name, ...toolVersion };
    const draft = new ReportDraft(name, base);
    addGoErrors(stderr.split('\n'), draft);
    return { ...draft.finish(), ...toolVersion };
  };
}

export const linterPrograms: Readonly<Record<LinterName, LinterProgram>> = {
  vet: {
    title: 'go vet',
    command: 'go',
    install: 'Install Go (https://go.dev/dl), in a workflow with actions/setup-go.',
    versionArguments: ['env', 'GOVERSION'],
    // All analysers run: naming some would switch off the others, and their results are told apart later.
    runArguments: (_version, packages) => ['vet', '-json', ...packages],
    // Before Go 1.26 the results stand on standard error, among the lines of the packages.
    parse: ({ stdout, stderr }, base, version) => parseVet(`${stderr}\n${stdout}`, base, version),
  },
  staticcheck: {
    title: 'staticcheck',
    command: 'staticcheck',
    install: 'Install it: go install honnef.co/go/tools/cmd/staticcheck@latest',
    versionArguments: ['-version'],
    runArguments: (_version, packages) => ['-f', 'json', `-checks=${rulesOf('staticcheck')}`, ...packages],
    parse: ({ stdout, stderr }, base, version) => parseStaticcheck(`${stderr}\n${stdout}`, base, version),
  },
  'golangci-lint': {
    title: 'golangci-lint',
    command: 'golangci-lint',
    install: 'Install it: https://golangci-lint.run/docs/welcome/install/',
    versionArguments: ['--version'],
    runArguments: (version, packages, seconds) => [
      'run',
      '--no-config',
      ...(version.startsWith('1.')
        ? // Its defaults leave out the misuse of unsafe.Pointer and gosec's G103.
          ['--disable-all', '--out-format=json', '--exclude-use-default=false']
        : ['--default=none', '--output.json.path=stdout', '--show-stats=false']),
      '--enable=govet,staticcheck,gosec,gocheckcompilerdirectives',
      '--issues-exit-code=0',
      '--max-issues-per-linter=0',
      '--max-same-issues=0',
      '--allow-parallel-runners',
      `--timeout=${Math.ceil(seconds)}s`,
      ...packages,
    ],
    parse: readOutput('golangci-lint'),
  },
  gosec: {
    title: 'gosec',
    command: 'gosec',
    install: 'Install it: go install github.com/securego/gosec/v2/cmd/gosec@latest',
    versionArguments: ['-version'],
    // Not -quiet: with it a run without results prints no report, not even of what it could not read.
    runArguments: (_version, packages) => [
      '-fmt=json',
      '-no-fail',
      `-include=${rulesOf('gosec')}`,
      ...packages,
    ],
    parse: readOutput('gosec'),
  },
};
