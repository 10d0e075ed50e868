import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Parser } from '../src/parser/parser.ts';
import { selectParser } from '../src/parser/select.ts';
import { parserVersions } from '../src/parser/versions.ts';
import { parseTree } from '../src/syntax/lower.ts';
import { ruleSources } from './long/corpus.ts';
import { mutate, mutations } from './long/mutations.ts';
import { treeDifference } from './long/tree-difference.ts';
import { wasmModules, wasmParser } from './parser.ts';

const load = (name: string): Promise<unknown> => import(name);

/** The native packages are optional dependencies: where there is no compiler, they are not there. */
const nativeIsInstalled = await load('tree-sitter').then(
  () => true,
  () => false,
);

describe('the pinned versions', () => {
  test.each(Object.entries(parserVersions))('%s is what is installed', (key, pinned) => {
    const [name = '', version] = pinned.split(' ');
    if (key === 'wasmRuntime' || nativeIsInstalled) {
      const manifest = readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8');
      expect((JSON.parse(manifest) as { version: string }).version).toBe(version);
    }
    if (key === 'wasmRuntime') return;
    const ours = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    expect(ours.optionalDependencies[name]).toBe(version);
    expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
  });
});

describe('selectParser', () => {
  test('wasm loads no native package', async () => {
    const asked: string[] = [];
    const parser = await selectParser('wasm', wasmModules(), async (name) => void asked.push(name));
    expect(asked).toEqual([]);
    expect(parser.info).toEqual({
      backend: 'wasm',
      runtime: parserVersions.wasmRuntime,
      grammarGo: parserVersions.grammarGo,
      grammarC: parserVersions.grammarC,
    });
  });

  test.each([
    [
      'a library that does not load',
      new Error("version `GLIBCXX_3.4.31' not found\nRequire stack:\n- /a"),
      "version `GLIBCXX_3.4.31' not found",
    ],
    // The loader may reject with anything.
    ['something that is no Error', 'gone' as unknown as Error, 'gone'],
  ])('native falls back to wasm on %s, and says why in one line', async (_name, thrown, reason) => {
    const parser = await selectParser('native', wasmModules(), async () => {
      throw thrown;
    });
    expect(parser.info.backend).toBe('wasm');
    expect(parser.info.reason).toBe(`the native parser does not load: ${reason}`);
    expect(parseTree(parser, 'go', 'package a\n').errors()).toEqual([]);
  });

  test('native falls back to wasm where only a grammar is missing', async () => {
    class Runtime {
      setLanguage(grammar: unknown): void {
        expect(grammar).toBe('go');
      }
    }
    const broken = async (name: string): Promise<unknown> => {
      if (name === 'tree-sitter-c') throw new Error('no grammar');
      return { default: name === 'tree-sitter' ? Runtime : 'go' };
    };
    const { info } = await selectParser('native', wasmModules(), broken);
    expect(info).toMatchObject({ backend: 'wasm', reason: 'the native parser does not load: no grammar' });
  });

  if (nativeIsInstalled) {
    test('native is native where it is installed', async () => {
      const { info } = await selectParser('native', wasmModules(), load);
      expect(info).toEqual({
        backend: 'native',
        runtime: parserVersions.nativeRuntime,
        grammarGo: parserVersions.grammarGo,
        grammarC: parserVersions.grammarC,
      });
    });
  } else {
    test('native falls back to wasm where it is not installed', async () => {
      const { info } = await selectParser('native', wasmModules(), load);
      expect(info.backend).toBe('wasm');
      expect(info.reason).toMatch(/^the native parser does not load: .*tree-sitter/);
    });
  }
});

// The two backends have to be compared where both exist; the report of selectParser is tested where not.
if (nativeIsInstalled) {
  describe('wasm and native lower to identical trees', () => {
    let wasm: Parser;
    let native: Parser;
    beforeAll(async () => {
      wasm = await wasmParser();
      native = await selectParser('native', wasmModules(), load);
    });
    const files = ruleSources();

    function difference(language: 'go' | 'c', text: string): string | undefined {
      return treeDifference(parseTree(wasm, language, text), parseTree(native, language, text));
    }

    test('the corpus is there, with both languages', () => {
      expect(files.filter(({ language }) => language === 'go').length).toBeGreaterThan(50);
      expect(files.some(({ language }) => language === 'c')).toBe(true);
    });

    test('on all test data and evidence of the rules', () => {
      const found = files.flatMap(
        ({ path, language, text }) => difference(language, text)?.concat(` in ${path}`) ?? [],
      );
      expect(found).toEqual([]);
    });

    test.each(mutations.map(({ name }, index) => [name, index] as const))(
      'on damaged files: %s',
      (_name, index) => {
        const found: string[] = [];
        for (let round = 0; round < 14; round++) {
          const seed = index + round * mutations.length;
          const file = files[(seed * 7) % files.length];
          if (file === undefined) continue;
          const damaged = mutate(file.text, seed).text;
          const differs = difference(file.language, damaged);
          if (differs !== undefined) found.push(`${file.path} with seed ${String(seed)}: ${differs}`);
        }
        expect(found).toEqual([]);
      },
    );

    test.each(['go', 'c'] as const)('on a text above 32 KiB, in %s', (language) => {
      const body =
        language === 'go'
          ? 'func f%() int { return len("größe 😀") }\n'
          : 'int f%(void) { return "größe 😀"[0]; }\n';
      const head = language === 'go' ? 'package a\n' : '';
      for (const count of [900, 4000]) {
        const text = head + Array.from({ length: count }, (_, i) => body.replace('%', String(i))).join('');
        expect(text.length).toBeGreaterThan(32 * 1024);
        expect(difference(language, text)).toBeUndefined();
        expect(parseTree(native, language, text).root.end).toBe(text.length);
        expect(parseTree(native, language, text).errors()).toEqual([]);
      }
    });

    test('at every length around the size of a chunk', () => {
      const chunk = 16 * 1024;
      for (const length of [chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 2 * chunk + 1]) {
        // The chunks' borders fall between the halves of a surrogate pair at every second length.
        const text = `package a // ${'😀'.repeat(chunk)}`.slice(0, length);
        expect(difference('go', `${text}\n`)).toBeUndefined();
      }
    });
  });
}

describe('every parser', () => {
  test.each([
    ['the empty text', ''],
    ['white space', ' \n\t\n'],
    ['no Go at all', '}}}} ((( "'],
    ['a NUL', 'package a\0\nfunc f() {}\n'],
  ])('gives a tree over %s', async (_name, text) => {
    const tree = parseTree(await wasmParser(), 'go', text);
    expect(tree.root.kind === 'source_file' || tree.root.kind === 'ERROR').toBe(true);
    expect(tree.root.end).toBeLessThanOrEqual(text.length);
  });

  test('frees the tree also where lowering fails', async () => {
    const parser = await wasmParser();
    let freed = 0;
    const failing: Parser = {
      info: parser.info,
      parse: () => ({
        visit: () => {
          throw new Error('lost');
        },
        free() {
          freed++;
        },
      }),
    };
    expect(() => parseTree(failing, 'go', 'package a')).toThrow('lost');
    expect(freed).toBe(1);
  });
});
