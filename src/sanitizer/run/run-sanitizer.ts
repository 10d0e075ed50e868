import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from '../../base/result.ts';
import { buildTarget } from './build.ts';
import type { Build } from './build.ts';
import { addressesWithCredentials } from './child-environment.ts';
import { cgoHashes } from './cgo-hashes.ts';
import { runBinary } from './execute.ts';
import { findModules } from './modules.ts';
import { runBounds } from './sanitizer-run.ts';
import type {
  BuildRecord,
  ExecutionRecord,
  SanitizerLimits,
  SanitizerMode,
  SanitizerRun,
  Toolchain,
} from './sanitizer-run.ts';
import { makeScratch, removeScratch } from './scratch.ts';
import { supervise } from './supervised.ts';
import { findTargets } from './targets.ts';
import type { ModeTargets, Target } from './targets.ts';
import { findGo, leakProblem, modeProblem, tryCompiler } from './toolchain.ts';
import type { GoInstallation, Printed, RunTool } from './toolchain.ts';
import { PrintedText, Workshop } from './workshop.ts';
import type { SanitizerPorts } from './workshop.ts';

/** What is to be built and run. */
export interface SanitizerOptions {
  /** The absolute path of the repository's work tree. */
  readonly root: string;
  /** Directories of modules, relative to the root; those with a go.mod where it is not given. */
  readonly moduleDirectories?: readonly string[];
  /** Changed files, relative to the root; undefined in an audit, which takes all packages. */
  readonly changedPaths: readonly string[] | undefined;
  /** In an audit, the packages of which a file is looked at; all where it is not given. */
  readonly isInScope?: (path: string) => boolean;
  /** Files of the work tree that are built as if they were not there, relative to the root. */
  readonly hiddenPaths?: readonly string[];
  readonly modes: readonly SanitizerMode[];
  /** The directory whose folders are fixtures, relative to the root. */
  readonly fixturesDirectory?: string;
  readonly limits: SanitizerLimits;
  /** The C compiler; where it is not given, `CC`, and else Go's own choice. */
  readonly compiler?: string;
}

/**
 * Builds the packages that a change reaches under the sanitizers and runs their tests, a process each. This runs
 * code of the repository: `sanitizeRefusal` says where it may. The work tree is not written to by us, and whatever
 * goes wrong outside is in the result.
 */
export async function runSanitizer(options: SanitizerOptions, ports: SanitizerPorts): Promise<SanitizerRun> {
  const begun = performance.now();
  const root = await realpath(options.root);
  const { environment } = ports;
  const scratch = await makeScratch(environment['RUNNER_TEMP'] ?? environment['TMPDIR'] ?? '/tmp');
  const none = (problem: string, toolchain: Toolchain): SanitizerRun => ({
    version: 1,
    toolchain,
    root,
    modules: [],
    cgoHashes: [],
    builds: [],
    executions: [],
    problems: [problem],
    cache: undefined,
  });
  let workshop: Workshop | undefined;
  try {
    const platform = `${process.platform}/${process.arch}`;
    if (process.platform !== 'linux') {
      const problem =
        'The sanitizers were not run: they run on Linux only; use a runner such as ubuntu-latest.';
      return none(problem, { go: 'none', platform });
    }
    const tool = toolRunner(scratch, ports.signal);
    ports.progress('Looking for Go and a C compiler');
    const go = await findGo(tool, environment);
    if (!go.ok) return none(go.error, { go: 'none', platform });
    const compiler = options.compiler ?? environment['CC'] ?? go.value.compiler;
    const hidden = (options.hiddenPaths ?? []).map((one) => path.join(root, one));
    workshop = new Workshop(ports, options.limits, scratch, go.value, compiler, begun, hidden);
    await workshop.hide();
    return await new SanitizerSession(workshop, options, root, tool).run();
  } finally {
    if (workshop === undefined) await removeScratch(scratch);
    else await workshop.close();
  }
}

/** Runs tools of the machine, with time for a first start. */
function toolRunner(scratch: string, signal: AbortSignal | undefined): RunTool {
  return async (file, args, environment): Promise<Result<Printed>> => {
    const printed = new PrintedText();
    const end = await supervise(
      {
        file,
        args,
        directory: scratch,
        environment,
        marker: path.basename(scratch),
        watched: scratch,
        seconds: 60,
        outputBytes: 1024 * 1024,
        memoryBytes: Infinity,
        diskBytes: Infinity,
        onOutput: (chunk, stream) => printed.add(chunk, stream),
      },
      signal,
    );
    return end.ok ? { ok: true, value: { exit: end.value.exit, ...printed.texts() } } : end;
  };
}

/** One run, once the tool chain is known. */
class SanitizerSession {
  private readonly workshop: Workshop;
  private readonly options: SanitizerOptions;
  private readonly root: string;
  private readonly tool: RunTool;
  private readonly builds: BuildRecord[] = [];
  private readonly executions: ExecutionRecord[] = [];
  private readonly modules = new Map<string, string>();
  private readonly hashes = new Map<string, string>();
  private cache: { hits: number; misses: number } | undefined;
  private textLength = 0;

  constructor(workshop: Workshop, options: SanitizerOptions, root: string, tool: RunTool) {
    this.workshop = workshop;
    this.options = options;
    this.root = root;
    this.tool = tool;
  }

  async run(): Promise<SanitizerRun> {
    const { workshop, options } = this;
    const { go } = workshop;
    for (const name of addressesWithCredentials(workshop.ports.environment, go.settings)) {
      workshop.problem(
        `${name} holds a name or password, which the code of the repository could read, and was handed on without ` +
          'it: download the modules in a step before ("go mod download").',
      );
    }
    const trial = await this.tryTools();
    const modes = trial.modes;
    const toolchain: Toolchain = {
      go: go.version,
      ...(trial.version === undefined ? {} : { cc: trial.version }),
      platform: `${go.system}/${go.architecture}`,
    };
    const relativeDirectories =
      modes.length === 0 ? [] : (options.moduleDirectories ?? (await findModules(this.root)));
    if (modes.length > 0 && relativeDirectories.length === 0) {
      workshop.problem('Nothing was built: the repository has no go.mod; the sanitizers need a module.');
    }
    const directories = relativeDirectories.map((one) => path.join(this.root, one));
    for (const mode of modes) {
      if (workshop.isOver) {
        workshop.problem(`The mode ${mode} was not run: the time was used up, or the run was cancelled.`);
      } else {
        await this.runMode(mode, directories, trial.leaks);
      }
    }
    if (workshop.ports.signal?.aborted === true) {
      workshop.problem('The run was cancelled before its end: what is reported is a part.');
    }
    return {
      version: 1,
      toolchain,
      root: this.root,
      modules: [...this.modules].slice(0, runBounds.modules).map(([name, dir]) => ({ path: name, dir })),
      cgoHashes: [...this.hashes].slice(0, runBounds.hashes).map(([hash, name]) => ({ hash, package: name })),
      builds: this.builds,
      executions: this.executions,
      problems: workshop.problems,
      cache: this.cache,
    };
  }

  /** What can be used on this machine; what cannot is said once. */
  private async tryTools(): Promise<{ modes: SanitizerMode[]; leaks: boolean; version?: string }> {
    const { workshop, options } = this;
    const go: GoInstallation = workshop.go;
    const possible = options.modes.filter((mode) => {
      const problem = modeProblem(mode, go);
      if (problem !== undefined) workshop.problem(problem);
      return problem === undefined;
    });
    const directory = path.join(workshop.scratch, 'trial');
    await mkdir(directory);
    const environment = await workshop.buildEnvironment(workshop.nextMarker());
    const withAsan = possible.includes('asan');
    const trial = await tryCompiler(this.tool, workshop.compiler, environment, directory, withAsan);
    const version = trial.version === undefined ? {} : { version: trial.version };
    if (trial.missing !== undefined) {
      workshop.problem(trial.missing);
      return { modes: [], leaks: false, ...version };
    }
    if (trial.asanProblem !== undefined) workshop.problem(trial.asanProblem);
    const modes = possible.filter((mode) => mode !== 'asan' || trial.asanProblem === undefined);
    if (!modes.includes('asan')) return { modes, leaks: false, ...version };
    const noLeaks = leakProblem(go) ?? trial.leakProblem;
    if (noLeaks !== undefined) workshop.problem(noLeaks);
    return { modes, leaks: noLeaks === undefined, ...version };
  }

  private async runMode(mode: SanitizerMode, directories: readonly string[], leaks: boolean): Promise<void> {
    const { workshop, options } = this;
    const absolute = (relative: string) => path.join(this.root, relative);
    const found = await findTargets(workshop, mode, {
      root: this.root,
      moduleDirectories: directories,
      changed: options.changedPaths?.map(absolute),
      ...(options.isInScope === undefined ? {} : { isInScope: options.isInScope }),
      ...(options.fixturesDirectory === undefined ? {} : { fixtures: absolute(options.fixturesDirectory) }),
    });
    for (const [name, directory] of found.modules) {
      this.modules.set(name, path.relative(this.root, directory).split(path.sep).join('/') || '.');
    }
    for (const [index, target] of found.targets.entries()) {
      if (workshop.isOver) {
        workshop.problem(
          `${found.targets.length - index} packages were not built (${mode}): the time was used up, or the run was ` +
            'cancelled.',
        );
        return;
      }
      await this.runTarget(mode, target, leaks, `${index + 1} of ${found.targets.length}`);
    }
    await this.learnHashes(mode, found);
  }

  private async runTarget(mode: SanitizerMode, target: Target, leaks: boolean, count: string): Promise<void> {
    const { workshop } = this;
    const name = target.listed.ImportPath;
    if (this.builds.length >= runBounds.builds) return;
    if (target.kind !== 'none') workshop.ports.progress(`${mode}: building ${name} (${count})`);
    const build = await buildTarget(workshop, mode, target, this.root, leaks);
    this.count(build);
    const { binary, record } = build;
    if (binary === undefined) {
      this.builds.push(record);
      return;
    }
    workshop.ports.progress(`${mode}: running ${name}`);
    const { leaksChecked } = await runBinary(workshop, { ...build, binary }, (one) => this.record(one));
    this.builds.push(leaksChecked ? record : { ...record, leaks: 'not-asked' });
  }

  private count({ cache }: Build): void {
    if (cache === undefined) return;
    this.cache = {
      hits: (this.cache?.hits ?? 0) + cache.hits,
      misses: (this.cache?.misses ?? 0) + cache.misses,
    };
  }

  /** Keeps an execution; of texts beyond what a report may hold, only that they were there. */
  private record(execution: ExecutionRecord): void {
    const length = execution.texts.reduce((sum, text) => sum + text.length, 0);
    if (this.executions.length >= runBounds.executions) {
      this.workshop.problem(
        `More than ${runBounds.executions} tests were run: the rest is not in the report.`,
      );
    } else if (this.textLength + length > runBounds.allTexts) {
      this.workshop.problem(
        'The reports are longer than all together may be: the texts of the last ones are left out.',
      );
      this.executions.push({ ...execution, texts: [] });
    } else {
      this.textLength += length;
      this.executions.push(execution);
    }
  }

  /** The packages behind the hashes in the names of cgo's wrappers, for those that were in a build. */
  private async learnHashes(mode: SanitizerMode, found: ModeTargets): Promise<void> {
    const built = found.targets.filter(({ kind }) => kind !== 'none');
    const known = new Set(this.hashes.values());
    const hashes = await cgoHashes(this.workshop, mode, built, found.packages, known);
    for (const [hash, name] of hashes) this.hashes.set(hash, name);
  }
}
