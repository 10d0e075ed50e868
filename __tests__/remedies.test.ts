import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { remediesPage } from '../scripts/generate/remedies.ts';
import { findRemedies } from '../scripts/programs/remedies.ts';
import { analysePackage } from '../src/engine/analyse.ts';
import type { Parser } from '../src/parser/parser.ts';
import { registry } from '../src/rules/registry.generated.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const remedies = await findRemedies(root);
const ruleIds = new Set(registry.map(({ rule }) => rule.id));

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

test.each(remedies.map((one) => [one.name, one] as const))('no rule reports %s', (name, { program }) => {
  const files = new Map([[`${name}/main.go`, program]]);
  const rules = registry.filter(({ rule }) => rule.preview !== true);
  const { diagnostics } = analysePackage(packageOf(parser, files), rules);
  expect(diagnostics.map(({ ruleId, message }) => [ruleId, message])).toEqual([]);
});

describe('the page of the remedies', () => {
  let copy: string;
  const inCopy = (file: string): string => path.join(copy, 'examples/remedies', file);

  beforeEach(async () => {
    copy = await mkdtemp(path.join(tmpdir(), 'cgo-review-remedies-'));
    await cp(path.join(root, 'examples/remedies'), inCopy(''), { recursive: true });
  });

  afterEach(async () => {
    await rm(copy, { recursive: true });
  });

  test('shows each with its title, its text, its code and what it rests on', async () => {
    const page = await remediesPage(copy, ruleIds);
    expect(page.match(/^## /gm)).toHaveLength(remedies.length);
    expect(page).toContain('- [Give C a Go value as a cgo.Handle](#give-c-a-go-value-as-a-cgohandle)');
    expect(page).toContain('[The whole program](../examples/remedies/handle/main.go)');
    expect(page).toContain('\tdefer handle.Delete()\n');
    expect(page).toContain('Without `runtime.KeepAlive(t)`, AddressSanitizer convicts it.');
    expect(page).not.toContain('snippet:');
  });

  test('refuses a program without a title, or without a snippet', async () => {
    const file = inCopy('handle/main.go');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/^\/\/\n/m, ''));
    await expect(remediesPage(copy, ruleIds)).rejects.toThrow(/handle\/main\.go must begin with a comment/);
    await writeFile(file, text.replace('// snippet:end', ''));
    await expect(remediesPage(copy, ruleIds)).rejects.toThrow(
      /handle\/main\.go: \/\/ snippet:end is missing/,
    );
  });

  test('refuses a remedy for a rule that is not there', async () => {
    await expect(remediesPage(copy, new Set())).rejects.toThrow(/bounded-slice: no rule c-use-after-free/);
  });
});
