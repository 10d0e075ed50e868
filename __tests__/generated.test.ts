import { spawn } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const root = path.join(import.meta.dirname, '..');

interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

function generate(directory: string, ...flags: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/generate.ts', ...flags], { cwd: directory });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, output });
    });
  });
}

test('the generated files are what the sources generate', async () => {
  expect(await generate(root, '--check')).toEqual({ status: 0, output: '' });
});

describe('drift is seen', () => {
  let copy: string;
  const inCopy = (file: string): string => path.join(copy, file);

  beforeEach(async () => {
    copy = await mkdtemp(path.join(tmpdir(), 'cgo-review-generated-'));
    for (const file of ['action.yml', 'README.md', 'package.json', 'docs', 'examples', 'scripts', 'src']) {
      await cp(path.join(root, file), inCopy(file), { recursive: true });
    }
    await symlink(path.join(root, 'node_modules'), inCopy('node_modules'));
  });

  afterEach(async () => {
    await rm(copy, { recursive: true });
  });

  test('in every kind of generated file, and mended by generating anew', async () => {
    const edited = [
      'README.md',
      'docs/libraries.md',
      'docs/remedies.md',
      'docs/rules/cstring-leak.md',
      'docs/rules/index.md',
      'docs/schema/config.schema.json',
      'src/knowledge/libraries.generated.ts',
      'src/rules/registry.generated.ts',
    ];
    for (const file of edited) {
      const text = await readFile(inCopy(file), 'utf8');
      await writeFile(inCopy(file), text.replaceAll(/cstring-leak|fail-on|sqlite3/g, 'edited-by-hand'));
    }
    await writeFile(inCopy('docs/rules/a-rule-that-is-gone.md'), 'left over\n');

    const { status, output } = await generate(copy, '--check');
    expect(status).toBe(1);
    expect(output.trim().split('\n').slice(1)).toEqual(
      [...edited, 'docs/rules/a-rule-that-is-gone.md'].sort(),
    );

    expect((await generate(copy)).status).toBe(0);
    expect(await generate(copy, '--check')).toEqual({ status: 0, output: '' });
  });

  test('in action.yml and in the good program, their sources', async () => {
    const action = await readFile(inCopy('action.yml'), 'utf8');
    await writeFile(inCopy('action.yml'), action.replace('default: auto', 'default: review'));
    const program = 'src/rules/ownership/cstring-leak/evidence/good/main.go';
    const text = await readFile(inCopy(program), 'utf8');
    await writeFile(inCopy(program), text.replace('// snippet:end', 'var last int\n// snippet:end'));

    const { status, output } = await generate(copy, '--check');
    expect(status).toBe(1);
    expect(output.trim().split('\n').slice(1)).toEqual([
      'README.md',
      'docs/rules/cstring-leak.md',
      'src/rules/registry.generated.ts',
    ]);
  });

  test('a rule without evidence, or without an end of its snippet, is named', async () => {
    await rm(inCopy('src/rules/ownership/c-double-free/evidence/bad'), { recursive: true });
    await appendFile(
      inCopy('src/rules/ownership/cstring-leak/evidence/good/main.go'),
      '\n// snippet:start\n',
    );
    const { status, output } = await generate(copy, '--check');
    expect(status).toBe(1);
    expect(output.trim().split('\n')).toEqual([
      'src/rules/ownership/c-double-free: missing evidence/bad/main.go',
      'src/rules/ownership/cstring-leak: evidence/good/main.go: // snippet:end is missing',
    ]);
  });

  test('a README without its markers is refused', async () => {
    const text = await readFile(inCopy('README.md'), 'utf8');
    await writeFile(inCopy('README.md'), text.replace('<!-- rules:end -->', ''));
    expect(await generate(copy, '--check')).toEqual({
      status: 1,
      output: 'README.md: <!-- rules:start --> … <!-- rules:end --> is missing\n',
    });
  });
});
