/** How the reports of a run meet the findings of a review or an audit: through the whole core, without a build. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { auditTree } from '../src/app/audit-tree.ts';
import { reviewChange } from '../src/app/review-change.ts';
import type { RunContext } from '../src/app/review-change.ts';
import { defaultConfig } from '../src/config/review-config.ts';
import type { Finding } from '../src/engine/diagnostic.ts';
import type { Parser } from '../src/parser/parser.ts';
import type { ReviewReport } from '../src/report/report.ts';
import { registry } from '../src/rules/registry.generated.ts';
import type { SanitizerRun } from '../src/sanitizer/run/sanitizer-run.ts';
import { MemoryRepository, changeBetween, commit } from './memory-repository.ts';
import type { MemoryTree } from './memory-repository.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const goMod = { 'go.mod': 'module example.com/fx\n\ngo 1.21\n' };
const header =
  'package kit\n\n// #include <stdlib.h>\n// #include <stdio.h>\nimport "C"\n\nimport "unsafe"\n\n';

/** The frames of a call from Go into C: the sanitizer's own, cgo's wrapper, and no Go line. */
function crossing(name: string, interceptor = name): string {
  return [
    `    #0 0x7f01 in __interceptor_${interceptor} ../../../../src/libsanitizer/asan/asan.cpp:52`,
    `    #1 0x6790 in _cgo_52f7584d347b_Cfunc_${name} /tmp/go-build/cgo-gcc-prolog:69`,
    '    #2 0x48fa in runtime.asmcgocall /usr/local/go/src/runtime/asm_amd64.s:995',
  ].join('\n');
}

const allocated = crossing('_Cmalloc', 'malloc');

function leakReport(bytes = 6): string {
  return [
    '=================================================================',
    '==27324==ERROR: LeakSanitizer: detected memory leaks',
    '',
    `Direct leak of ${String(bytes)} byte(s) in 1 object(s) allocated from:`,
    allocated,
    '',
    `SUMMARY: AddressSanitizer: ${String(bytes)} byte(s) leaked in 1 allocation(s).`,
    '',
  ].join('\n');
}

/** `line` is that of a Go frame of `Use` in kit/kit.go, as Go code that AddressSanitizer instruments has one. */
function useReport(line: number, file = 'kit.go'): string {
  return [
    '==27234==ERROR: AddressSanitizer: heap-use-after-free on address 0x6020 at pc 0x65a7 bp 0x0 sp 0x10c0',
    'READ of size 1 at 0x6020 thread T0',
    `    #0 0x65a7 in example.com/fx/kit.Use /w/fx/kit/${file}:${String(line)}`,
    '',
    '0x6020 is located 0 bytes inside of 8-byte region [0x6020,0x6028)',
    'freed by thread T0 here:',
    crossing('free'),
    '',
    'previously allocated by thread T0 here:',
    allocated,
    '',
    'SUMMARY: AddressSanitizer: heap-use-after-free',
    '==27234==ABORTING',
    '',
  ].join('\n');
}

function runOf(reports: Readonly<Record<string, string>>): SanitizerRun {
  return {
    version: 1,
    toolchain: { go: 'go1.26.8', platform: 'linux/amd64' },
    root: '/w/fx',
    modules: [{ path: 'example.com/fx', dir: '.' }],
    cgoHashes: [{ hash: '52f7584d347b', package: 'example.com/fx/kit' }],
    builds: [
      {
        mode: 'asan',
        package: 'example.com/fx/kit',
        dir: 'kit',
        outcome: 'built',
        seconds: 1,
        leaks: 'checked',
      },
    ],
    executions: Object.entries(reports).map(([name, text]) => ({
      mode: 'asan',
      package: 'example.com/fx/kit',
      test: name,
      exit: 86,
      ended: 'itself',
      seconds: 1,
      texts: [text],
    })),
    problems: [],
    cache: undefined,
  };
}

function context(run: SanitizerRun, config: Partial<RunContext['config']> = {}): RunContext {
  return {
    config: { ...defaultConfig, ...config },
    parser,
    registry,
    version: '1.2.3',
    today: '2026-06-15',
    sanitizerRun: run,
  };
}

async function audit(
  files: MemoryTree,
  reports: Readonly<Record<string, string>>,
  config: Partial<RunContext['config']> = {},
): Promise<ReviewReport> {
  const repository = new MemoryRepository({ head: { ...goMod, ...files } });
  return (await auditTree(repository, commit('head'), () => true, context(runOf(reports), config))).report;
}

async function review(
  base: MemoryTree,
  head: MemoryTree,
  reports: Readonly<Record<string, string>>,
): Promise<ReviewReport> {
  const [before, after] = [
    { ...goMod, ...base },
    { ...goMod, ...head },
  ];
  const repository = new MemoryRepository({ base: before, head: after });
  return (await reviewChange(repository, changeBetween(before, after), context(runOf(reports)))).report;
}

/** `rule@line`, with `+` where a tool has seen it. */
function outline(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ ruleId, location, evidence }) =>
      `${ruleId}@${String(location.span.start.line)}${evidence === undefined ? '' : '+'}`,
  );
}

const leak = (name: string): string => `func ${name}(s string) {\n\tcs := C.CString(s)\n\tC.puts(cs)\n}\n\n`;
const freed = (name: string): string =>
  `func ${name}(s string) {\n\tcs := C.CString(s)\n\tC.puts(cs)\n\tC.free(unsafe.Pointer(cs))\n}\n\n`;
const testOf = (...calls: string[]): string =>
  `package kit\n\nimport "testing"\n\n${calls.map((name) => `func Test${name}(t *testing.T) {\n\t${name}("x")\n}\n\n`).join('')}`;

describe('a leak, whose Go line no tool knows', () => {
  test('confirms the only finding that the test can reach', async () => {
    const files = {
      'kit/kit.go': header + leak('A') + leak('B'),
      'kit/kit_test.go': testOf('A', 'B'),
    };
    const { findings, sanitizer } = await audit(files, { TestB: leakReport() });
    expect(outline(findings)).toEqual(['cstring-leak@10', 'cstring-leak@15+']);
    expect(findings[1]?.evidence).toMatchObject({
      tool: 'LeakSanitizer',
      tests: ['example.com/fx/kit.TestB'],
      stacks: [
        { frames: [{ location: { path: 'kit/kit.go' }, message: expect.stringContaining('`C.CString`') }] },
      ],
    });
    expect(sanitizer).toMatchObject({ apart: [], unplaced: [], packages: [{ tests: 1, reports: 1 }] });
  });

  test('confirms it past calls that free what they allocate', async () => {
    const both = `func Both(s string) {\n\tFree(s)\n\tLeak(s)\n}\n\n`;
    const files = {
      'kit/kit.go': header + freed('Free') + leak('Leak') + both,
      'kit/kit_test.go': testOf('Both'),
    };
    const { findings } = await audit(files, { TestBoth: leakReport() });
    expect(outline(findings)).toEqual(['cstring-leak@16+']);
  });

  test('confirms none of two, and says of how many calls it may be', async () => {
    const both = `func Both(s string) {\n\tA(s)\n\tB(s)\n}\n\n`;
    const files = { 'kit/kit.go': header + leak('A') + leak('B') + both, 'kit/kit_test.go': testOf('Both') };
    const { findings } = await audit(files, { TestBoth: leakReport() });
    expect(outline(findings)).toEqual(['cstring-leak@10', 'lsan/leak@10+', 'cstring-leak@15']);
    expect(findings[1]).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(/by one of 2 calls of `C\.CString`, `C\.CBytes` or `C\.malloc`$/),
    });
  });

  test('through a method that only the standard library calls', async () => {
    const text = `type T struct{}\n\nfunc (T) String() string {\n\tcs := C.CString("x")\n\treturn C.GoString(cs)\n}\n`;
    const files = {
      'kit/kit.go': header.replace('import "unsafe"\n\n', '') + text,
      'kit/kit_test.go':
        'package kit\n\nimport (\n\t"fmt"\n\t"testing"\n)\n\nfunc TestPrint(t *testing.T) {\n\tfmt.Println(T{})\n}\n',
    };
    const { findings } = await audit(files, { TestPrint: leakReport() });
    expect(outline(findings)).toEqual(['cstring-leak@10+']);
  });
});

describe('a use after one of several calls of free', () => {
  /** The access is in `C.puts`, whose Go line no tool knows. */
  const used = useReport(1).replace(/ {4}#0 0x65a7 .*$/m, crossing('puts'));
  const freeing = (name: string): string =>
    `func ${name}(s string) *C.char {\n\tp := C.CString(s)\n\tdefer C.free(unsafe.Pointer(p))\n\treturn p\n}\n\n`;
  const print = 'func Print(p *C.char) {\n\tC.puts(p)\n}\n\n';
  const testAll = (...statements: string[]): string =>
    `package kit\n\nimport "testing"\n\nfunc TestAll(t *testing.T) {\n\t${statements.join('\n\t')}\n}\n`;
  const outlined = async (code: string, ...statements: string[]): Promise<string[]> => {
    const files = { 'kit/kit.go': header + code, 'kit/kit_test.go': testAll(...statements) };
    return outline((await audit(files, { TestAll: used })).findings);
  };

  test('is the finding at the return that gives freed memory, and no second one', async () => {
    expect(await outlined(freeing('Give') + print + freed('Fine'), 'Fine("x")', 'Print(Give("x"))')).toEqual([
      'c-use-after-free@12+',
    ]);
  });

  test('stands apart where two findings may be it', async () => {
    const code = freeing('Give') + freeing('Lend') + print;
    expect(await outlined(code, 'Print(Give("x"))', 'Print(Lend("x"))')).toEqual([
      'c-use-after-free@12',
      'c-use-after-free@18',
      'asan/heap-use-after-free@22+',
    ]);
  });

  test('stands apart where another free of unknown memory is as near to the use', async () => {
    const drop = 'func Drop(p *C.char) {\n\tC.free(unsafe.Pointer(p))\n}\n\n';
    const code = freeing('Give') + drop + print;
    expect(await outlined(code, 'p := Give("x")', 'Drop(p)', 'Print(p)')).toEqual([
      'c-use-after-free@12',
      'asan/heap-use-after-free@20+',
    ]);
  });

  test('stands apart where a free in the function that uses it is nearer', async () => {
    const both =
      'func Both(s string, early bool) {\n\tq := C.CString(s)\n\tdrop(q, early)\n\tC.puts(q)\n}\n\n' +
      'func drop(q *C.char, early bool) {\n\tif early {\n\t\tC.free(unsafe.Pointer(q))\n\t}\n}\n';
    const found = await outlined(freeing('Give') + both, 'Give("x")', 'Both("x", true)');
    expect(found).toContain('c-use-after-free@12');
    expect(found.filter((one) => one.endsWith('+'))).not.toEqual(['c-use-after-free@12+']);
  });

  test('stands apart where nothing joins its function to the use', async () => {
    const code = `${freeing('Give')}${print}${freed('Fine')}func All() {\n\tGiven()\n\tPrinted()\n}\n\nfunc Given() { Give("x") }\n\nfunc Printed() { Print(nil) }\n`;
    expect(await outlined(code, 'All()', 'Fine("x")')).toEqual([
      'c-use-after-free@12',
      'asan/heap-use-after-free@16+',
    ]);
  });
});

describe('a leak of what C code of the repository allocates', () => {
  const cFile = '#include <stdlib.h>\n\nvoid *take(int n) {\n\treturn malloc(n);\n}\n';
  const made = (name: string): string =>
    `func Make${name}() unsafe.Pointer {\n\treturn unsafe.Pointer(C.make_${name}())\n}\n\n`;
  const files = {
    'kit/kit.go':
      'package kit\n\n// void *make_a(void);\n// void *make_b(void);\nimport "C"\n\nimport "unsafe"\n\n' +
      made('a') +
      made('b'),
    'kit/take.c': cFile,
  };
  const lost = (name: string, kind: 'Direct' | 'Indirect'): string =>
    [
      `${kind} leak of 8 byte(s) in 1 object(s) allocated from:`,
      '    #0 0x7f01 in __interceptor_malloc ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:69',
      '    #1 0x6601 in take /w/fx/kit/take.c:4',
      `    #2 0x6790 in _cgo_52f7584d347b_Cfunc_make_${name} /tmp/go-build/cgo-gcc-prolog:69`,
      '    #3 0x48fa in runtime.asmcgocall /usr/local/go/src/runtime/asm_amd64.s:995',
      '',
    ].join('\n');
  const report = (...parts: string[]): string =>
    `==27324==ERROR: LeakSanitizer: detected memory leaks\n\n${parts.join('\n')}\nSUMMARY: AddressSanitizer: 8 byte(s) leaked in 1 allocation(s).\n`;

  test('stands at the call from Go, each at its own', async () => {
    const { findings } = await audit(files, {
      TestA: report(lost('a', 'Direct')),
      TestB: report(lost('b', 'Direct')),
    });
    expect(outline(findings)).toEqual(['lsan/leak@10+', 'lsan/leak@14+']);
    expect(findings[0]?.steps).toMatchObject([
      { location: { path: 'kit/kit.go' }, message: 'the call of `C.make_a`' },
      { location: { path: 'kit/take.c', span: { start: { line: 4 } } } },
    ]);
  });

  test('goes before what is lost together with it', async () => {
    const { findings } = await audit(files, {
      TestA: report(lost('a', 'Direct'), lost('b', 'Indirect')),
    });
    expect(outline(findings)).toEqual(['lsan/leak@10+']);
  });

  test('is a warning where only memory that is lost itself led to it', async () => {
    const { findings } = await audit(files, { TestA: report(lost('a', 'Indirect')) });
    expect(findings).toMatchObject([{ ruleId: 'lsan/indirect-leak', severity: 'warning' }]);
  });
});

describe('in an audit', () => {
  test('what no rule speaks of is a finding of its own, with its stacks as steps', async () => {
    const use =
      'func Use(p *C.char, v []byte) byte {\n\treturn v[0]\n}\n\nfunc drop(p *C.char) {\n\tC.free(unsafe.Pointer(p))\n}\n';
    const files = { 'kit/kit.go': header + use };
    const { findings, verdict } = await audit(files, { TestUse: useReport(10) });
    expect(outline(findings)).toEqual(['asan/heap-use-after-free@10+']);
    expect(findings[0]).toMatchObject({
      severity: 'error',
      confidence: 'certain',
      packagePath: 'kit',
      location: {
        path: 'kit/kit.go',
        span: { start: { line: 10, column: 2 }, end: { line: 10, column: 13 } },
      },
      steps: [
        { location: { span: { start: { line: 14 } } } },
        { location: { span: { start: { line: 10 } } } },
      ],
      fingerprint: expect.stringMatching(/^v1:[0-9a-f]{32}$/),
    });
    expect(verdict).toBe('fail');
  });

  test('its fingerprint outlives a moved line', async () => {
    const use = 'func Use(v []byte) byte {\n\treturn v[0]\n}\n';
    const one = await audit({ 'kit/kit.go': header + use }, { TestUse: useReport(10) });
    const two = await audit({ 'kit/kit.go': `${header}// Use.\n${use}` }, { TestUse: useReport(11) });
    expect(two.findings[0]?.fingerprint).toBe(one.findings[0]?.fingerprint);
  });

  test('a comment silences it, by the name of the tool', async () => {
    const use =
      'func Use(v []byte) byte {\n\t//cgoreview:ignore asan/heap-use-after-free -- the test does it on purpose\n\treturn v[0]\n}\n';
    const report = await audit({ 'kit/kit.go': header + use }, { TestUse: useReport(11) });
    expect(report.findings).toEqual([]);
    expect(report.suppressed).toMatchObject([{ reason: 'the test does it on purpose' }]);
    expect(report.notes).toEqual([]);
  });

  test('what is in no file of the repository is listed', async () => {
    const outside = useReport(10)
      .replace('/w/fx/kit/kit.go', '/elsewhere/kit.go')
      .replaceAll('52f7584d347b', '000000000000');
    const { findings, sanitizer } = await audit({ 'kit/kit.go': header + leak('A') }, { TestUse: outside });
    expect(outline(findings)).toEqual(['cstring-leak@10']);
    expect(sanitizer?.unplaced).toMatchObject([{ kind: 'heap-use-after-free' }]);
  });

  test('a test that fails otherwise is no finding', async () => {
    const panic =
      'panic: want 2 [recovered]\n\tpanic: want 2\n\ngoroutine 7 [running]:\nexample.com/fx/kit.Use(...)\n\t/w/fx/kit/kit.go:10 +0x1d\n\nexit status 2\n';
    const { findings, sanitizer } = await audit({ 'kit/kit.go': header + freed('Use') }, { TestUse: panic });
    expect(findings).toEqual([]);
    expect(sanitizer).toMatchObject({ apart: [], unplaced: [] });
  });

  test('the severity that the policy gives a rule stays', async () => {
    const files = { 'kit/kit.go': header + leak('A'), 'kit/kit_test.go': testOf('A') };
    const { findings } = await audit(
      files,
      { TestA: leakReport() },
      { rules: new Map([['cstring-leak', 'info']]) },
    );
    expect(findings).toMatchObject([{ severity: 'info', confidence: 'certain' }]);
  });
});

describe('in a review', () => {
  const use = 'func Use(v []byte) byte {\n\treturn v[0]\n}\n\n';

  test('a report of the changed line is a finding', async () => {
    const { findings, sanitizer } = await review(
      { 'kit/kit.go': header + use.replace('v[0]', 'v[1]') },
      { 'kit/kit.go': header + use },
      { TestUse: useReport(10) },
    );
    expect(outline(findings)).toEqual(['asan/heap-use-after-free@10+']);
    expect(sanitizer?.apart).toEqual([]);
  });

  test('a report of other lines is listed apart, and fails nothing', async () => {
    const { findings, sanitizer, verdict } = await review(
      { 'kit/kit.go': header + use },
      { 'kit/kit.go': `${header}${use}func none() {}\n` },
      { TestUse: useReport(10) },
    );
    expect(findings).toEqual([]);
    expect(outline(sanitizer?.apart ?? [])).toEqual(['asan/heap-use-after-free@10+']);
    expect(verdict).toBe('pass');
  });

  test('a call that the change adds may be the one that the report is of', async () => {
    const { findings } = await review(
      { 'kit/kit.go': `${header}${use}func drop(p *C.char) {\n\tC.free(unsafe.Pointer(p))\n}\n` },
      {
        'kit/kit.go': `${header}${use}func drop(p *C.char) {\n\tC.free(unsafe.Pointer(p))\n}\n\nfunc drop2(p *C.char) {\n\tC.free(unsafe.Pointer(p))\n}\n`,
      },
      { TestUse: useReport(10) },
    );
    expect(outline(findings)).toEqual(['asan/heap-use-after-free@18+']);
    expect(findings[0]?.message).toMatch(/; the memory was freed here, by one of 2 calls of `C\.free`$/);
  });

  test('a finding stands where the change holds a line of its stack', async () => {
    const caller = (n: number): string => `func Caller(v []byte) byte {\n\treturn Use(v[${n}:])\n}\n`;
    const deeper = useReport(10).replace(
      '\n\n0x6020 is',
      '\n    #1 0x65a8 in example.com/fx/kit.Caller /w/fx/kit/kit.go:14\n\n0x6020 is',
    );
    const { findings } = await review(
      { 'kit/kit.go': header + use + caller(0) },
      { 'kit/kit.go': header + use + caller(1) },
      { TestUse: deeper },
    );
    expect(outline(findings)).toEqual(['asan/heap-use-after-free@14+']);
    expect(findings[0]?.message).toMatch(/; the way there leads through this line$/);
  });

  test('a free that the change deletes is what a leak may be of, though no rule tells of it', async () => {
    const keep = 'var kept *C.char\n\nfunc keep(p *C.char) { kept = p }\n\n';
    const use = (end: string): string => `func Use(s string) {\n\tcs := C.CString(s)\n\tkeep(cs)\n${end}}\n`;
    const code = (end: string): string =>
      `${header}${keep}${use(end)}\nfunc drop() { C.free(unsafe.Pointer(kept)) }\n`;
    const tests = { 'kit/kit_test.go': testOf('Use') };
    const { findings } = await review(
      { 'kit/kit.go': code('\tC.free(unsafe.Pointer(cs))\n\tkept = nil\n'), ...tests },
      { 'kit/kit.go': code('\tkept = nil\n'), ...tests },
      { TestUse: leakReport() },
    );
    expect(outline(findings)).toEqual(['lsan/leak@14+']);
  });

  test('a finding that was there before stays out, and its report lies apart', async () => {
    const files = { 'kit/kit.go': header + leak('A'), 'kit/kit_test.go': testOf('A') };
    const { findings, sanitizer } = await review(
      files,
      { ...files, 'kit/kit.go': `${files['kit/kit.go']}${freed('New')}` },
      { TestA: leakReport() },
    );
    expect(findings).toEqual([]);
    expect(outline(sanitizer?.apart ?? [])).toEqual(['lsan/leak@10+']);
  });
});
