import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = path.join(import.meta.dirname, '..');
const fiveMinutes = 300_000;

interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

let copy: string;
beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'cgo-review-new-rule-'));
  const parts = ['README.md', 'action.yml', 'dist', 'docs', 'examples', 'scripts', 'src', '__tests__'];
  const settings = ['.prettierrc.json', 'jest.config.js', 'package.json', 'tsconfig.json'];
  for (const part of [...parts, ...settings]) {
    await cp(path.join(root, part), path.join(copy, part), { recursive: true });
  }
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
});
afterAll(async () => {
  await rm(copy, { recursive: true });
});

/** Runs a script with Node, in the copy. */
function node(...args: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: copy,
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, output });
    });
  });
}

function newRule(...args: string[]): Promise<Outcome> {
  return node('scripts/new-rule.ts', ...args);
}

describe('what is no new rule is refused, and nothing is written', () => {
  test.each([
    [[], /the rule is named GROUP\/ID/],
    [['made-up-rule', 'CGO998'], /the rule is named GROUP\/ID/],
    [['ownership/single', 'CGO998'], /the rule is named GROUP\/ID/],
    [['Ownership/made-up-rule', 'CGO998'], /the rule is named GROUP\/ID/],
    [['../ownership/made-up-rule', 'CGO998'], /the rule is named GROUP\/ID/],
    [['ownership/made-up-rule'], /the code is CGO and three digits/],
    [['ownership/made-up-rule', 'CGO9980'], /the code is CGO and three digits/],
    [['ownership/made-up-rule', 'CGO101'], /CGO101 is taken/],
    [['unsafe/cstring-leak', 'CGO998'], /cstring-leak is taken/],
  ])('%j', async (args, message) => {
    const before = await readdir(path.join(copy, 'src/rules/ownership'));
    const { status, output } = await newRule(...args);
    expect(status).toBe(2);
    expect(output).toMatch(message);
    expect(await readdir(path.join(copy, 'src/rules/ownership'))).toEqual(before);
  });
});

describe('the rule that is begun', () => {
  const folder = 'src/rules/ownership/made-up-rule';
  beforeAll(async () => {
    expect(await newRule('ownership/made-up-rule', 'CGO998')).toMatchObject({ status: 0 });
    expect(await node('scripts/generate.ts')).toMatchObject({ status: 0 });
  }, fiveMinutes);

  test('is there once', async () => {
    expect(await newRule('ownership/made-up-rule', 'CGO997')).toMatchObject({ status: 2 });
  });

  test('type-checks', async () => {
    const config = path.join(copy, 'tsconfig.rule.json');
    await writeFile(config, JSON.stringify({ extends: './tsconfig.json', include: [folder] }));
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    expect(await node(tsc, '-p', config)).toEqual({ status: 0, output: '' });
  }, 300_000);

  test('is formatted, and its registry with it', async () => {
    const prettier = path.join(root, 'node_modules/prettier/bin/prettier.cjs');
    const written = await node(prettier, '--check', `${folder}/*.ts`);
    expect(written).toMatchObject({ status: 0 });
    const registry = await readFile(path.join(copy, 'src/rules/registry.generated.ts'), 'utf8');
    expect(registry).toContain(`folder: "${folder}"`);
  });

  test('fails its tests where there is something to write, and only there', async () => {
    const results = path.join(copy, 'results.json');
    const jest = path.join(root, 'node_modules/jest/bin/jest.js');
    const suites = ['__tests__/rules/', '__tests__/registry.test.ts', '__tests__/explain-testdata.test.ts'];
    const { status } = await node(
      ...['--experimental-vm-modules', jest, ...suites, '-t', 'made-up-rule', '--json'],
      ...['--outputFile', results],
    );
    expect(status).toBe(1);
    const run = JSON.parse(await readFile(results, 'utf8')) as {
      testResults: { assertionResults: { status: string; fullName: string }[] }[];
    };
    const failed = run.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter((result) => result.status === 'failed')
      .map(({ fullName }) => fullName)
      .sort();
    expect(failed).toEqual(
      [
        'made-up-rule cites its contract by an address',
        'made-up-rule has evidence, with what convicts the bad program or a reason why nothing can',
        ...['contract', 'dynamic', 'example', 'limits', 'remediation', 'title', 'url', 'what', 'why'].map(
          (field) => `made-up-rule says something under ${field}`,
        ),
        'ownership/made-up-rule each finding is explained from its first step on',
        'ownership/made-up-rule has bad cases and near misses',
        'ownership/made-up-rule made_up_rule.go',
      ].sort(),
    );
  }, 300_000);

  test('has evidence that shows nothing', async () => {
    const { status, output } = await node('scripts/evidence.ts', 'made-up-rule');
    expect(status).toBe(1);
    expect(output).toMatch(/FAIL made-up-rule\/evidence: could not be run\n[^]*→ at reason/);
  });
});
