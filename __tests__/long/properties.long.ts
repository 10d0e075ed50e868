import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const root = path.join(import.meta.dirname, '..', '..');
const tests = path.join(root, '__tests__');
const withProperties = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => /fc\.(?:property|asyncProperty)\(/.test(readFileSync(path.join(tests, file), 'utf8')))
  .map((file) => path.join('__tests__', file));

test.each([1, 2, 3, 4, 5])('the properties hold for inputs that nobody has tried, round %i', () => {
  expect(withProperties.length).toBeGreaterThan(10);
  const seed = String(Math.floor(Math.random() * 2 ** 31));
  const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', jest, '--ci', ...withProperties],
    { cwd: root, encoding: 'utf8', env: { ...process.env, PROPERTY_SEED: seed } },
  );
  expect(`seed ${seed}: ${status === 0 ? 'passed' : stderr}`).toBe(`seed ${seed}: passed`);
});
