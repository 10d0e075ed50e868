import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { RegisteredRule } from '../src/engine/registry.ts';
import type { Analysis } from '../src/semantic/analysis.ts';
import type { Parser } from '../src/parser/parser.ts';
import { registry } from '../src/rules/registry.generated.ts';
import { parseTree } from '../src/syntax/lower.ts';
import { wasmParser } from './parser.ts';
import { casesOf, ruleFolders } from './rules/cases.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

/** Whether a piece of Go parses as a file, as declarations, or as statements. */
function parses(go: string): boolean {
  const imports = 'package p\n\n/*\n#include <stdlib.h>\n*/\nimport "C"\n\n';
  return [go, imports + go, `${imports}func _() {\n${go}\n}\n`].some(
    (text) => parseTree(parser, 'go', text).errors().length === 0,
  );
}

function duplicates(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('the registry', () => {
  test('has every rule folder, and nothing else', () => {
    expect(registry.map(({ folder }) => folder.replace('src/rules/', '')).sort()).toEqual(ruleFolders());
  });

  test('has unique ids and codes, and none is the other', () => {
    const names = registry.flatMap(({ rule }) => [rule.id, rule.code]);
    expect(duplicates(names)).toEqual([]);
  });

  test('requires analyses without cycles, each with a name of its own', () => {
    const seen = new Set<Analysis<unknown>>();
    const visit = (analysis: Analysis<unknown>, below: readonly Analysis<unknown>[]): void => {
      expect(below).not.toContain(analysis);
      seen.add(analysis);
      for (const required of analysis.requires ?? []) visit(required, [...below, analysis]);
    };
    for (const { rule } of registry) for (const analysis of rule.requires) visit(analysis, []);
    expect(duplicates([...seen].map(({ name }) => name))).toEqual([]);
  });

  test('gives way to rules that it has, and to none that gives way in turn', () => {
    const yielding = registry.filter(({ rule }) => rule.yieldsTo !== undefined).map(({ rule }) => rule.id);
    const specific = registry.flatMap(({ rule }) => rule.yieldsTo ?? []);
    expect(specific.filter((id) => !registry.some(({ rule }) => rule.id === id))).toEqual([]);
    expect(specific.filter((id) => yielding.includes(id))).toEqual([]);
  });

  test('is sorted by code', () => {
    const codes = registry.map(({ rule }) => rule.code);
    expect(codes).toEqual([...codes].sort());
  });

  test('has unique titles and remediations', () => {
    expect(duplicates(registry.map(({ rule }) => rule.docs.title))).toEqual([]);
    expect(duplicates(registry.map(({ remediation }) => remediation))).toEqual([]);
  });
});

describe.each(registry.map((one) => [one.rule.id, one] as const))(
  '%s',
  (id, { rule, folder, remediation }: RegisteredRule) => {
    const { classes, ...docs } = rule.docs;
    const fields = { ...docs, contract: docs.contract.text, url: docs.contract.url };

    test('has an id in kebab case that is its folder, and a code', () => {
      expect(id).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/);
      expect(folder).toMatch(new RegExp(`^src/rules/[a-z]+/${id}$`));
      expect(rule.code).toMatch(/^CGO\d{3}$/);
      if (rule.cwe !== undefined) expect(rule.cwe).toBeGreaterThan(0);
    });

    test('names each class of real bugs once', () => {
      expect(duplicates(classes)).toEqual([]);
    });

    test.each(Object.entries(fields))('says something under %s', (_field, text) => {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/\b(?:TODO|FIXME|TBD)\b|[ \t]\n|[ \t]$/);
    });

    test('has a title of one line, up to 80 characters, without a full stop', () => {
      expect(docs.title.length).toBeLessThanOrEqual(80);
      expect(docs.title).not.toMatch(/\n|\.$/);
    });

    test('cites its contract by an address', () => {
      const url = new URL(docs.contract.url);
      expect(url.protocol).toBe('https:');
      expect(url.hostname).toMatch(/\./);
    });

    test('closes the backticks in its texts', () => {
      for (const text of [
        docs.title,
        docs.what,
        docs.why,
        docs.contract.text,
        docs.remediation,
        docs.dynamic,
        docs.limits,
      ])
        expect((text.match(/`/g) ?? []).length % 2).toBe(0);
    });

    test('shows an example and a remediation that parse', () => {
      expect(parses(docs.example)).toBe(true);
      expect(parses(remediation)).toBe(true);
    });

    test('shows a remediation of a few lines, from its good program', () => {
      expect(remediation.trim()).not.toBe('');
      expect(remediation.split('\n').length).toBeLessThanOrEqual(25);
      const good = readFileSync(join(root, folder, 'evidence', 'good', 'main.go'), 'utf8');
      for (const line of remediation.split('\n')) expect(good).toContain(line.trim());
    });

    test('has evidence, with what convicts the bad program or a reason why nothing can', () => {
      const evidence = join(root, folder, 'evidence');
      for (const program of ['bad', 'good'])
        expect(existsSync(join(evidence, program, 'main.go'))).toBe(true);
      const expected = JSON.parse(readFileSync(join(evidence, 'expect.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      const needed = expected['tool'] === 'none' ? ['reason'] : ['tool', 'match'];
      for (const key of needed) expect(expected[key]).toEqual(expect.stringMatching(/\S/));
    });

    test('has test data', () => {
      expect(casesOf(folder.replace('src/rules/', '')).length).toBeGreaterThan(0);
    });
  },
);

/** Claims that are in circulation, and that no tool bears out: no rule may repeat one, but some may report them. */
const myths: readonly (readonly [claim: string, pattern: RegExp, exceptRules?: RegExp])[] = [
  [
    'the collector moves heap objects',
    /\b(?:GC|garbage collector|collector|runtime)\b[^.]{0,40}\b(?:moves?|relocates?|compacts?)\b(?! (?:goroutine|only) )/i,
  ],
  ['the collector unmaps memory under a running call', /munmap/i, /^(?:mmap-use-after-munmap|leak-mmap)$/],
  [
    'C.CString memory belongs to the collector',
    /C\.C(?:String|Bytes)[^.]{0,60}(?:garbage[- ]collected|managed by (?:the )?Go)/i,
  ],
  ['CGO_CHECK is a variable', /\bCGO_CHECK\b/, /^invalid-cgocheck-setting$/],
  ['cgocheck=2 is a mode of the run time', /GODEBUG=cgocheck=2|\bcgocheck=2\b/, /^invalid-cgocheck-setting$/],
  ['//go:keepalive is a directive', /go:keepalive/, /^unknown-go-directive$/],
  ['Pinner came with Go 1.22', /Pinner[^.]{0,30}1\.22/],
  ['C.malloc returns nil', /C\.malloc[^.]{0,40}(?:may|can|might) return nil/i],
  ['a finalizer frees what C keeps', /SetFinalizer/, /^(?:finalizer|cleanup)-/],
  ['reflect.MapHeader exists', /MapHeader/],
  ['cgo-linter exists', /cgo-linter/],
  ['-gcflags=-G=2 is a flag', /-G=2/],
  ['a checkptr failure is a nil dereference', /checkptr[^.]{0,60}nil pointer dereference/i],
  ['&s[0] of a string can be taken', /&s\[0\]\)\)[^.]{0,20}string/i],
  ['0xc000 tells Go pointers', /0xc000/],
  ['C.CString keeps the Go string', /KeepAlive\(s\)/],
  ['mmapped memory is reclaimed by the collector', /mmap[^.]{0,60}(?:reclaimed|collected)/i],
];

describe('no claim is repeated that the tools do not bear out', () => {
  const texts = registry.flatMap(({ rule, remediation, folder }) => {
    const { classes: _classes, ...docs } = rule.docs;
    const source = readFileSync(join(root, folder, 'rule.ts'), 'utf8');
    const messages = source.match(/(?:message|end): *\n? *(?:`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*')/g) ?? [];
    return [...Object.values({ ...docs, contract: docs.contract.text }), remediation, ...messages].map(
      (text) => [rule.id, text] as const,
    );
  });

  test.each(myths.map((myth) => [myth[0], myth] as const))('%s', (_claim, [, pattern, exceptRules]) => {
    expect(texts.filter(([id, text]) => exceptRules?.test(id) !== true && pattern.test(text))).toEqual([]);
  });
});
