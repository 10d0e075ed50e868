import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { auditTree } from '../src/app/audit-tree.ts';
import { explain } from '../src/app/explain.ts';
import type { Explained, ExplainTarget } from '../src/app/explain.ts';
import type { RunContext } from '../src/app/review-change.ts';
import type { Result } from '../src/base/result.ts';
import { defaultConfig } from '../src/config/review-config.ts';
import type { Parser } from '../src/parser/parser.ts';
import type { Explanation } from '../src/report/explanation.ts';
import { renderExplanation, renderExplanationJson } from '../src/report/explanation.ts';
import { registry } from '../src/rules/registry.generated.ts';
import { expectGolden } from './golden.ts';
import { MemoryRepository, changeBetween, commit } from './memory-repository.ts';
import type { MemoryTree } from './memory-repository.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const links = { docs: 'https://example.org/cgo-review/blob/v1' };

const preamble = `package db

/*
#include <stdlib.h>
#include <stdio.h>
extern void set_name(const char *name);
*/
import "C"

import "unsafe"
`;

/** Line 11 is the first one of the body. */
function goFile(...lines: string[]): string {
  return `${preamble}${lines.join('\n')}\n`;
}

const leaking = goFile(
  '', // 11
  'func open(name string, quiet bool) error {', // 12
  '\tcname := C.CString(name)',
  '\tp := unsafe.Pointer(cname)',
  '\tif !quiet {', // 15
  '\t\tC.puts(cname)',
  '\t}',
  '\tif err := check(name); err != nil {',
  '\t\treturn err', // 19
  '\t}',
  '\tC.free(p)',
  '\treturn nil',
  '}',
);

const freed = goFile(
  '',
  'func open(name string) error {', // 12
  '\tcname := C.CString(name)',
  '\tif err := check(name); err != nil {',
  '\t\tC.free(unsafe.Pointer(cname))', // 15
  '\t\treturn err',
  '\t}',
  '\tC.free(unsafe.Pointer(cname))', // 18
  '\treturn nil',
  '}',
);

interface Options {
  readonly config?: Partial<RunContext['config']>;
  readonly base?: MemoryTree;
}

function context(options: Options): RunContext {
  return {
    config: { ...defaultConfig, ...options.config },
    parser,
    registry,
    version: '1.2.3',
    today: '2026-06-15',
  };
}

async function ask(
  head: MemoryTree,
  target: ExplainTarget,
  options: Options = {},
): Promise<Result<Explained>> {
  const { base } = options;
  const repository = new MemoryRepository(base === undefined ? { head } : { base, head });
  const change = base === undefined ? undefined : changeBetween(base, head);
  return explain(repository, commit('head'), target, context(options), change);
}

function at(path: string, line: number, column?: number): ExplainTarget {
  return { kind: 'place', path, line, ...(column === undefined ? {} : { column }) };
}

async function explained(
  head: MemoryTree,
  target: ExplainTarget,
  options: Options = {},
): Promise<Explanation> {
  return valueOf(await ask(head, target, options)).explanation;
}

async function problem(head: MemoryTree, target: ExplainTarget, options: Options = {}): Promise<string> {
  const found = await ask(head, target, options);
  if (found.ok) throw new Error('there is an explanation');
  return found.error;
}

function valueOf(found: Result<Explained>): Explained {
  if (!found.ok) throw new Error(found.error);
  return found.value;
}

async function fingerprintIn(tree: MemoryTree): Promise<string> {
  const repository = new MemoryRepository({ head: tree });
  const { report } = await auditTree(repository, commit('head'), () => true, context({}));
  const [finding] = report.findings;
  if (finding === undefined) throw new Error('there is no finding');
  return finding.fingerprint;
}

/** `line: state` along the path of the only finding. */
function states({ findings }: Explanation): string[] {
  return findings.flatMap((one) =>
    one.states.map(({ location, message }) => `${String(location.span.start.line)}: ${message}`),
  );
}

describe('a finding', () => {
  test('is told with the states along its path', async () => {
    expect(states(await explained({ 'db.go': leaking }, at('db.go', 13)))).toEqual([
      '13: `cname` gets memory of the C heap',
      '14: `cname` and `p` hold it',
      '15: `quiet` is true',
      '18: `err != nil` is true',
      '19: the function returns and `cname` was not freed',
    ]);
  });

  test('is found from any line that its path steps on', async () => {
    const { findings } = await explained({ 'db.go': leaking }, at('db.go', 19));
    expect(findings.map(({ finding }) => finding.location.span.start.line)).toEqual([13]);
  });

  test('is found by its fingerprint, whole, bare or shortened', async () => {
    const tree = { 'db.go': leaking };
    const fingerprint = await fingerprintIn(tree);
    const bare = fingerprint.slice('v1:'.length);
    for (const text of [fingerprint, bare, bare.slice(0, 6)]) {
      const { findings } = await explained(tree, { kind: 'fingerprint', text });
      expect(findings.map(({ finding }) => finding.fingerprint)).toEqual([fingerprint]);
    }
  });

  test('says that a comment silences it, where, why and until when', async () => {
    const text = leaking.replace(
      '\tcname :=',
      '\t//cgoreview:ignore CGO101 until=2026-12-31 -- the process ends anyway\n\tcname :=',
    );
    const { findings } = await explained({ 'db.go': text }, at('db.go', 14));
    expect(findings.map(({ standing }) => standing)).toEqual([
      { kind: 'silenced', line: 13, reason: 'the process ends anyway', until: '2026-12-31' },
    ]);
  });

  test('of a rule that is off is shown, and marked so', async () => {
    const config = { rules: new Map([['cstring-leak', 'off' as const]]) };
    const { findings, cleared } = await explained({ 'db.go': leaking }, at('db.go', 13), { config });
    expect(findings.map(({ standing }) => standing)).toEqual([{ kind: 'off', by: 'configuration' }]);
    expect(cleared.map(({ ruleId, isRuleOff }) => [ruleId, isRuleOff])).toEqual([
      ['cstring-inline-leak', false],
    ]);
  });

  test('of an excluded, vendored or generated file says so', async () => {
    const generated = leaking.replace('package db', '// Code generated by gen. DO NOT EDIT.\n\npackage db');
    const config = { exclude: ['old/**'] };
    const reasons = await Promise.all(
      [
        explained({ 'old/db.go': leaking }, at('old/db.go', 13), { config }),
        explained({ 'vendor/a/db.go': leaking }, at('vendor/a/db.go', 13)),
        explained({ 'gen.go': generated }, at('gen.go', 15)),
      ].map(async (one) => (await one).findings.map(({ standing }) => standing)),
    );
    expect(reasons).toEqual([
      [{ kind: 'excluded', reason: 'is excluded by the configuration' }],
      [{ kind: 'excluded', reason: 'is vendored (in a `vendor` directory)' }],
      [{ kind: 'excluded', reason: 'is generated (`Code generated … DO NOT EDIT.`)' }],
    ]);
  });

  test('says with a change whether that caused it', async () => {
    const here = { 'db.go': leaking };
    const causes = await Promise.all(
      [
        { 'db.go': freed },
        { 'db.go': leaking.replace('"unsafe"\n', '"unsafe"\n\nvar moved int\n') },
        { 'db.go': leaking, 'other/other.go': 'package other\n' },
      ].map(async (base) => {
        const { findings } = await explained(here, at('db.go', 13), { base });
        return findings.map(({ cause, standing }) => [cause, standing.kind]);
      }),
    );
    expect(causes).toEqual([
      [['caused', 'reported']],
      [['at-base', 'not-caused']],
      [['untouched', 'not-caused']],
    ]);
  });
});

describe('a fingerprint', () => {
  test('that nothing has is a mistake, said with what to do', async () => {
    expect(await problem({ 'db.go': freed }, { kind: 'fingerprint', text: 'v1:000000' })).toBe(
      'No finding of head has the fingerprint v1:000000. A fingerprint is of the tree that is looked at: name ' +
        'the revision that was reviewed with --head, or a place as FILE:LINE.',
    );
  });

  test('of a finding that the change has ended says so', async () => {
    const base = { 'db.go': leaking };
    const text = await fingerprintIn(base);
    expect(await problem({ 'db.go': freed }, { kind: 'fingerprint', text }, { base })).toBe(
      `${text} was a finding at the base, at db.go:13, and is none any more: the change has ended it.`,
    );
  });

  test('outside of what the change touches is found all the same', async () => {
    const head = { 'db.go': leaking, 'other/other.go': 'package other\n' };
    const text = await fingerprintIn(head);
    const { findings } = await explained(head, { kind: 'fingerprint', text }, { base: { 'db.go': leaking } });
    expect(findings.map(({ cause }) => cause)).toEqual(['untouched']);
  });

  test('that several findings start with is a mistake that names them', async () => {
    // So many findings that two of their fingerprints share six digits: the test looks for such a pair.
    const bodies = Array.from(
      { length: 6000 },
      (_, i) => `func f${String(i)}(s string) { C.puts(C.CString(s)) }`,
    );
    const tree = { 'db.go': goFile('', ...bodies, 'var _ unsafe.Pointer') };
    const repository = new MemoryRepository({ head: tree });
    const { report } = await auditTree(repository, commit('head'), () => true, context({}));
    const seen = new Map<string, string>();
    const pair = report.findings.flatMap(({ fingerprint }) => {
      const digits = fingerprint.slice(3, 9);
      const other = seen.get(digits);
      seen.set(digits, fingerprint);
      return other === undefined ? [] : [{ digits, fingerprints: [other, fingerprint] }];
    })[0];
    if (pair === undefined) throw new Error('no two fingerprints share six digits');
    const text = await problem(tree, { kind: 'fingerprint', text: pair.digits });
    expect(text).toContain('is the start of several fingerprints: give more digits.');
    for (const fingerprint of pair.fingerprints) expect(text).toContain(fingerprint);
  });

  test('that is too short or no number is a mistake', async () => {
    for (const text of ['v1:12345', 'xyz']) {
      expect(await problem({ 'db.go': freed }, { kind: 'fingerprint', text })).toBe(
        `${text} is no fingerprint: give at least 6 of the digits that a report shows for it.`,
      );
    }
  });
});

describe('a place without a finding', () => {
  async function silence(tree: MemoryTree, target: ExplainTarget, options?: Options): Promise<string> {
    const { findings, silence: found } = await explained(tree, target, options);
    expect(findings).toEqual([]);
    return found?.reason ?? '';
  }

  test('has the clearances of its candidates', async () => {
    const { cleared, silence: none } = await explained({ 'db.go': freed }, at('db.go', 13));
    expect(none).toBeUndefined();
    expect(cleared.map(({ ruleId, reason }) => `${ruleId}: ${reason}`)).toEqual([
      'cstring-inline-leak: `cname` holds the C string: cstring-leak looks at that',
      'cstring-leak: `cname` is freed on every path that leaves the function',
    ]);
    expect(cleared[1]?.states.map(({ location }) => location.span.start.line)).toEqual([15, 18]);
  });

  test('gives the candidate at the column where several stand on the line', async () => {
    const text = goFile('', 'func f(s, t string) { C.set_name(C.CString(s)); g(C.CString(t)) }');
    const all = await explained({ 'db.go': text }, at('db.go', 12));
    expect(all.findings.length + all.cleared.length).toBeGreaterThan(2);
    const column = text.split('\n')[11]?.indexOf('C.CString(t)') ?? -1;
    const { cleared } = await explained({ 'db.go': text }, at('db.go', 12, column + 1));
    expect(new Set(cleared.map(({ location }) => location.span.start.column))).toEqual(new Set([column + 1]));
  });

  test('tells that a function has too many paths to follow', async () => {
    const bits = Array.from({ length: 18 }, (_, i) => `b${String(i)}`);
    const ifs = bits.map((bit) => `\tif ${bit} {\n\t\tg()\n\t}`);
    const text = goFile(
      '',
      `func f(s string, ${bits.join(', ')} bool) {`,
      '\tcs := C.CString(s)',
      ...ifs,
      '\tif b0 {\n\t\tC.free(unsafe.Pointer(cs))\n\t}',
      ...ifs,
      '\tif !b0 {\n\t\tC.free(unsafe.Pointer(cs))\n\t}',
      '}',
    );
    const { cleared } = await explained({ 'db.go': text }, at('db.go', 13));
    const reasons = cleared.filter(({ ruleId }) => ruleId === 'cstring-leak').map(({ reason }) => reason);
    expect(reasons).toEqual(['the function has too many paths to follow']);
  });

  test('names the path that loses memory, where the call may have given none', async () => {
    const a = [
      'package a',
      '',
      'import "C"',
      '',
      'type Env struct{ p *C.env; b *C.buf }',
      '',
      'func (e *Env) Close() {',
      '\tC.buf_free(e.b)',
      '\tC.env_free(e.p)',
      '}',
      '',
      'func Open() (*Env, error) {',
      '\te := &Env{p: C.env_new()}',
      '\te.b = C.buf_new()',
      '\tif C.env_start(e.p) != 0 {',
      '\t\treturn nil, errStart',
      '\t}',
      '\treturn e, nil',
      '}',
      '',
    ].join('\n');
    const { cleared } = await explained({ 'a.go': a }, at('a.go', 14));
    const [reason] = cleared.filter(({ ruleId }) => ruleId === 'leak-error-path').map((one) => one.reason);
    expect(reason).toMatch(
      /^the path to line 16 loses it, and may be the one on which the call has given nothing/,
    );
  });

  test('names the lines around it that rules looked at', async () => {
    const { silence: found } = await explained({ 'db.go': freed }, at('db.go', 17));
    expect(found?.reason).toBe('no rule looks at anything on this line');
    const freeing = [
      'c-double-free',
      'c-use-after-free',
      'free-non-c-memory',
      'free-of-borrowed',
      'go-memory-retained-by-c',
      'ownership-transfer',
      'unsafe-uintptr-roundtrip',
      'wrong-allocator',
    ];
    expect(found?.looked).toEqual([
      { line: 13, rules: ['cstring-inline-leak', 'cstring-leak'] },
      { line: 15, rules: [...freeing] },
      { line: 18, rules: [...freeing] },
    ]);
  });

  test('gives the reason that holds for the whole file', async () => {
    const tree: MemoryTree = {
      'plain.go': 'package plain\n\nvar x int\n',
      'plain.txt': 'text\n',
      'c/db.c': 'int x;\n',
      'c/db.go': freed,
      'c/db_test.go': 'package c\n',
      'link.go': { symlink: 'c/db.go' },
      'lost/db.go': { failing: 'is missing from this clone' },
      'vendor/a/a.go': freed,
      'old/old.go': 'package old\n',
    };
    const config = { exclude: ['old/**'] };
    const reasons = await Promise.all(
      [
        'plain.go',
        'c/db_test.go',
        'plain.txt',
        'c/db.c',
        'link.go',
        'lost/db.go',
        'vendor/a/a.go',
        'old/old.go',
      ].map((path) => silence(tree, at(path, 1), { config })),
    );
    expect(reasons).toEqual([
      'no file of the package of `plain.go` imports "C" or `unsafe`, or names a header of `reflect`: no rule speaks of it',
      '`c/db_test.go` is a test file without cgo, `unsafe` or a header of `reflect`: no rule speaks of it',
      '`plain.txt` is not a Go file',
      '`c/db.c` is C code: it is read for what its functions do, and most findings stand in Go files',
      '`link.go` is a symbolic link',
      '`lost/db.go` could not be read: is missing from this clone',
      '`vendor/a/a.go` is vendored (in a `vendor` directory)',
      '`old/old.go` is excluded by the configuration',
    ]);
  });

  test('in a declaration that does not parse says so, and only there', async () => {
    const text = goFile('', 'func broken() {', '\tx := = 1', '}', '', 'func whole() {', '\tg()', '}');
    expect(await silence({ 'db.go': text }, at('db.go', 12))).toContain(
      '`db.go` does not parse: there is a syntax error at line 13',
    );
    expect(await silence({ 'db.go': text }, at('db.go', 17))).toBe('no rule looks at anything on this line');
  });

  test('beyond the end of the file is a mistake', async () => {
    expect(await problem({ 'db.go': freed }, at('db.go', 99))).toBe(
      'db.go has 20 lines, and none with the number 99: give one that is there.',
    );
  });
});

describe('rendered', () => {
  async function whole(head: MemoryTree, target: ExplainTarget, options: Options = {}): Promise<Explained> {
    return valueOf(await ask(head, target, options));
  }

  function text({ explanation, lines }: Explained, color = false): string {
    return renderExplanation(explanation, { color, links, source: lines });
  }

  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const schema = new URL('../docs/schema/explanation.v1.schema.json', import.meta.url);
  const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as Record<string, unknown>);

  function expectValid(explanation: Explanation): void {
    validate(JSON.parse(renderExplanationJson(explanation, links)));
    expect(validate.errors ?? []).toEqual([]);
  }

  test('a reported finding', async () => {
    const found = await whole({ 'db/db.go': leaking }, at('db/db.go', 13, 11), {
      base: { 'db/db.go': freed },
    });
    expectGolden('explain/reported.txt', text(found));
    expectGolden('explain/reported.json', renderExplanationJson(found.explanation, links));
    expectValid(found.explanation);
  });

  test('a silenced finding, in colour', async () => {
    const silenced = leaking.replace(
      '\tcname :=',
      '\t//cgoreview:ignore cstring-leak -- the process ends anyway\n\tcname :=',
    );
    const tree = { 'db.go': silenced };
    const found = await whole(tree, at('db.go', 20));
    expectGolden('explain/silenced.txt', text(found, true));
    expectValid(found.explanation);
  });

  test('a place that was cleared, and one that no rule looks at', async () => {
    const found = await whole({ 'db.go': freed }, at('db.go', 13));
    const free = await whole({ 'db.go': freed }, at('db.go', 15));
    const nothing = await whole({ 'db.go': freed }, at('db.go', 17));
    expectGolden('explain/cleared.txt', [found, free, nothing].map((one) => text(one)).join('\n'));
    expectValid(found.explanation);
    expectValid(nothing.explanation);
  });

  test('every standing is valid by the schema', async () => {
    const config = { rules: new Map([['cstring-leak', 'off' as const]]) };
    expectValid(await explained({ 'db.go': leaking }, at('db.go', 13), { config }));
    expectValid(await explained({ 'vendor/a/db.go': leaking }, at('vendor/a/db.go', 13)));
    expectValid(await explained({ 'db.go': leaking }, at('db.go', 13), { base: { 'db.go': leaking } }));
    expectValid(
      await explained(
        { 'db.go': leaking },
        { kind: 'fingerprint', text: await fingerprintIn({ 'db.go': leaking }) },
      ),
    );
  });

  test('the schema refuses what is no explanation', async () => {
    const { explanation } = await whole({ 'db.go': freed }, at('db.go', 13));
    const document = JSON.parse(renderExplanationJson(explanation, links)) as object;
    expect(validate({ ...document, schemaVersion: 2 })).toBe(false);
    expect(validate({ ...document, silence: { reason: 'none' } })).toBe(false);
  });

  test('text of the repository cannot drive the terminal', async () => {
    const evil = leaking
      .replace('func open(', 'func open(evil string, ')
      .replace('\t\tC.puts', '\t\t/*\u001b[2J\u202e*/C.puts');
    const found = await whole({ 'db.go': evil }, at('db.go', 13));
    expect(text(found)).not.toMatch(/[\u001b\u202e]/);
  });
});
