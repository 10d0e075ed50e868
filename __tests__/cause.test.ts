import { beforeAll, describe, expect, test } from '@jest/globals';
import { reviewChange } from '../src/app/review-change.ts';
import { defaultConfig } from '../src/config/review-config.ts';
import type { Location } from '../src/base/span.ts';
import { withCauses } from '../src/engine/cause.ts';
import type { CodeSide } from '../src/engine/code-side.ts';
import { declarationName, enclosingDeclaration, normalisedTokens } from '../src/engine/declaration.ts';
import type { Finding } from '../src/engine/diagnostic.ts';
import type { Parser } from '../src/parser/parser.ts';
import { registry } from '../src/rules/registry.generated.ts';
import { readCFile } from '../src/syntax/c-file.ts';
import { readGoFile } from '../src/syntax/go-file.ts';
import { MemoryRepository, changeBetween } from './memory-repository.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

type Files = Readonly<Record<string, string>>;

const head = 'package a\n\n// #include <stdlib.h>\n// #include "x.h"\nimport "C"\n\nimport "unsafe"\n\n';
const header = 'static int x_use(const char *s) { return s[0]; }\nstatic void x_fill(void *p, int n) {}\n';

/** A function whose body has these lines, one indented by a tab each. */
function fn(signature: string, ...lines: readonly string[]): string {
  return `func ${signature} {\n${lines.map((line) => `\t${line}\n`).join('')}}\n`;
}

async function review(base: Files, to: Files, renames: Readonly<Record<string, string>> = {}) {
  const files = (given: Files): Files => ({ 'x.h': header, ...given });
  const repository = new MemoryRepository({ base: files(base), head: files(to) });
  const { report } = await reviewChange(repository, changeBetween(files(base), files(to), renames), {
    config: defaultConfig,
    parser,
    registry,
    version: '1.2.3',
    today: '2026-06-15',
  });
  return report;
}

/** `path:line rule <- kind path:line message` of each finding. */
async function told(
  base: Files,
  to: Files,
  renames: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const { findings } = await review(base, to, renames);
  return findings.map(({ ruleId, location, cause }) => {
    const at = `${location.path}:${String(location.span.start.line)} ${ruleId}`;
    return cause === undefined ? at : `${at} <- ${causeText({ cause })}`;
  });
}

function causeText({ cause }: Pick<Finding, 'cause'>): string {
  if (cause === undefined) return 'none';
  return `${cause.kind} ${cause.location.path}:${String(cause.location.span.start.line)} ${cause.message}`;
}

const alloc = 'cs := C.CString(s)';
const free = 'C.free(unsafe.Pointer(cs))';
const use = 'C.x_use(cs)';
const filler = Array.from({ length: 8 }, (_, i) => `println(${String(i)})`);
const index = 'C.x_fill(unsafe.Pointer(&b[0]), 1)';
const lengthTest = ['if len(b) == 0 {', '\treturn', '}'];

/** What the rules say of a change of one file, where every function starts on line 9. */
const table: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
  [
    'an added free above an unchanged use',
    [alloc, ...filler, use, free],
    [alloc, free, ...filler, use],
    ['a.go:20 c-use-after-free <- added a.go:11 the change adds `C.free(unsafe.Pointer(cs))`'],
  ],
  [
    'a second free',
    [alloc, use, ...filler, free],
    [alloc, use, free, ...filler, free],
    ['a.go:21 c-double-free <- added a.go:12 the change adds `C.free(unsafe.Pointer(cs))`'],
  ],
  [
    'a removed free',
    [alloc, use, ...filler, free],
    [alloc, use, ...filler],
    ['a.go:10 cstring-leak <- removed a.go:20 the change removes `C.free(unsafe.Pointer(cs))`'],
  ],
  [
    'a removed defer',
    [alloc, `defer ${free}`, use],
    [alloc, use],
    ['a.go:10 cstring-leak <- removed a.go:11 the change removes `defer C.free(unsafe.Pointer(cs))`'],
  ],
  [
    'a removed defer of a literal',
    [alloc, 'defer func() {', `\t${free}`, '}()', use],
    [alloc, use],
    ['a.go:10 cstring-leak <- removed a.go:12 the change removes `C.free(unsafe.Pointer(cs))`'],
  ],
  [
    'one of two frees is removed',
    [alloc, 'if s == "" {', `\t${free}`, '\treturn', '}', use, free],
    [alloc, 'if s == "" {', '\treturn', '}', use, free],
    ['a.go:10 cstring-leak <- removed a.go:12 the change removes `C.free(unsafe.Pointer(cs))`'],
  ],
  [
    'a free that is indented anew, and another that is removed',
    [alloc, 'if s == "" {', `\t${free}`, '\treturn', '}', use, free],
    [alloc, 'if s == "" {', '\treturn', '}', use, 'if true {', `\t${free}`, '}'],
    ['a.go:10 cstring-leak <- removed a.go:12 the change removes `C.free(unsafe.Pointer(cs))`'],
  ],
  [
    'an early return before the free',
    [alloc, use, ...filler, free],
    [alloc, use, 'if s == "x" {', '\treturn', '}', ...filler, free],
    ['a.go:10 cstring-leak <- added a.go:13 the change adds `return`'],
  ],
  [
    'a free that moved behind a condition',
    [alloc, use, free, ...filler],
    [alloc, use, ...filler, 'if s == "x" {', `\t${free}`, '}'],
    ['a.go:10 cstring-leak <- added a.go:20 the change adds `if s == "x"`'],
  ],
  [
    'a removed return between a free and a use',
    [alloc, 'if s == "x" {', `\t${free}`, '\treturn', '}', use, free],
    [alloc, 'if s == "x" {', `\t${free}`, '}', use, free],
    [
      'a.go:14 c-use-after-free <- removed a.go:13 the change removes `return`',
      'a.go:15 c-double-free <- removed a.go:13 the change removes `return`',
    ],
  ],
  [
    'a removed length test',
    ['b := []byte(s)', ...lengthTest, ...filler, index],
    ['b := []byte(s)', ...filler, index],
    ['a.go:19 empty-slice-index-zero <- removed a.go:11 the change removes `if len(b) == 0`'],
  ],
  [
    'a slice that may be empty now',
    ['b := make([]byte, 8)', ...filler, index],
    ['b := make([]byte, len(s))', ...filler, index],
    ['a.go:19 empty-slice-index-zero <- added a.go:10 the change adds `b := make([]byte, len(s))`'],
  ],
  [
    'a place that is part of the change needs no cause',
    [use.replace('cs', 'nil')],
    [use.replace('cs', 'nil'), alloc, use],
    ['a.go:11 cstring-leak'],
  ],
  [
    'a place that was only indented anew',
    [alloc, use, free],
    ['if s != "" {', `\t${alloc}`, `\t${use}`, '}'],
    ['a.go:11 cstring-leak <- removed a.go:12 the change removes `C.free(unsafe.Pointer(cs))`'],
  ],
  [
    'what has nothing to do with the value is no cause',
    [alloc, 'println(1)', 'C.free(unsafe.Pointer(nil))', use, free],
    [alloc, use],
    ['a.go:10 cstring-leak <- removed a.go:14 the change removes `C.free(unsafe.Pointer(cs))`'],
  ],
];

describe('what a change did to explain a finding', () => {
  test.each(table)('%s', async (_name, before, after, expected) => {
    const [from, to] = [before, after].map((lines) => head + fn('F(s string)', ...lines));
    expect(await told({ 'a.go': from ?? '' }, { 'a.go': to ?? '' })).toEqual(expected);
  });

  const leaking = fn('Leak(s string)', alloc, use);
  const freeing = fn('Leak(s string)', alloc, use, free);

  test.each<[string, Files, Files, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'a moved function is no news',
      { 'a.go': head + leaking + fn('Other()', ...filler) },
      { 'a.go': head + fn('Other()', ...filler) + leaking },
      {},
      [],
    ],
    [
      'nor is one that is only formatted',
      { 'a.go': head + leaking.replaceAll('\t', '    ').replace('(s)', '( s )') },
      { 'a.go': head + leaking },
      {},
      [],
    ],
    [
      'in a file that was renamed, the removed line is that of the old path',
      { 'a.go': head + freeing },
      { 'b.go': head + leaking },
      { 'b.go': 'a.go' },
      ['b.go:10 cstring-leak <- removed a.go:12 the change removes `C.free(unsafe.Pointer(cs))`'],
    ],
    [
      'a C function of a header that freed',
      { 'a.go': head + leaking, 'x.h': '#include <stdlib.h>\nstatic void x_use(char *s) {\n\tfree(s);\n}\n' },
      { 'a.go': head + leaking, 'x.h': '#include <stdlib.h>\nstatic void x_use(char *s) {\n}\n' },
      {},
      ['a.go:10 cstring-leak <- removed x.h:3 the change removes `free(s);` from `x_use`'],
    ],
    [
      'a whole file of C that freed',
      {
        'a.go': head + leaking,
        'x.h': 'void x_use(char *s);\n',
        'y.c': '#include <stdlib.h>\nvoid x_use(char *s)\n{\n\tfree(s);\n}\n',
      },
      { 'a.go': head + leaking, 'x.h': 'void x_use(char *s);\n' },
      {},
      ['a.go:10 cstring-leak <- removed y.c:4 the change removes `free(s);` from `x_use`'],
    ],
    [
      'a C function of the preamble that freed',
      {
        'a.go':
          head.replace('import "C"', '// static void x_use(char *s) {\n//   free(s);\n// }\nimport "C"') +
          leaking,
        'x.h': '',
      },
      {
        'a.go':
          head.replace('import "C"', '// static void x_use(char *s) {\n//   (void)s;\n// }\nimport "C"') +
          leaking,
        'x.h': '',
      },
      {},
      ['a.go:13 cstring-leak <- removed a.go:6 the change removes `free(s);` from `x_use`'],
    ],
  ])('%s', async (_name, from, to, renames, expected) => {
    expect(await told(from, to, renames)).toEqual(expected);
  });
});

/** Hand-made findings: what rules that follow callees, owners and threads will say. */
describe('the cause of a finding of any rule', () => {
  const side = (files: Files): CodeSide => ({
    goFiles: Object.entries(files).flatMap(([path, text]) =>
      path.endsWith('.go') ? [readGoFile(parser, path, text)] : [],
    ),
    cFiles: Object.entries(files).flatMap(([path, text]) =>
      path.endsWith('.go') ? [] : [readCFile(parser, path, text)],
    ),
  });

  /** The place of the only occurrence of a text in a file. */
  const at = (files: Files, path: string, text: string): Location => {
    const { tree } = readGoFile(parser, path, files[path] ?? '');
    const start = tree.text.indexOf(text);
    expect([start >= 0, tree.text.lastIndexOf(text)]).toEqual([true, start]);
    return { path, span: tree.index.span(start, start + text.length) };
  };

  const cause = (
    base: Files,
    to: Files,
    place: string,
    steps: readonly (readonly [string, string])[],
  ): string => {
    const location = at(to, 'a.go', place);
    const { tree, ...file } = readGoFile(parser, 'a.go', to['a.go'] ?? '');
    const node = tree.root
      .all('call_expression')
      .find(({ line, text }) => line === location.span.start.line && text === place);
    if (node === undefined) throw new Error(`no call ${place}`);
    const declaration = enclosingDeclaration(node);
    const finding: Finding = {
      ruleId: 'made-up',
      severity: 'error',
      confidence: 'certain',
      location,
      message: 'made up',
      steps: steps.map(([path, text]) => ({ location: at(to, path, text), message: 'a step' })),
      packagePath: '.',
      symbol: declarationName(declaration, { tree, ...file }),
      scope: { path: 'a.go', span: declaration.span },
      tokens: normalisedTokens(node),
      fingerprint: 'v1:0',
    };
    const [found] = withCauses([finding], changeBetween(base, to), side(to), side(base));
    return causeText(found ?? {});
  };

  const plain = 'package a\n\nimport "C"\n\nimport "runtime"\n\n';
  const caller = plain + fn('F(p *C.char)', 'helper(p)', ...filler, 'C.x_use(p)');
  const closing = fn('helper(q *C.char)', 'println(q)', 'C.free(q)');
  const looking = fn('helper(q *C.char)', 'println(q)');

  test.each<[string, Files, Files, string, readonly (readonly [string, string])[], string]>([
    [
      'a callee in another file that frees its parameter now, told as a step',
      { 'a.go': caller, 'b.go': plain + looking },
      { 'a.go': caller, 'b.go': plain + closing },
      'C.x_use(p)',
      [
        ['a.go', 'helper(p)'],
        ['b.go', 'C.free(q)'],
      ],
      'added b.go:9 the change adds `C.free(q)`',
    ],
    [
      'a callee in another file that frees its parameter now, told by no step',
      { 'a.go': caller, 'b.go': plain + looking },
      { 'a.go': caller, 'b.go': plain + closing },
      'C.x_use(p)',
      [['a.go', 'helper(p)']],
      'added b.go:9 the change adds `C.free(q)` to `func helper`',
    ],
    [
      'a callee that does not free its parameter any more',
      { 'a.go': caller, 'b.go': plain + closing },
      { 'a.go': caller, 'b.go': plain + looking },
      'C.x_use(p)',
      [['a.go', 'helper(p)']],
      'removed b.go:9 the change removes `C.free(q)` from `func helper`',
    ],
    [
      'a function of a name that is not called is none of its causes',
      { 'a.go': caller, 'b.go': plain + closing.replace('helper', 'other') },
      { 'a.go': caller, 'b.go': plain + looking.replace('helper', 'other') },
      'C.x_use(p)',
      [['a.go', 'helper(p)']],
      'none',
    ],
    [
      'a removed KeepAlive',
      { 'a.go': plain + fn('F(d *DB)', 'C.x_get(d.c)', ...filler, 'runtime.KeepAlive(d)') },
      { 'a.go': plain + fn('F(d *DB)', 'C.x_get(d.c)', ...filler) },
      'C.x_get(d.c)',
      [],
      'removed a.go:17 the change removes `runtime.KeepAlive(d)`',
    ],
    [
      'the removed KeepAlive of another value is none',
      { 'a.go': plain + fn('F(d *DB, e *DB)', 'C.x_get(d.c)', 'runtime.KeepAlive(e)') },
      { 'a.go': plain + fn('F(d *DB, e *DB)', 'C.x_get(d.c)') },
      'C.x_get(d.c)',
      [],
      'none',
    ],
    [
      'a removed finalizer',
      {
        'a.go':
          plain +
          fn('Open() *DB', 'd := newDB(C.x_open())', 'runtime.SetFinalizer(d, (*DB).Close)', 'return d'),
      },
      { 'a.go': plain + fn('Open() *DB', 'd := newDB(C.x_open())', 'return d') },
      'C.x_open()',
      [['a.go', 'return d']],
      'removed a.go:9 the change removes `runtime.SetFinalizer(d, (*DB).Close)`',
    ],
    [
      'a result that is not returned any more',
      { 'a.go': plain + fn('F() *C.char', 'p := C.x_new()', 'return p') },
      { 'a.go': plain + fn('F() *C.char', 'p := C.x_new()', 'println(p)', 'panic("no")') },
      'C.x_new()',
      [['a.go', 'panic("no")']],
      'added a.go:10 the change adds `panic("no")`',
    ],
  ])('%s', (_name, base, to, place, steps, expected) => {
    expect(cause(base, to, place, steps)).toBe(expected);
  });
});
