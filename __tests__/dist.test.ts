import { spawnSync } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const root = path.join(import.meta.dirname, '..');

function check(...flags: string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.ts', '--check', ...flags], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

test('dist is byte for byte what the sources build', () => {
  expect(check()).toEqual({ status: 0, output: '' });
});

test('a dist that differs in any way is refused, and the files are named', async () => {
  const copy = await mkdtemp(path.join(tmpdir(), 'cgo-review-dist-'));
  try {
    await cp(path.join(root, 'dist'), copy, { recursive: true });
    await appendFile(path.join(copy, 'index.js'), '\n');
    await rm(path.join(copy, 'tree-sitter-go.wasm'));
    await writeFile(path.join(copy, 'left-over.js'), '');
    const { status, output } = check('--dist', copy);
    expect(status).toBe(1);
    expect(output.trim().split('\n').slice(1)).toEqual([
      'differs: index.js',
      'missing: tree-sitter-go.wasm',
      'superfluous: left-over.js',
    ]);
  } finally {
    await rm(copy, { recursive: true });
  }
});
