import { beforeAll, describe, expect, test } from '@jest/globals';
import { auditTree } from '../src/app/audit-tree.ts';
import { localFirst } from '../src/app/local-first.ts';
import { reviewChange } from '../src/app/review-change.ts';
import type { RunContext, RunResult } from '../src/app/review-change.ts';
import { inDirectory, narrowed } from '../src/app/scope.ts';
import { defaultConfig, withOnlyRules } from '../src/config/review-config.ts';
import type { Change, FileDiff } from '../src/diff/change.ts';
import type { RegisteredRule } from '../src/engine/registry.ts';
import { unfolded } from '../src/engine/repeats.ts';
import { defineRule } from '../src/engine/rule.ts';
import type { Pass } from '../src/engine/rule.ts';
import type { Parser } from '../src/parser/parser.ts';
import { registry } from '../src/rules/registry.generated.ts';
import { maxSourceBytes } from '../src/source/decode.ts';
import { MemoryRepository, changeBetween, commit } from './memory-repository.ts';
import type { MemoryTree } from './memory-repository.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

interface Options {
  readonly config?: Partial<RunContext['config']>;
  readonly registry?: readonly RegisteredRule[];
  readonly renames?: Readonly<Record<string, string>>;
  readonly change?: Partial<Change>;
}

function context(options: Options): RunContext {
  return {
    config: { ...defaultConfig, ...options.config },
    parser,
    registry: options.registry ?? registry,
    version: '1.2.3',
    today: '2026-06-15',
  };
}

async function review(
  base: MemoryTree,
  head: MemoryTree,
  options: Options = {},
): Promise<RunResult & { readonly read: readonly string[] }> {
  const repository = new MemoryRepository({ base, head });
  const change = { ...changeBetween(base, head, options.renames), ...options.change };
  return { ...(await reviewChange(repository, change, context(options))), read: repository.read };
}

async function audit(tree: MemoryTree, directory = '.', options: Options = {}): Promise<RunResult> {
  const repository = new MemoryRepository({ head: tree });
  return auditTree(repository, commit('head'), inDirectory(directory), context(options));
}

function places({ report }: RunResult): string[] {
  return report.findings.map(
    ({ ruleId, location }) => `${location.path}:${String(location.span.start.line)} ${ruleId}`,
  );
}

function unread({ report }: RunResult): (readonly [string, string, boolean])[] {
  return report.notReviewed.map(({ path, reason, excluded }) => [path, reason, excluded]);
}

const head = 'package a\n\n// #include <stdlib.h>\n// #include "x.h"\nimport "C"\n\nimport "unsafe"\n\n';
const leak = 'func Leak(s string) {\n\tcs := C.CString(s)\n\tC.x_use(cs)\n}\n';
/** The same without its mistake. */
const freed = leak.replace('\tC.x', '\tdefer C.free(unsafe.Pointer(cs))\n\tC.x');
const reads = 'static int x_use(const char *s) { return s[0]; }\n';
const frees = '#include <stdlib.h>\nstatic void x_use(char *s) { free(s); }\n';
/** A function of C that copies without a bound, with a comment above the call. */
const copies = (comment: string): string =>
  `#include <string.h>\nstatic void x_copy(const char *s) {\n\tchar a[8];\n\t${comment}\n\tstrcpy(a, s);\n}\n`;
const preamble = (c: string): string => `package a\n\n/*\n${c}*/\nimport "C"\n`;
const leakAt = (path: string, line = 10): string => `${path}:${String(line)} cstring-leak`;

describe('the packages that a change touches', () => {
  test('are analysed at the head, and what the base had is silent', async () => {
    const base = { 'a.go': head + leak, 'x.h': reads, 'other/b.go': head + leak };
    const result = await review(base, { ...base, 'a.go': head + leak + leak.replace('Leak', 'More') });
    expect(places(result)).toEqual([leakAt('a.go', 14)]);
    expect(result.report.stats).toEqual({ files: 1, packages: 1, lines: 16, atBase: 1 });
    expect(result.read).not.toContain('other/b.go');
  });

  test('the base is not read where the head has no finding', async () => {
    const to = { 'a.go': head + freed, 'x.h': reads };
    const repository = new MemoryRepository({ head: to });
    const { report } = await reviewChange(repository, changeBetween({}, to), context({}));
    expect(report.findings).toEqual([]);
    expect(report.verdict).toBe('pass');
  });

  test('a file that is the same on both sides is read once', async () => {
    const { report, read } = await review(
      { 'a.go': head + leak, 'x.h': frees },
      { 'a.go': head + leak, 'x.h': reads },
    );
    expect(report.findings).toHaveLength(1);
    expect([...read].sort()).toEqual(['a.go', 'x.h', 'x.h']);
  });

  test('without a base all of it is new', async () => {
    const to = { 'a.go': head + leak, 'x.h': reads };
    const repository = new MemoryRepository({ head: to });
    const { report } = await reviewChange(
      repository,
      { ...changeBetween({}, to), base: undefined },
      context({}),
    );
    expect(report.findings).toHaveLength(1);
    expect(report.base).toBeUndefined();
  });

  test.each<[string, MemoryTree, MemoryTree, readonly string[]]>([
    [
      'a C file beside it changed',
      { 'a.go': head + leak, 'x.h': '', 'x.c': frees },
      { 'a.go': head + leak, 'x.h': '', 'x.c': reads },
      [leakAt('a.go')],
    ],
    [
      'a header beside it changed',
      { 'a.go': head + leak, 'x.h': frees },
      { 'a.go': head + leak, 'x.h': reads },
      [leakAt('a.go')],
    ],
    [
      'a C file beside it was deleted',
      { 'a.go': head + leak, 'x.h': reads, 'y.c': '' },
      { 'a.go': head + leak, 'x.h': reads },
      [],
    ],
    [
      'a Go file beside it was deleted',
      { 'a.go': head + leak, 'x.h': reads, 'b.go': 'package a\n' },
      { 'a.go': head + leak, 'x.h': reads },
      [],
    ],
    [
      'only a text changed',
      { 'a.go': head + leak, 'x.h': reads, 'README.md': 'a' },
      { 'a.go': head + leak, 'x.h': reads, 'README.md': 'b' },
      [],
    ],
    [
      'only go.mod changed',
      { 'a.go': head + leak, 'x.h': reads, 'go.mod': 'go 1.20\n' },
      { 'a.go': head + leak, 'x.h': reads, 'go.mod': 'go 1.21\n' },
      [],
    ],
    [
      'the tests of the package are another one',
      { 'a.go': head + freed, 'x.h': reads },
      { 'a.go': head + freed, 'x.h': reads, 'a_test.go': head.replace('package a', 'package a_test') + leak },
      [leakAt('a_test.go')],
    ],
    [
      'several directories',
      {},
      { 'a/a.go': head + leak, 'a/x.h': reads, 'b/c/b.go': head + leak, 'b/c/x.h': reads },
      [leakAt('a/a.go'), leakAt('b/c/b.go')],
    ],
    ['nothing of C is near', {}, { 'a.go': 'package a\n\nfunc f() {}\n' }, []],
  ])('%s', async (_name, base, to, expected) => {
    expect(places(await review(base, to))).toEqual(expected);
  });

  test('a file that moved to another directory keeps its silence', async () => {
    const result = await review(
      { 'old/a.go': head + leak, 'old/x.h': reads },
      { 'new/a.go': head + leak, 'new/x.h': reads },
      {
        renames: { 'new/a.go': 'old/a.go', 'new/x.h': 'old/x.h' },
      },
    );
    expect(places(result)).toEqual([]);
    expect(result.report.stats.atBase).toBe(1);
  });

  test('a file with a byte order mark has its positions behind it', async () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(head + leak)]);
    const { report } = await audit({ 'a.go': marked, 'x.h': reads });
    expect(report.findings.map(({ location }) => location.span.start)).toEqual([{ line: 10, column: 8 }]);
  });
});

describe('the headers that are read', () => {
  const including = (flags: string, include = 'x.h'): string =>
    `package a\n\n// #cgo ${flags}\n// #include "${include}"\nimport "C"\n\n\n\n${leak}`;

  test.each<[string, MemoryTree]>([
    ['beside the file', { 'p/a.go': including('LDFLAGS: -lm'), 'p/x.h': reads }],
    ['below it', { 'p/a.go': including('LDFLAGS: -lm', 'inc/x.h'), 'p/inc/x.h': reads }],
    ['above it', { 'p/a.go': including('LDFLAGS: -lm', '../inc/x.h'), 'inc/x.h': reads }],
    [
      '-I${SRCDIR}/../include',
      { 'p/a.go': including('CFLAGS: -I${SRCDIR}/../include'), 'include/x.h': reads },
    ],
    ['-I${SRCDIR}', { 'p/a.go': including('CFLAGS: -I${SRCDIR}', 'inc/x.h'), 'p/inc/x.h': reads }],
    ['-I ${SRCDIR}/inc', { 'p/a.go': including('CFLAGS: -g -I ${SRCDIR}/inc -O2'), 'p/inc/x.h': reads }],
    ['several -I', { 'p/a.go': including('CFLAGS: -I${SRCDIR}/none -I${SRCDIR}/inc'), 'p/inc/x.h': reads }],
    ['-I in quotes', { 'p/a.go': including('CFLAGS: "-I${SRCDIR}/inc"'), 'p/inc/x.h': reads }],
    [
      'a condition before CFLAGS',
      { 'p/a.go': including('linux,amd64 CFLAGS: -I${SRCDIR}/inc'), 'p/inc/x.h': reads },
    ],
    ['CPPFLAGS', { 'p/a.go': including('CPPFLAGS: -I${SRCDIR}/inc'), 'p/inc/x.h': reads }],
    ['a relative -I', { 'p/a.go': including('CFLAGS: -I../include'), 'include/x.h': reads }],
    [
      'through another header',
      {
        'p/a.go': including('CFLAGS: -I${SRCDIR}/inc', 'y.h'),
        'p/inc/y.h': '#include "sub/x.h"\n',
        'p/inc/sub/x.h': reads,
      },
    ],
    [
      'through another header and back',
      {
        'p/a.go': including('CFLAGS: -I${SRCDIR}/inc', 'y.h'),
        'p/inc/y.h': '#include "../x.h"\n',
        'p/x.h': `#include "inc/y.h"\n${reads}`,
      },
    ],
    [
      'through a C file',
      { 'p/a.go': including('LDFLAGS: -lm', 'none.h'), 'p/b.c': '#include "inc/x.h"\n', 'p/inc/x.h': reads },
    ],
    [
      'through another header, by the same -I',
      {
        'p/a.go': including('CFLAGS: -I${SRCDIR}/inc', 'lib/y.h'),
        'p/inc/lib/y.h': '#include "lib/x.h"\n',
        'p/inc/lib/x.h': reads,
      },
    ],
    [
      'through a C file, by the same -I',
      {
        'p/a.go': including('CFLAGS: -I${SRCDIR}/inc', 'none.h'),
        'p/b.c': '#include "x.h"\n',
        'p/inc/x.h': reads,
      },
    ],
    [
      'by an -I of another file of the package',
      {
        'p/a.go': including('LDFLAGS: -lm'),
        'p/flags.go': 'package a\n\n// #cgo CFLAGS: -I${SRCDIR}/inc\nimport "C"\n',
        'p/inc/x.h': reads,
      },
    ],
  ])('%s', async (_name, tree) => {
    expect(places(await audit(tree, 'p'))).toEqual([leakAt('p/a.go')]);
    // Only who has read the header knows that this function frees what it is given.
    const freeing = Object.fromEntries(
      Object.entries(tree).map(([path, text]) => [
        path,
        typeof text === 'string' ? text.replace(reads, frees) : text,
      ]),
    );
    expect(places(await audit(freeing, 'p'))).toEqual([]);
  });

  test.each<[string, MemoryTree]>([
    ['outside of the repository', { 'p/a.go': including('CFLAGS: -I${SRCDIR}/../../..') }],
    ['of the system', { 'p/a.go': including('CFLAGS: -I/usr/include') }],
    ['that is not there', { 'p/a.go': including('CFLAGS: -I${SRCDIR}/none') }],
  ])('one %s is left alone', async (_name, tree) => {
    const result = await audit(tree);
    expect(unread(result)).toEqual([]);
    expect(result.report.verdict).not.toBe('incomplete');
  });

  test('a changed header of another directory alone does not reach the package that includes it: a known limit', async () => {
    const go = including('CFLAGS: -I${SRCDIR}/../include');
    const result = await review(
      { 'p/a.go': go, 'include/x.h': frees },
      { 'p/a.go': go, 'include/x.h': reads },
    );
    expect(places(result)).toEqual([]);
  });
});

/** A rule that reports nothing and shows what it was given. */
function spy(see: (pass: Pass) => void): readonly RegisteredRule[] {
  const [first] = registry;
  if (first === undefined) throw new Error('the registry is empty');
  return [{ ...first, rule: defineRule({ ...first.rule, run: see }) }];
}

describe('the version of Go', () => {
  const source = 'package a\n\nimport "C"\n';
  test.each<[string, MemoryTree, string | undefined]>([
    ['of go.mod', { 'a.go': source, 'go.mod': 'module x\n\ngo 1.21\n' }, '1.21'],
    ['with a patch', { 'a.go': source, 'go.mod': 'module x\n\ngo 1.22.3\n\ntoolchain go1.25.0\n' }, '1.22'],
    ['of a release candidate', { 'a.go': source, 'go.mod': 'module x\ngo 1.23rc1\n' }, '1.23'],
    ['with CRLF', { 'a.go': source, 'go.mod': 'module x\r\n\r\ngo 1.24\r\n' }, '1.24'],
    ['of a module above', { 'p/q/a.go': source, 'go.mod': 'go 1.20\n' }, '1.20'],
    ['of the nearest module', { 'p/q/a.go': source, 'go.mod': 'go 1.20\n', 'p/go.mod': 'go 1.25\n' }, '1.25'],
    ['of no module beside', { 'p/a.go': source, 'q/go.mod': 'go 1.20\n' }, undefined],
    ['of a go.mod that does not say', { 'a.go': source, 'go.mod': 'module x\n' }, undefined],
  ])('%s', async (_name, tree, expected) => {
    const seen: (string | undefined)[] = [];
    await audit(tree, '.', { registry: spy((pass) => seen.push(pass.package.goVersion?.join('.'))) });
    expect(seen).toEqual([expected]);
  });
});

describe('what could not be reviewed', () => {
  const more = { 'x.h': reads };
  const huge = { failing: 'was read although it is too large', size: maxSourceBytes + 1 };
  test.each<[string, MemoryTree[string], RegExp]>([
    [
      'a blob that cannot be had',
      { failing: 'is missing from this clone' },
      /^could not be read: is missing from this clone$/,
    ],
    [
      'bytes that are no text',
      Buffer.from([0x70, 0xff, 0xfe]),
      /^is not valid UTF-8 \(byte 0xff at offset 1\)$/,
    ],
    ['a NUL', 'package a\0\n', /^holds a NUL byte/],
    ['a file that is too large', huge, /^is 20\.0 MB, larger than/],
  ])('%s makes the verdict incomplete', async (_name, file, reason) => {
    const to = { 'a.go': file, ...more };
    for (const result of [await review({}, to), await audit(to)]) {
      expect(unread(result).filter(([path]) => path !== 'x.h')).toEqual([
        ['a.go', expect.stringMatching(reason), false],
      ]);
      expect(result.report.verdict).toBe('incomplete');
      expect(result.report.findings).toEqual([]);
    }
  });

  test.each<[string, MemoryTree[string], string]>([
    ['a symbolic link', { symlink: 'b.go' }, 'is a symbolic link'],
    ['a submodule', { submodule: '1'.repeat(40) }, 'is a submodule'],
  ])('%s is no content of this tree: listed, and nothing is incomplete', async (_name, file, reason) => {
    const to = { 'a.go': file, ...more };
    for (const result of [await review({}, to), await audit(to)]) {
      // Without the Go file the header beside it belongs to no package.
      expect(unread(result).filter(([path]) => path !== 'x.h')).toEqual([['a.go', reason, true]]);
      expect(result.report.verdict).toBe('pass');
    }
  });

  test('a header that no package here includes is listed, not passed over', async () => {
    const go = 'package a\n\nimport "unsafe"\n\nvar p unsafe.Pointer\n';
    const result = await review({ 'a.go': go, 'inc/k.h': 'int k;\n' }, { 'a.go': go, 'inc/k.h': 'int l;\n' });
    expect(unread(result)).toEqual([['inc/k.h', expect.stringMatching(/^is part of no Go package/), true]]);
  });

  test('an unreadable file does not hide what is found in another', async () => {
    const result = await review(
      {},
      { 'a.go': head + leak, 'b.go': { failing: 'is gone' }, ...more },
      { config: { failOn: 'warning' } },
    );
    expect(places(result)).toEqual([leakAt('a.go')]);
    expect(unread(result)).toEqual([['b.go', 'could not be read: is gone', false]]);
    expect(result.report.verdict).toBe('fail');
  });

  test('a header that cannot be read is listed where the change touches it', async () => {
    const base = { 'a.go': head + freed, 'x.h': reads };
    const result = await review(base, { ...base, 'x.h': { failing: 'is gone' } });
    expect(unread(result)).toEqual([['x.h', 'could not be read: is gone', false]]);
    expect(result.report.verdict).toBe('incomplete');
  });

  test.each<[string, FileDiff, string]>([
    [
      'no difference',
      { kind: 'unavailable', reason: 'GitHub sent none' },
      'has no diff that could be read: GitHub sent none',
    ],
    ['a binary difference', { kind: 'binary' }, 'is binary to git'],
  ])('a file with %s is listed', async (_name, diff, reason) => {
    const result = await review(
      { 'a.go': head, ...more },
      { 'a.go': head + leak, ...more },
      {
        change: { files: [{ path: 'a.go', status: 'modified', diff }] },
      },
    );
    expect(unread(result)).toEqual([['a.go', reason, false]]);
    expect(result.report.verdict).toBe('incomplete');
  });

  test('a finding in a file without a difference is neither shown nor counted as old', async () => {
    const result = await review(
      { 'a.go': head, ...more },
      { 'a.go': head + leak, ...more },
      {
        change: { files: [{ path: 'a.go', status: 'modified', diff: { kind: 'unavailable', reason: 'x' } }] },
      },
    );
    expect(places(result)).toEqual([]);
    expect(result.report.stats.atBase).toBe(0);
  });

  test('a file of the change that is not in the tree', async () => {
    const diff: FileDiff = { kind: 'text', hunks: [], shown: true };
    const result = await review(
      {},
      { 'a.go': head + freed, ...more },
      { change: { files: [{ path: 'b.go', status: 'added', diff }] } },
    );
    expect(unread(result)).toEqual([['b.go', 'is not in the tree of the head', false]]);
  });

  test('a list of files that is cut', async () => {
    const result = await review(
      {},
      { 'a.go': head + freed, ...more },
      { change: { truncated: 'the change has more than 3000 files' } },
    );
    expect(unread(result)).toEqual([['.', 'the change has more than 3000 files', false]]);
    expect(result.report.verdict).toBe('incomplete');
  });

  test('a declaration that does not parse is left out, the others are reviewed', async () => {
    const text = `${head}func Broken(s string) {\n\tx := := C.CString(s)\n}\n\n${leak}`;
    for (const result of [
      await review({}, { 'a.go': text, ...more }),
      await audit({ 'a.go': text, ...more }),
    ]) {
      expect(places(result)).toEqual([leakAt('a.go', 14)]);
      expect(unread(result)).toEqual([
        [
          'a.go',
          'does not parse: there is a syntax error at line 10, and the declaration that holds it was not reviewed',
          false,
        ],
      ]);
      expect(result.report.verdict).toBe('incomplete');
    }
  });

  test('a mistake between declarations', async () => {
    const result = await review({}, { 'a.go': `${head}%%%\n\n${freed}`, ...more });
    expect(unread(result)).toEqual([
      [
        'a.go',
        'does not parse: there is a syntax error at line 9, and code around the mistake was not reviewed',
        false,
      ],
    ]);
  });

  test('removed files and files of other kinds are nothing to review', async () => {
    const result = await review({ 'a.go': head + leak, 'b.txt': 'a', ...more }, { 'b.txt': 'b', ...more });
    expect(unread(result)).toEqual([]);
    expect(result.report.verdict).toBe('pass');
    expect(result.report.stats.files).toBe(0);
  });
});

describe('what the policy leaves out', () => {
  const generated = `// Code generated by x. DO NOT EDIT.\n${head}${leak}`;
  const cases: readonly (readonly [
    name: string,
    path: string,
    text: string,
    reason: string,
    config?: Options['config'],
  ])[] = [
    ['vendored code', 'vendor/lib/a.go', head + leak, 'is vendored (in a `vendor` directory)'],
    ['vendored code further down', 'p/vendor/lib/a.go', head + leak, 'is vendored (in a `vendor` directory)'],
    ['test data', 'p/testdata/a.go', head + leak, 'is test data (in a `testdata` directory)'],
    ['generated code', 'a.go', generated, 'is generated (`Code generated … DO NOT EDIT.`)'],
    [
      'what the configuration names',
      'third/a.go',
      head + leak,
      'is excluded by the configuration',
      { exclude: ['third/'] },
    ],
    [
      'a glob of the configuration',
      'p/zz_a.go',
      head + leak,
      'is excluded by the configuration',
      { exclude: ['**/zz_*.go'] },
    ],
  ];
  test.each(cases)(
    '%s is listed and makes nothing incomplete',
    async (_name, path, text, reason, config = {}) => {
      const to = { [path]: text, [path.replace(/[^/]*$/, 'x.h')]: reads };
      for (const result of [await review({}, to, { config }), await audit(to, '.', { config })]) {
        expect(places(result)).toEqual([]);
        expect(unread(result)).toContainEqual([path, reason, true]);
        expect(result.report.notReviewed.every(({ excluded }) => excluded)).toBe(true);
        expect(result.report.verdict).toBe('pass');
      }
    },
  );

  test('an excluded file is still part of its package', async () => {
    const helper =
      'package a\n\n// #include <stdlib.h>\n// static void x_use(char *s) { free(s); }\nimport "C"\n';
    const to = { 'a.go': head.replace('// #include "x.h"\n', '') + leak, 'gen.go': helper };
    expect(places(await review({}, to, { config: { exclude: ['gen.go'] } }))).toEqual([]);
    expect(places(await review({}, { 'a.go': to['a.go'] }))).toHaveLength(1);
  });

  test('an audit lists a whole directory once', async () => {
    const result = await audit({
      'vendor/x/a.go': head,
      'vendor/x/b.go': head,
      'vendor/y/c.go': head,
      'a.go': head,
    });
    expect(unread(result)).toEqual([
      ['vendor/x/', 'is vendored (in a `vendor` directory)', true],
      ['vendor/y/c.go', 'is vendored (in a `vendor` directory)', true],
    ]);
  });

  const tree = { 'a.go': head + leak, 'x.h': reads };
  test('a rule that is off does not run', async () => {
    const off = { rules: new Map([['cstring-leak', 'off' as const]]) };
    expect(places(await review({}, tree, { config: off }))).toEqual([]);
  });

  test.each([
    ['as it is', {}, []],
    ['turned on', { rules: new Map([['cstring-leak', 'on' as const]]) }, ['warning']],
    ['given a severity', { rules: new Map([['cstring-leak', 'error' as const]]) }, ['error']],
    [
      'asked for alone',
      withOnlyRules(defaultConfig, ['cstring-leak'], new Set(['cstring-leak'])),
      ['warning'],
    ],
  ])('a preview, %s', async (_name, config, severities) => {
    const previews = registry.map((one) => ({ ...one, rule: { ...one.rule, preview: true as const } }));
    const { report } = await review({}, tree, { config, registry: previews });
    expect(report.findings.map(({ severity }) => severity)).toEqual(severities);
  });

  test.each([
    ['the own severity, below the threshold', {}, 'warning', 'pass'],
    ['the own severity, at the threshold', { failOn: 'warning' as const }, 'warning', 'fail'],
    ['raised', { rules: new Map([['cstring-leak', 'error' as const]]) }, 'error', 'fail'],
    [
      'lowered',
      { rules: new Map([['cstring-leak', 'info' as const]]), failOn: 'warning' as const },
      'info',
      'pass',
    ],
    [
      'never fails',
      { rules: new Map([['cstring-leak', 'error' as const]]), failOn: 'never' as const },
      'error',
      'pass',
    ],
  ])('%s', async (_name, config, severity, verdict) => {
    const { report } = await review({}, tree, { config });
    expect(report.findings.map((finding) => finding.severity)).toEqual([severity]);
    expect(report.verdict).toBe(verdict);
  });
});

describe('findings with one cause', () => {
  const type = `package a

/*
#include <stdlib.h>
typedef struct db db;
db *db_open(void);
void db_close(db *d);
int db_size(db *d);
*/
import "C"

import "runtime"

type DB struct{ c *C.db }

func Open() *DB {
	d := &DB{C.db_open()}
	runtime.SetFinalizer(d, func(d *DB) { C.db_close(d.c) })
	return d
}
`;
  const method = (name: string): string => `\nfunc (d *DB) ${name}() int { return int(C.db_size(d.c)) }\n`;
  const base = { 'db.go': type };
  const head = { 'db.go': type + ['Size', 'Len', 'Count'].map(method).join('') };

  test('are one in a review, and each its own in an audit', async () => {
    const config = { rules: new Map([['missing-keepalive', 'error' as const]]) };
    const only = registry.filter(({ rule }) => rule.id === 'missing-keepalive');
    const { report } = await review(base, head, { config, registry: only });
    expect(report.findings.map((one) => unfolded(one).map(({ symbol }) => symbol))).toEqual([
      ['func (*DB).Size', 'func (*DB).Len', 'func (*DB).Count'],
    ]);
    const audited = await audit(head, '.', { config, registry: only });
    expect(audited.report.findings).toHaveLength(3);
  });

  test('stand at a line that the change adds', async () => {
    const only = registry.filter(({ rule }) => rule.id === 'missing-keepalive');
    const before = {
      'db.go': type.replace('\truntime.SetFinalizer', '\t// runtime.SetFinalizer') + method('Size'),
    };
    const after = { 'db.go': type + method('Size') + method('Len') };
    const { report } = await review(before, after, { registry: only });
    expect(report.findings.map((one) => unfolded(one).map(({ symbol }) => symbol))).toEqual([
      ['func (*DB).Len', 'func (*DB).Size'],
    ]);
  });
});

describe('suppressions and notes', () => {
  const silenced = leak.replace('(s)\n', '(s) //cgoreview:ignore CGO101 -- it lives forever\n');
  test('a silenced finding is listed with its reason and fails nothing', async () => {
    const { report } = await review(
      {},
      { 'a.go': head + silenced, 'x.h': reads },
      { config: { failOn: 'info' } },
    );
    expect(report.findings).toEqual([]);
    expect(report.suppressed.map(({ finding, reason }) => [finding.ruleId, reason])).toEqual([
      ['cstring-leak', 'it lives forever'],
    ]);
    expect(report.verdict).toBe('pass');
  });

  test.each([
    [
      'a C file',
      { 'a.go': head, 'x.h': reads, 'a.c': copies('') },
      { 'a.c': copies('//cgoreview:ignore CGO702 -- bounded') },
    ],
    [
      'a header',
      { 'a.go': head, 'x.h': copies('') },
      { 'x.h': copies('//cgoreview:ignore CGO702 -- bounded') },
    ],
    [
      'a preamble',
      { 'a.go': preamble(copies('')) },
      { 'a.go': preamble(copies('//cgoreview:ignore CGO702 -- bounded')) },
    ],
  ])('a finding in %s is silenced there', async (_name, tree: MemoryTree, silencing: MemoryTree) => {
    expect(places(await review({}, tree))).toEqual([expect.stringContaining('c-unbounded-copy')]);
    for (const { report } of [
      await review({}, { ...tree, ...silencing }),
      await audit({ ...tree, ...silencing }),
    ]) {
      expect(report.findings).toEqual([]);
      expect(report.suppressed.map(({ reason }) => reason)).toEqual(['bounded']);
      expect(report.notes).toEqual([]);
    }
  });

  test('a mistake in a C file is noted', async () => {
    const tree = { 'a.go': head, 'x.h': reads, 'a.c': copies('//cgoreview:ignore CGO702') };
    const noted = [expect.stringMatching(/^a\.c:4: the suppression has no reason/)];
    expect((await review({}, tree)).report.notes).toEqual(noted);
    expect((await audit(tree)).report.notes).toEqual(noted);
  });

  test('a review notes only the mistakes of changed files, an audit all', async () => {
    const base = { 'a.go': `${head}//cgoreview:ignore CGO101\n${freed}`, 'x.h': reads };
    const to = { ...base, 'b.go': `${head}//cgoreview:ignore CGO999 -- why\nfunc B() {}\n` };
    const { report } = await review(base, to);
    expect(report.notes).toEqual(['b.go:9: the suppression names `CGO999`, which is no rule.']);
    expect((await audit(to)).report.notes).toHaveLength(2);
  });
});

describe('an audit', () => {
  const tree = {
    'a/a.go': head + leak,
    'a/x.h': reads,
    'b/b.go': head + leak,
    'b/x.h': reads,
    'ab/c.go': head + leak,
    'ab/x.h': reads,
  };
  test.each([
    ['.', [leakAt('a/a.go'), leakAt('ab/c.go'), leakAt('b/b.go')]],
    ['a', [leakAt('a/a.go')]],
    ['./a/', [leakAt('a/a.go')]],
    ['c', []],
  ])('of %s reports all findings below it', async (directory, expected) => {
    expect(places(await audit(tree, directory)).sort()).toEqual(expected);
  });

  test('says what it looked at', async () => {
    const { report, lines } = await audit(tree, 'a');
    expect(report.mode).toBe('audit');
    expect(report.tool).toEqual({ name: 'cgo-review', version: '1.2.3' });
    expect(report.head).toEqual(commit('head'));
    expect(report.parser.backend).toBe('wasm');
    expect(report.stats).toEqual({ files: 2, packages: 1, lines: 13, atBase: 0 });
    expect([...report.rules.keys()]).toEqual(registry.map(({ rule }) => rule.id));
    expect(lines('a/a.go')?.[9]).toBe('\tcs := C.CString(s)');
    expect(lines('a/none.go')).toBeUndefined();
  });

  test('has findings sorted by path and place', async () => {
    const result = await audit({
      'b.go': head + leak,
      'a.go': head + leak.replace('Leak', 'A') + leak.replace('Leak', 'B'),
      'x.h': reads,
      'a/z.go': head + leak,
      'a/x.h': reads,
    });
    expect(places(result)).toEqual([leakAt('a.go'), leakAt('a.go', 14), leakAt('a/z.go'), leakAt('b.go')]);
  });
});

describe('the scope of a run', () => {
  test.each([
    ['', 'a/b.go', true],
    ['.', 'a/b.go', true],
    ['./', 'b.go', true],
    ['a', 'a/b.go', true],
    ['a/', 'a/b.go', true],
    ['./a', 'a/b/c.go', true],
    ['a', 'ab/c.go', false],
    ['a', 'a', true],
    ['a/b', 'a/c.go', false],
  ])('%j holds %s: %s', (directory, path, expected) => {
    expect(inDirectory(directory)(path)).toBe(expected);
  });

  test('a change is narrowed to the files that are or were in it', () => {
    const base = { 'a/x.go': 'package a\n', 'b/y.go': 'package b\n', 'c/z.go': 'package c\n' };
    const change = changeBetween(
      base,
      { 'b/x.go': 'package a\n', 'b/y.go': 'package bb\n', 'c/z.go': 'package cc\n' },
      { 'b/x.go': 'a/x.go' },
    );
    const paths = (directory: string): string[] =>
      narrowed(change, inDirectory(directory)).files.map(({ path }) => path);
    expect(paths('a')).toEqual(['b/x.go']);
    expect(paths('b')).toEqual(['b/x.go', 'b/y.go']);
    expect(paths('c')).toEqual(['c/z.go']);
    expect(paths('.')).toHaveLength(3);
  });
});

describe('blobs from a clone where it has them', () => {
  test.each([
    ['has', true, { file: 'local', link: 'remote' }],
    ['has not', false, { file: 'remote', link: 'remote' }],
  ])('one that the clone %s', async (_name, isThere, expected) => {
    const remote = new MemoryRepository({ head: { 'a.go': 'remote' } });
    const repository = localFirst(
      {
        tree: (revision) => remote.tree(revision),
        file: (revision, path) => remote.file(revision, path),
        blob: async () => Buffer.from('remote'),
      },
      { hasBlob: async () => isThere, blob: async () => Buffer.from('local') },
    );
    const read = async (kind: 'file' | 'symlink'): Promise<string> =>
      Buffer.from(await repository.blob({ path: 'a.go', blob: '1', kind })).toString();
    expect({ file: await read('file'), link: await read('symlink') }).toEqual(expected);
    expect(await repository.tree(commit('head'))).toHaveLength(1);
    expect(await repository.file(commit('head'), 'a.go')).toBeDefined();
  });
});
