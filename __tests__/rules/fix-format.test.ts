/** What a suggested fix makes of a file is formatted as gofmt does it: a reviewer applies it with a click. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { casesOf, ruleFolders } from './cases.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'fix-format-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const fixed = ruleFolders().flatMap((folder) =>
  casesOf(folder).flatMap(({ name, golden }) =>
    [...golden].map(([file, text]) => [`${folder}/${name}/${file}`, text] as const),
  ),
);

test.each(fixed)('%s', (name, text) => {
  const file = path.join(directory, name.replaceAll('/', '_'));
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync('gofmt', ['-d', file], { encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([0, '', '']);
});
