import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import {
  cycles,
  environmentViolations,
  layerOf,
  layerViolations,
  layers,
  nameViolations,
  purityViolations,
  treeSitterViolations,
} from './architecture/checks.ts';
import { importsOf } from './architecture/imports.ts';
import type { Sources } from './architecture/imports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function sourcesOf(folder: string): Sources {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((name) => name.endsWith('.ts') && !/\/(testdata|evidence)\//.test(name))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}

const src = sourcesOf('src');

/** Sources of a project that does not exist, to convict. */
function made(files: Readonly<Record<string, string>>): Sources {
  return new Map(Object.entries(files));
}

describe('the sources', () => {
  test('are found, in more than one layer', () => {
    expect(new Set([...src.keys()].map(layerOf)).size).toBeGreaterThan(10);
    expect([...src].flatMap(([file, text]) => importsOf(file, text)).length).toBeGreaterThan(src.size);
  });

  test('imports point downward only', () => {
    expect(layerViolations(src)).toEqual([]);
  });

  test('only the parser knows tree-sitter', () => {
    expect(treeSitterViolations(src)).toEqual([]);
  });

  test('everything from report down is pure', () => {
    expect(purityViolations(src)).toEqual([]);
  });

  test('only the entries read the environment and the arguments', () => {
    expect(environmentViolations(src)).toEqual([]);
  });

  test('no folder or file has a name that says nothing', () => {
    expect(nameViolations(src)).toEqual([]);
  });

  test('files do not import each other in cycles', () => {
    expect(cycles(src)).toEqual([]);
  });
});

describe('the checks convict', () => {
  test('an import that points up, whatever its form', () => {
    const sources = made({
      'src/engine/rule.ts': '',
      'src/base/span.ts': "import { a } from '../engine/rule.ts';",
      'src/base/text.ts': "import type { A } from '../engine/rule.ts';",
      'src/diff/hunk.ts': "export * from '../engine/rule.ts';",
      'src/source/blob.ts': "const a = await import('../engine/rule.ts');",
      'src/syntax/tree.ts': "type A = import('../engine/rule.ts').A;",
      'src/report/text.ts': "import { a } from '../engine/rule.ts';",
    });
    expect(layerViolations(sources)).toEqual([
      'src/base/span.ts imports ../engine/rule.ts: base is not above engine',
      'src/base/text.ts imports ../engine/rule.ts: base is not above engine',
      'src/diff/hunk.ts imports ../engine/rule.ts: diff is not above engine',
      'src/source/blob.ts imports ../engine/rule.ts: source is not above engine',
      'src/syntax/tree.ts imports ../engine/rule.ts: syntax is not above engine',
    ]);
  });

  test('an import between the two adapters, a file in no layer and a file that is missing', () => {
    const sources = made({
      'src/github/client.ts': "import { git } from '../git/repository.ts';",
      'src/git/repository.ts': "import { client } from '../github/client.ts';",
      'src/sanitizer/sites/site.ts': "import { sarif } from '../../linters/sarif.ts';",
      'src/linters/sarif.ts': '',
      'src/tools/log.ts': '',
      'src/base/span.ts': "import { gone } from './gone.ts';",
    });
    expect(layerViolations(sources)).toEqual([
      'src/tools/log.ts is in no layer',
      'src/github/client.ts imports ../git/repository.ts: github is not above git',
      'src/git/repository.ts imports ../github/client.ts: git is not above github',
      'src/sanitizer/sites/site.ts imports ../../linters/sarif.ts: sanitizer is not above linters',
      'src/base/span.ts imports ./gone.ts, which is no file of src',
    ]);
  });

  test('tree-sitter outside the parser', () => {
    const sources = made({
      'src/parser/wasm.ts': "import { Parser } from 'web-tree-sitter';",
      'src/rules/ownership/leak/rule.ts': "import type { Node } from 'web-tree-sitter';",
      'src/syntax/lower.ts': "const c = await import('tree-sitter-c');",
    });
    expect(treeSitterViolations(sources)).toEqual([
      'src/rules/ownership/leak/rule.ts imports web-tree-sitter',
      'src/syntax/lower.ts imports tree-sitter-c',
    ]);
  });

  test('a pure layer that reaches the machine, the clock or the network', () => {
    const sources = made({
      'src/base/a.ts': "import { readFileSync } from 'node:fs';",
      'src/diff/b.ts': "import path from 'path';",
      'src/report/c.ts': "import * as core from '@actions/core';",
      'src/engine/d.ts': 'export const now = () => Date.now();',
      'src/flow/e.ts': 'console.log(new Date());',
      'src/rules/f.ts': 'await fetch(url); globalThis.setTimeout(run, 1); setTimeout(run, 1);',
      'src/semantic/g.ts': 'export const debug = process.env.DEBUG;',
      'src/github/h.ts': "import { request } from '@octokit/request'; const now = Date.now();",
      'src/sanitizer/reports/i.ts': 'export const at = Date.now();',
      'src/sanitizer/run/j.ts': 'export const at = Date.now();',
    });
    expect(purityViolations(sources)).toEqual([
      'src/base/a.ts imports node:fs',
      'src/diff/b.ts imports path',
      'src/report/c.ts imports @actions/core',
      'src/engine/d.ts uses Date.now',
      'src/flow/e.ts uses console',
      'src/flow/e.ts uses new Date()',
      'src/rules/f.ts uses fetch',
      'src/rules/f.ts uses globalThis.setTimeout',
      'src/rules/f.ts uses setTimeout',
      'src/semantic/g.ts uses process',
      'src/sanitizer/reports/i.ts uses Date.now',
    ]);
  });

  test('not a pure layer that has the same words for things of its own', () => {
    const sources = made({
      'src/base/a.ts': 'export function run(process: () => void) { process(); }',
      'src/diff/b.ts': 'export interface Shell { console: string; fetch(): void }',
      'src/report/c.ts':
        'export const day = (text: string) => ({ fetch: new Date(text), at: text.console });',
    });
    expect(purityViolations(sources)).toEqual([]);
  });

  test('the environment read outside the entries', () => {
    const sources = made({
      'src/entry/cli.ts': 'main(process.argv.slice(2), process.env);',
      'src/app/review.ts': 'const token = process.env.GITHUB_TOKEN;',
      'src/git/run.ts': "const { env } = process; import process from 'node:process';",
      'src/bot/server.ts': "const port = process['argv'][2];",
      'src/github/client.ts': 'export const env = { argv: [] };',
    });
    expect(environmentViolations(sources)).toEqual([
      'src/git/run.ts imports node:process',
      'src/app/review.ts reads process.env',
      'src/git/run.ts reads process.env',
      'src/bot/server.ts reads process.argv',
    ]);
  });

  test('a name that says nothing', () => {
    const files = ['src/base/utils.ts', 'src/lib/a.ts', 'src/report/helpers/b.ts', 'src/base/library.ts'];
    expect(nameViolations(new Map(files.map((file) => [file, ''])))).toEqual(files.slice(0, 3));
  });

  test('a cycle of values, and not one of types', () => {
    const sources = made({
      'src/base/a.ts': "import { b } from './b.ts';",
      'src/base/b.ts': "export { c } from './c.ts';",
      'src/base/c.ts': "import { a } from './a.ts'; import type { D } from './d.ts';",
      'src/base/d.ts': "import { c } from './c.ts';",
    });
    expect(cycles(sources)).toEqual(['src/base/a.ts -> src/base/b.ts -> src/base/c.ts -> src/base/a.ts']);
  });
});

describe('docs/architecture.md', () => {
  const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');

  test('names every layer, from the top down', () => {
    const named = [...page.matchAll(/^\| `src\/(\w+)\/` +\|/gm)].map((match) => match[1]);
    expect(named).toEqual(layers.flat());
  });

  test('every invariant names the test that holds it', () => {
    const invariants = page.split('\n').filter((line) => line.includes('**Architecture invariant:**'));
    expect(invariants.length).toBeGreaterThan(6);
    for (const line of invariants) {
      const [, file = '', title = ''] = /Held by `(__tests__\/[\w./-]+)`, "([^"]+)"\.$/.exec(line) ?? [line];
      expect({ line, file: file !== '' && existsSync(path.join(root, file)) }).toEqual({ line, file: true });
      expect(readFileSync(path.join(root, file), 'utf8')).toContain(`test('${title}'`);
    }
  });
});
