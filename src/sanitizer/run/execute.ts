import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { compareText } from '../../base/span.ts';
import { readBeginning } from './bounded-read.ts';
import type { Build } from './build.ts';
import { testEnvironment } from './child-environment.ts';
import { runEnvironment } from './modes.ts';
import { OutputExcerpt } from './output-excerpt.ts';
import { runBounds } from './sanitizer-run.ts';
import type { ExecutionRecord, SanitizerMode } from './sanitizer-run.ts';
import { makeQuarters } from './scratch.ts';
import { environmentProblem, ptraceProblem, saysPtrace } from './toolchain.ts';
import { PrintedText } from './workshop.ts';
import type { Workshop } from './workshop.ts';

/** More tests than this in one package are not run one by one. */
const mostTests = 2000;

/**
 * AddressSanitizer ends the process with its report. Now and then it locks itself up over that, where several threads
 * run: what it has not added to for so long is not finished any more.
 */
const reportMs = 20_000;

/** The name under which what a package does before its tests is recorded. */
const startUp = 'start-up';

/**
 * Runs the tests of one binary, a process each, and hands on what each left as soon as it ended. The result says
 * whether the leak check was there for all that it was asked for.
 */
export async function runBinary(
  workshop: Workshop,
  build: Build & { readonly binary: string },
  record: (execution: ExecutionRecord) => void,
): Promise<{ readonly leaksChecked: boolean }> {
  const runner = new BinaryRunner(workshop, build);
  await runAll(workshop, build, runner, record);
  return { leaksChecked: runner.leaksChecked };
}

async function runAll(
  workshop: Workshop,
  build: Build,
  runner: BinaryRunner,
  record: (execution: ExecutionRecord) => void,
): Promise<void> {
  if (build.target.kind === 'program') {
    const execution = await runner.run('main', []);
    if (execution !== undefined) record(execution);
    return;
  }
  const tests = await runner.tests();
  if (tests.startUp !== undefined) record(tests.startUp);
  for (const [index, test] of tests.names.entries()) {
    if (workshop.isOver) {
      workshop.problem(
        `${tests.names.length - index} tests of ${build.record.package} (${build.record.mode}) were not run: ` +
          'the time was used up, or the run was cancelled.',
      );
      return;
    }
    // -test.run takes an expression for each level of subtests; a name holds nothing that it could mean.
    const execution = await runner.run(test, [`-test.run=^${test}$`, '-test.timeout=0']);
    if (execution === undefined) return;
    record(execution);
  }
}

class BinaryRunner {
  private readonly workshop: Workshop;
  private readonly build: Build & { readonly binary: string };
  private readonly mode: SanitizerMode;
  leaksChecked = true;
  /** Whether the last process hung over its report. */
  private isReportCut = false;

  constructor(workshop: Workshop, build: Build & { readonly binary: string }) {
    this.workshop = workshop;
    this.build = build;
    this.mode = build.record.mode;
  }

  /**
   * The names of the tests, examples and fuzz targets. Asking runs what the package does when it starts: where
   * that fails, it is an execution of its own.
   */
  async tests(): Promise<{ names: string[]; startUp?: ExecutionRecord }> {
    const printed = new PrintedText();
    const execution = await this.once(startUp, ['-test.list=.'], false, printed);
    if (execution === undefined) return { names: [] };
    const names = printed
      .texts()
      .stdout.split('\n')
      .filter((line) => /^(?:Test|Example|Fuzz)[\p{L}\p{Nd}_]{0,400}$/u.test(line));
    if (names.length > mostTests) {
      this.workshop.problem(
        `${names.length - mostTests} of ${names.length} tests of ${this.build.record.package} were not run: ` +
          'no package may have more than that; split it, or write fixtures for its boundary.',
      );
    }
    return {
      names: [...new Set(names)].slice(0, mostTests),
      ...(execution.exit === 0 ? {} : { startUp: execution }),
    };
  }

  /** Runs one test; undefined where nothing could be run. */
  async run(test: string, args: readonly string[]): Promise<ExecutionRecord | undefined> {
    const leaks = this.build.record.leaks !== 'not-asked';
    let execution = await this.once(test, args, leaks);
    if (this.isReportCut) execution = await this.once(test, args, leaks);
    if (this.isReportCut) {
      this.workshop.problem(
        `AddressSanitizer hung over its report on ${test} of ${this.build.record.package}, twice: the report is a ` +
          'part, and has no stack; run the test by itself.',
      );
    }
    if (!leaks || execution?.texts.some(saysPtrace) !== true) return execution;
    this.workshop.problem(`${test} of ${this.build.record.package}: ${ptraceProblem}`);
    this.leaksChecked = false;
    return this.once(test, args, false);
  }

  private async once(
    test: string,
    args: readonly string[],
    leaks: boolean,
    printed?: PrintedText,
  ): Promise<ExecutionRecord | undefined> {
    const { workshop, build, mode } = this;
    const directory = await workshop.freshDirectory('execution');
    const quarters = await makeQuarters(directory);
    const logs = path.join(directory, 'reports');
    await mkdir(logs);
    const marker = workshop.nextMarker();
    const excerpt = new OutputExcerpt();
    const { testSeconds, outputBytes, memoryBytes, diskBytes } = workshop.limits;
    const end = await workshop.run(
      {
        file: build.binary,
        args,
        directory: build.target.listed.Dir,
        environment: {
          ...testEnvironment(workshop.ports.environment, quarters, marker),
          ...runEnvironment(mode, path.join(logs, 'report'), leaks, this.isReportCut),
        },
        marker,
        watched: directory,
        outputBytes,
        memoryBytes,
        diskBytes,
        ...(mode === 'asan' ? { isStuck: () => restsSince(logs, reportMs) } : {}),
        onOutput: (chunk, stream) => {
          excerpt.add(chunk);
          printed?.add(chunk, stream);
        },
      },
      testSeconds,
    );
    const where = `${test} of ${build.record.package} (${mode})`;
    if (!end.ok) {
      workshop.problem(`${where} was not run: ${end.error}`);
      return undefined;
    }
    const texts = [
      ...(await readReports(logs)),
      ...(excerpt.text() === undefined ? [] : [excerpt.text() ?? '']),
    ];
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    const { exit, signal, seconds, leftBehind, remaining } = end.value;
    if (end.value.ended === 'cancelled') return undefined;
    this.isReportCut = end.value.ended === 'stuck';
    const ended = end.value.ended === 'stuck' ? 'time' : end.value.ended;
    if (ended !== 'itself' && !this.isReportCut)
      workshop.problem(`${where} ${limitSentence(ended, workshop)}`);
    if (leftBehind > 0) {
      workshop.problem(
        `${where} left processes behind, which were ended: let the test wait for what it starts.`,
      );
    }
    if (remaining > 0) workshop.problem(`${where} started processes that could not be ended.`);
    for (const text of texts) {
      const problem = environmentProblem(text);
      if (problem !== undefined) workshop.problem(problem);
    }
    return {
      mode,
      package: build.record.package,
      test,
      exit,
      ...(signal === undefined ? {} : { signal }),
      ended,
      seconds,
      texts: texts.map((text) => text.slice(0, runBounds.textLength)),
    };
  }
}

/** Whether a report was begun, and none was added to for so many milliseconds. */
async function restsSince(logs: string, milliseconds: number): Promise<boolean> {
  const names = await readdir(logs).catch(() => []);
  const files = await Promise.all(
    names.slice(0, runBounds.textsEach).map((name) => lstat(path.join(logs, name)).catch(() => undefined)),
  );
  const known = files.filter((file) => file !== undefined);
  return known.length > 0 && known.every(({ mtimeMs }) => Date.now() - mtimeMs > milliseconds);
}

/** What the tools wrote to their files, in the order of the names; some could be of any size and kind. */
async function readReports(logs: string): Promise<string[]> {
  const names = await readdir(logs).catch(() => []);
  const files = names.filter((name) => /^report\.\d{1,10}$/.test(name)).sort(compareText);
  const texts: string[] = [];
  for (const name of files.slice(0, runBounds.textsEach - 1)) {
    const text = await readBeginning(path.join(logs, name), runBounds.textLength);
    if (text !== undefined && text !== '') texts.push(text);
  }
  return texts;
}

function limitSentence(ended: 'time' | 'output' | 'memory' | 'disk', workshop: Workshop): string {
  const { testSeconds, outputBytes, memoryBytes, diskBytes } = workshop.limits;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
  switch (ended) {
    case 'time':
      return workshop.secondsLeft > 0
        ? `was ended after ${testSeconds} seconds: it hangs, or takes longer than a test may.`
        : 'was ended, since the time of the whole run was used up: give it more, or choose fewer modes.';
    case 'output':
      return `was ended when it had printed more than ${megabytes(outputBytes)}.`;
    case 'memory':
      return `was ended when it held more than ${megabytes(memoryBytes)} of memory.`;
    case 'disk':
      return `was ended when it had written more than ${megabytes(diskBytes)} to its temporary directory.`;
  }
}
