import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';

const folder = path.join(import.meta.dirname, 'golden');

/**
 * Holds that `text` is exactly the golden file `__tests__/golden/<name>`. A missing file fails the test;
 * `UPDATE_GOLDEN=1` writes it.
 */
export function expectGolden(name: string, text: string): void {
  const file = path.join(folder, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  if (!existsSync(file)) {
    throw new Error(`There is no golden file ${name}; write it with UPDATE_GOLDEN=1 and read what it holds.`);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
