import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freeing, goFile, lineOf, safe } from './programs.ts';
import { annotated, outcome } from './run-result.ts';
import type { PullRequest } from './scene.ts';
import { READ_ONLY, Stage } from './scene.ts';

// The tests of this file run at the same time; each has a repository of its own.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const changed = goFile([safe('Keep'), freeing('Give')]);
const HOOKS = [
  'post-checkout',
  'post-index-change',
  'pre-auto-gc',
  'reference-transaction',
  'fsmonitor-watchman',
];

/** A workspace in which every program that git or Node could be led to run leaves a file in `traces`. */
class Trap {
  readonly traces = mkdtempSync(join(tmpdir(), 'cgo-review-traces-'));
  private readonly workspace: string;
  private readonly programs: string;

  constructor(workspace: string) {
    this.workspace = workspace;
    this.programs = join(workspace, '.git/programs');
    mkdirSync(this.programs);
    this.setHooks();
    this.setConfiguration();
    this.setPackages();
  }

  sprung(): readonly string[] {
    return readdirSync(this.traces).sort();
  }

  dispose(): void {
    rmSync(this.traces, { recursive: true });
  }

  /** An executable that leaves a trace and then does `otherwise`. */
  private program(name: string, otherwise = 'cat'): string {
    const path = join(this.programs, name);
    writeFileSync(path, `#!/bin/sh\n: > '${join(this.traces, name)}'\n${otherwise}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  private setHooks(): void {
    const hooks = join(this.workspace, '.git/programs/hooks');
    mkdirSync(hooks);
    for (const hook of HOOKS) {
      writeFileSync(join(hooks, hook), `#!/bin/sh\n: > '${join(this.traces, hook)}'\n`);
      chmodSync(join(hooks, hook), 0o755);
    }
  }

  private setConfiguration(): void {
    const settings: Readonly<Record<string, string>> = {
      'core.hooksPath': join(this.programs, 'hooks'),
      'core.fsmonitor': this.program('fsmonitor', 'exit 1'),
      'core.pager': this.program('pager'),
      'core.editor': this.program('editor'),
      'core.sshCommand': this.program('ssh', 'exit 1'),
      'core.askPass': this.program('askpass', 'exit 1'),
      'credential.helper': this.program('credential', 'exit 1'),
      'diff.external': this.program('external-diff', 'exit 0'),
      'diff.trap.command': this.program('diff-command', 'exit 0'),
      'diff.trap.textconv': this.program('textconv', 'cat "$1"'),
      'filter.trap.clean': this.program('clean'),
      'filter.trap.smudge': this.program('smudge'),
      'filter.trap.required': 'true',
      'alias.rev-parse': `!${this.program('alias')}`,
      'remote.origin.url': `ext::${this.program('remote', 'exit 1')}`,
      'remote.origin.promisor': 'true',
      'protocol.ext.allow': 'always',
    };
    for (const [name, value] of Object.entries(settings)) this.git('config', name, value);
    writeFileSync(join(this.workspace, '.git/info/attributes'), '*.go diff=trap filter=trap\n');
  }

  /** What a program that looks for its packages in the working directory would load. */
  private setPackages(): void {
    for (const name of ['tree-sitter', 'tree-sitter-go', 'tree-sitter-c', 'web-tree-sitter']) {
      const folder = join(this.workspace, 'node_modules', name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
      writeFileSync(
        join(folder, 'index.js'),
        `require('node:fs').writeFileSync(${JSON.stringify(join(this.traces, `package ${name}`))}, '');\n`,
      );
    }
    writeFileSync(join(this.workspace, 'package.json'), '{ "type": "module" }\n');
    writeFileSync(join(this.workspace, '.npmrc'), 'ignore-scripts=false\n');
  }

  /** Git as an unwary program would run it. */
  git(...args: readonly string[]): void {
    execFileSync('git', args, {
      cwd: this.workspace,
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        LC_ALL: 'C',
      },
    });
  }
}

describe('nothing of the workspace is run', () => {
  async function proposed(): Promise<PullRequest> {
    const scene = await stage.scene({ 'store/store.go': goFile([safe('Keep')]) });
    return scene.propose({
      'store/store.go': changed,
      '.gitattributes': '*.go diff=trap filter=trap\n',
      'store/other.go': goFile([safe('Other')]),
    });
  }

  test.concurrent.each(['wasm', 'native'])(
    'by the review of a checkout, with the parser %s',
    async (parser) => {
      const pull = await proposed();
      const workspace = pull.checkout(0);
      const trap = new Trap(workspace);
      try {
        const run = await pull.review({ workspace, inputs: { parser } });
        expect(trap.sprung()).toEqual([]);
        expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
        expect(pull.places()).toEqual([`store/store.go:${String(lineOf(changed, '&buf[0]'))}`]);
        // In an action there are no packages beside the bundle: native falls back, and says so.
        expect(run.report().parser.backend).toBe('wasm');
        if (parser === 'native') expect(run.summary).toContain('the native parser does not load');

        // The trap is a real one: git springs it where nothing is done against that.
        writeFileSync(join(workspace, 'store/store.go'), goFile([safe('Changed')]));
        trap.git('status', '--short');
        trap.git('diff', 'HEAD~1');
        expect(trap.sprung()).toEqual(expect.arrayContaining(['clean', 'external-diff', 'fsmonitor']));
      } finally {
        trap.dispose();
      }
    },
  );

  test.concurrent('by an audit of a checkout', async () => {
    const scene = await stage.scene({ 'store/store.go': changed });
    const workspace = scene.checkout('refs/heads/main', 1);
    const trap = new Trap(workspace);
    try {
      const run = await scene.run(scene.mainEvent('schedule'), { workspace });
      expect(trap.sprung()).toEqual([]);
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    } finally {
      trap.dispose();
    }
  });

  test.concurrent('nor is anything written to it', async () => {
    const pull = await proposed();
    const workspace = pull.checkout(0);
    const state = (): readonly string[] => readdirSync(workspace, { recursive: true }).map(String).sort();
    const before = state();
    await pull.review({ workspace });
    expect(state()).toEqual(before);
    expect(existsSync(join(workspace, '.git/index.lock'))).toBe(false);
  });
});

test.concurrent('a path of the change that leads out of the repository is no file to read', async () => {
  const scene = await stage.scene({});
  const pull = await scene.propose({
    'store/passwd.go': { linkTo: '/etc/passwd' },
    'store/header.go': goFile([safe('Keep')]).replace(
      '#include <stdlib.h>',
      '#include <stdlib.h>\n#include "../../../../etc/passwd"',
    ),
  });
  const run = await pull.review({ workspace: pull.checkout(0) });
  expect(run.status).not.toBe(70);
  expect(run.stdout + run.summary + JSON.stringify(run.json())).not.toContain('root:');
});

test.concurrent('a path cannot become a workflow command or Markdown of its own', async () => {
  const scene = await stage.scene({});
  const path = 'store/a\n::warning::forged\n| <b> | [x](y).go';
  const after = goFile([freeing('Give')]);
  const pull = await scene.propose({
    [path]: after,
    [`${path}.go`]: 'package store\n\nimport "C"\n\nfunc (\n',
  });
  for (const token of [READ_ONLY, stage.hub.token]) {
    const run = await pull.review({ token });
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(run.annotations.filter(({ level }) => level === 'warning')).toEqual([]);
    expect(run.summary).not.toMatch(/^(?:::warning|\| <b>)/m);
    if (token === READ_ONLY)
      expect(annotated(run)).toEqual([`error ${path}:${String(lineOf(after, '&buf[0]'))}`]);
  }
  expect(pull.places()).toEqual([`${path}:${String(lineOf(after, '&buf[0]'))}`]);
  expect(pull.view.reviews[0]?.body).not.toMatch(/^(?:::warning|\| <b>)/m);
});
