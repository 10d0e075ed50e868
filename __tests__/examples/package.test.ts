import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { freeing, goFile, lineOf, safe } from '../e2e/programs.ts';
import { TemporaryRepository } from '../git-repository.ts';
import { dist, pathWith, root, tool } from './tools.ts';

const bad = goFile([safe('Keep'), freeing('Give')]);
const packed = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let directory: string;
let files: readonly string[];
let installed: string;
let user: TemporaryRepository;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cgo-review-package-'));
  const packing = run('npm', ['pack', '--json', '--pack-destination', directory], { cwd: root });
  expect(packing.status).toBe(0);
  const [{ filename, files: entries }] = packed.parse(JSON.parse(packing.stdout));
  files = entries.map(({ path }) => path);
  const project = join(directory, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  // Offline and with a cache of its own: all that it needs is in the tarball.
  const installing = run(
    'npm',
    ['install', join(directory, filename), '--omit=optional', '--offline', '--no-audit', '--no-fund'],
    { cwd: project, env: { npm_config_cache: join(directory, 'cache') } },
  );
  expect(installing).toMatchObject({ status: 0 });
  installed = join(project, 'node_modules/.bin/cgo-review');
  user = TemporaryRepository.create();
  user.commit('Begin', { 'go.mod': 'module example.com/store\n', 'store/store.go': goFile([safe('Keep')]) });
  user.write({ 'store/store.go': bad });
});
afterAll(() => {
  user.dispose();
  rmSync(directory, { recursive: true, force: true });
});

function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Ended {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

test('the package holds what is run and read, and nothing else', () => {
  const tops = new Set(
    files.map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : path)),
  );
  expect([...tops].sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'action.yml',
    'dist/',
    'docs/',
    'package.json',
  ]);
  expect(files).toEqual(
    expect.arrayContaining([
      'dist/cli.js',
      'dist/index.js',
      'dist/tree-sitter.wasm',
      'dist/tree-sitter-go.wasm',
      'dist/tree-sitter-c.wasm',
      'dist/THIRD_PARTY_LICENSES.txt',
      'docs/rules/cstring-leak.md',
    ]),
  );
});

describe('the installed command', () => {
  const nodes = [process.execPath, tool('node20/node')];

  /** The same under each Node, as `node` on the path; the first must be a 24, the other a 20. */
  function command(...args: readonly string[]): Ended {
    const ends = nodes.map((node) => run(installed, args, { cwd: user.root, env: { PATH: pathWith(node) } }));
    expect(ends[1]).toEqual(ends[0]);
    const [end] = ends;
    if (end === undefined) throw new Error('no Node');
    return end;
  }

  test('is run by Node 24 and by Node 20', () => {
    const majors = nodes.map((node) => {
      const { stdout } = run('node', ['--version'], { cwd: directory, env: { PATH: pathWith(node) } });
      return stdout.slice(0, stdout.indexOf('.'));
    });
    expect(majors).toEqual(['v24', 'v20']);
  });

  test('--version says the version of the package', () => {
    expect(command('--version')).toEqual({ status: 0, stdout: `cgo-review ${version}\n`, stderr: '' });
  });

  test('review finds the bug of the work tree', () => {
    const { status, stdout } = command('review', '--base', 'HEAD');
    expect(stdout).toContain(`store/store.go:${String(lineOf(bad, '&buf[0]'))}`);
    expect(stdout).toContain('free-non-c-memory');
    expect(status).toBe(1);
  });

  test('rules lists them', () => {
    const { status, stdout } = command('rules');
    const ids = files.flatMap(
      (path) => /^docs\/rules\/(?<id>[a-z0-9-]+)\.md$/.exec(path)?.groups?.['id'] ?? [],
    );
    expect(ids.length).toBeGreaterThan(9);
    expect(ids.filter((id) => !stdout.includes(id))).toEqual([]);
    expect(status).toBe(0);
  });
});

test('a command that lost its executable bit is refused by the check of dist', () => {
  const copy = join(directory, 'dist');
  cpSync(dist, copy, { recursive: true });
  chmodSync(join(copy, 'cli.js'), 0o644);
  const check = run('node', ['scripts/build.ts', '--check', '--dist', copy], {
    cwd: root,
    env: { PATH: pathWith(process.execPath) },
  });
  expect(check.stderr).toContain('not executable: cli.js');
  expect(check.status).toBe(1);
});
