import { describe, expect, test } from '@jest/globals';
import { parseReports } from '../../src/sanitizer/reports/parse.ts';
import type { Frame, SanitizerReport } from '../../src/sanitizer/reports/report.ts';
import { blameOf, crossingsOf, sitesOf } from '../../src/sanitizer/sites/sites.ts';
import type { Site } from '../../src/sanitizer/sites/sites.ts';
import { expectGolden } from '../golden.ts';
import { layout } from './report-checks.ts';
import { sample, samples } from './samples.ts';

/** A report as a page to read: what the parser took from it, and where in the repository it leads. */
function page(report: SanitizerReport): string {
  const blame = blameOf(report, layout);
  const lines = [
    `${report.tool}/${report.kind}${report.isTruncated ? ' (truncated)' : ''}`,
    `  message: ${report.message}`,
    `  text: ${report.text.split('\n').length} lines, from ${JSON.stringify(firstLine(report.text))}`,
    `  blame: ${blame === undefined ? 'none' : `${blame.role} ${siteText(blame.site)}`}`,
  ];
  for (const stack of report.stacks) {
    lines.push(`  ${stack.role}: ${stack.label}`);
    lines.push(...stack.frames.map((frame) => `    ${frameText(frame)}`));
    lines.push(...sitesOf(stack, layout).map((site) => `    -> ${siteText(site)}`));
    lines.push(
      ...crossingsOf(stack, layout).map(
        ({ calls, package: from = '?', directory = '?' }) =>
          `    C.${calls.join(' or C.')} in ${from} (${directory})`,
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => !line.startsWith('===')) ?? '';
}

function frameText({ function: name, file, line, column, module, language }: Frame): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [
    name === '' ? '(no symbol)' : name,
    place,
    module === undefined ? '' : `[${module}]`,
    language ?? '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function siteText({ path, line, column, function: name, language, cFunction }: Site): string {
  const place = column === undefined ? `${path}:${line}` : `${path}:${line}:${column}`;
  return `${place} ${name} (${language}${cFunction === undefined ? '' : `, C.${cFunction}`})`;
}

describe('the samples', () => {
  test.each(samples())('$name', ({ name, text }) => {
    const reports = parseReports(text);
    expectGolden(
      `sanitizer/${name}.txt`,
      reports.length === 0 ? 'no report\n' : reports.map(page).join('\n'),
    );
  });
});

describe('a log', () => {
  const access = sample('asan-gcc-FileUAF');
  const leak = sample('asan-gcc-Leak');
  const race = sample('race-cgo-callback');
  const check = sample('cgocheck-arg-panic');
  const kinds = (text: string): string[] => parseReports(text).map(({ tool, kind }) => `${tool}/${kind}`);

  test('of several reports gives each, in its order', () => {
    expect(kinds([access, leak, race, check].join('ok\n'))).toEqual([
      'asan/heap-use-after-free',
      'lsan/leak',
      'race/data-race',
      'race/data-race',
      'race/data-race',
      'go/concurrent-map-access',
      'cgocheck/go-pointer-argument',
    ]);
  });

  test('with other line ends, or colours, gives the same reports', () => {
    for (const { text } of samples()) {
      const plain = parseReports(text);
      expect(parseReports(text.replaceAll('\n', '\r\n'))).toEqual(plain);
      expect(parseReports(text.replaceAll(/^(.+)$/gm, '\u001b[1m\u001b[31m$1\u001b[0m'))).toEqual(plain);
    }
  });

  test('with output of the program in it gives the same stacks', () => {
    for (const { name, text } of samples().filter(({ name }) => !name.startsWith('valgrind'))) {
      const plain = parseReports(text);
      // Between two lines of one frame of a Go traceback the runtime's own lock lets nobody write.
      const noisy = parseReports(
        text.replaceAll(/\n(?= {4}#|\n|freed|previously|SUMMARY)/g, '\n=== RUN   TestMore\n'),
      );
      expect({ name, stacks: noisy.map(({ stacks }) => stacks) }).toEqual({
        name,
        stacks: plain.map(({ stacks }) => stacks),
      });
      expect(noisy.map(({ message }) => message)).toEqual(plain.map(({ message }) => message));
    }
  });

  test('whose report begins behind a text without a line end is read all the same', () => {
    expect(kinds(`no end${access.slice(access.indexOf('==27073'))}`)).toEqual(['asan/heap-use-after-free']);
    expect(kinds(`no end${check.slice(check.indexOf('panic:'))}`)).toEqual(['cgocheck/go-pointer-argument']);
  });

  test('that ends early gives what it has, and says so', () => {
    const lines = access.split('\n');
    const freed = lines.findIndex((line) => line.startsWith('freed by'));
    const [cut] = parseReports(lines.slice(0, freed + 3).join('\n'));
    expect(cut?.isTruncated).toBe(true);
    expect(cut?.stacks.map(({ role, frames }) => [role, frames.length])).toEqual([
      ['access', 4],
      ['free', 2],
    ]);
    expect(parseReports('fatal error: checkptr: misaligned pointer conversion\n')).toMatchObject([
      { tool: 'checkptr', kind: 'misaligned-pointer-conversion', isTruncated: true, stacks: [] },
    ]);
    expect(parseReports(leak.slice(0, leak.indexOf('SUMMARY')))).toMatchObject([
      { kind: 'leak', isTruncated: true },
    ]);
  });

  test('of a panic that the program recovered from and printed has none', () => {
    const lines = (text: string): string =>
      [
        `panic: ${text}`,
        'goroutine 7 [running]:',
        'runtime/debug.Stack()',
        '\t/usr/local/go/src/runtime/debug/stack.go:26 +0x5e',
        'example.com/fx/kit.f()',
        '\t/home/runner/work/fx/fx/kit/kit.go:9 +0x1d',
        '',
      ].join('\n');
    expect(kinds(lines('boom'))).toEqual([]);
    expect(kinds(lines('runtime error: cgo argument has Go pointer to unpinned Go pointer'))).toEqual([
      'cgocheck/go-pointer-argument',
    ]);
  });

  test('that only speaks of reports has none', () => {
    expect(
      kinds(
        [
          'panic: what a test prints',
          '    kit_test.go:3: recovered: fatal error: checkptr',
          'SUMMARY: AddressSanitizer: heap-use-after-free a.c:1 in f',
          '    #0 0x1234 in f /a/b.c:1',
          '==12== Conditional jump or move depends on uninitialised value(s)',
          'SIGQUIT: quit',
          'want: WARNING: DATA RACE',
          'want: ERROR: AddressSanitizer: heap-use-after-free',
          'PASS',
        ].join('\n'),
      ),
    ).toEqual([]);
  });
});

/** Headings of which there is no sample, by the sources of compiler-rt, Go and glibc. */
const headings: readonly (readonly [string, string])[] = [
  [
    '==1==ERROR: AddressSanitizer: stack-use-after-scope on address 0x7f0 at pc 0x1',
    'asan/stack-use-after-scope',
  ],
  ['==1==ERROR: AddressSanitizer: global-buffer-overflow on address 0x7f0', 'asan/global-buffer-overflow'],
  ['==1==ERROR: AddressSanitizer: BUS on unknown address (pc 0x1 bp 0x2 sp 0x3 T0)', 'asan/deadly-signal'],
  ['==1==ERROR: AddressSanitizer: stack-overflow on address 0x7ff (pc 0x1)', 'asan/stack-overflow'],
  [
    '==1==ERROR: AddressSanitizer: alloc-dealloc-mismatch (malloc vs operator delete) on 0x602',
    'asan/alloc-dealloc-mismatch',
  ],
  ['==1==ERROR: AddressSanitizer: negative-size-param: (size=-1)', 'asan/negative-size-param'],
  [
    '==1==ERROR: AddressSanitizer: memcpy-param-overlap: memory ranges [0x1,0x3) and [0x2, 0x4) overlap',
    'asan/memcpy-param-overlap',
  ],
  [
    '==1==ERROR: AddressSanitizer: requested allocation size 0x7fffffff (0x80000fff after adjustments) exceeds maximum supported size of 0x10000000000 (thread T0)',
    'asan/allocation-size-too-big',
  ],
  [
    '==1==ERROR: AddressSanitizer: calloc parameters overflow: count * size (4 * 4611686018427387904) cannot be represented in type size_t (thread T0)',
    'asan/allocation-size-overflow',
  ],
  [
    '==1==ERROR: AddressSanitizer: attempting to call malloc_usable_size() for pointer which is not owned: 0x602',
    'asan/bad-malloc-usable-size',
  ],
  ['==1==ERROR: AddressSanitizer: unknown-crash on address 0x602', 'asan/unknown-crash'],
  ['==1==ERROR: AddressSanitizer: Something nobody knows', 'asan/unknown-error'],
  [
    'panic: runtime error: cgo argument has Go pointer to unpinned Go pointer',
    'cgocheck/go-pointer-argument',
  ],
  ['panic: runtime error: cgo argument has Go pointer to Go pointer', 'cgocheck/go-pointer-argument'],
  [
    'panic: runtime error: cgo result is unpinned Go pointer or points to unpinned Go pointer',
    'cgocheck/go-pointer-result',
  ],
  ['panic: runtime error: cgo result has Go pointer', 'cgocheck/go-pointer-result'],
  [
    'fatal error: checkptr: converted pointer straddles multiple allocations',
    'checkptr/pointer-straddles-allocations',
  ],
  [
    'fatal error: checkptr: unsafe.String result straddles multiple allocations',
    'checkptr/unsafe-string-straddles-allocations',
  ],
  ['fatal error: unpinned Go pointer stored into non-Go memory', 'cgocheck2/go-pointer-stored'],
  [
    'fatal error: found bad pointer in Go heap (incorrect use of unsafe or cgo?)',
    'go/bad-pointer-in-go-heap',
  ],
  ['fatal error: s.allocCount > s.nelems', 'go/go-heap-corruption'],
  ['panic: runtime error: unsafe.Slice: len out of range', 'go/unsafe-length'],
  ['panic: runtime/cgo: misuse of an invalid Handle', 'go/invalid-handle'],
  ['panic: runtime.AddCleanup: ptr is within arg, cleanup will never run', 'go/cleanup-misuse'],
  ['fatal error: runtime.SetFinalizer: pointer not in allocated block', 'go/finalizer-misuse'],
  ['SIGABRT: abort', 'go/abort'],
  ['free(): double free detected in tcache 2\nSIGABRT: abort', 'go/double-free'],
  ['munmap_chunk(): invalid pointer\nSIGABRT: abort', 'go/bad-free'],
  ['malloc(): corrupted top size\nSIGABRT: abort', 'go/c-heap-corruption'],
  [
    'SIGSEGV: segmentation violation\nPC=0x1 m=0 sigcode=1\nsignal arrived during cgo execution',
    'go/segv-in-cgo',
  ],
  ['panic: test timed out after 10m0s', 'go/test-timeout'],
];

test.each(headings)('%s', (text, expected) => {
  expect(parseReports(`${text}\n`).map(({ tool, kind }) => `${tool}/${kind}`)).toEqual([expected]);
});

describe('a frame', () => {
  const framesOf = (...frames: readonly string[]): readonly Frame[] =>
    parseReports(
      ['==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1', ...frames, ''].join('\n'),
    ).flatMap(({ stacks }) => stacks.flatMap((stack) => stack.frames));

  test.each<readonly [string, Frame]>([
    ['    #0 0x1 in f /a b/c.c:4:36', { function: 'f', file: '/a b/c.c', line: 4, column: 36 }],
    ['    #0 0x1 in f c.c:4', { function: 'f', file: 'c.c', line: 4 }],
    ['    #0 0x1 in f /a/c.c:0:0', { function: 'f', file: '/a/c.c' }],
    ['    #0 0x1 in f /a/c.c', { function: 'f', file: '/a/c.c' }],
    ['    #0 0x1 in f (/a/x.test+0x1f) (BuildId: 22c2)', { function: 'f', module: '/a/x.test+0x1f' }],
    ['    #0 0x1  (/a/x.test+0x1f)', { function: '', module: '/a/x.test+0x1f' }],
    [
      '    #0 0x1 in ns::f(int, char const*) /a/c.cc:4:3',
      { function: 'ns::f(int, char const*)', file: '/a/c.cc', line: 4, column: 3 },
    ],
    [
      '    #0 0x1 in operator delete(void*) (/lib/libasan.so.8+0xb9)',
      { function: 'operator delete(void*)', module: '/lib/libasan.so.8+0xb9' },
    ],
    [
      '    #0 0x1 in main.F[go.shape.struct { X int }] /a/m.go:7',
      { function: 'main.F[go.shape.struct { X int }]', file: '/a/m.go', line: 7 },
    ],
    ['    #0 0x1 in f /a/c.c:4=== RUN   TestMore', { function: 'f', file: '/a/c.c', line: 4 }],
    ['PASS    #0 0x1 in f /a/c.c:4', { function: 'f', file: '/a/c.c', line: 4 }],
    ['    #0 0x1 in f', { function: 'f' }],
  ])('%s', (line, frame) => {
    expect(framesOf(line)).toEqual([frame]);
  });
});

test('a Go frame is read with its receiver, its type arguments and the goroutine that started it', () => {
  const [report] = parseReports(
    [
      'panic: runtime error: index out of range [0] with length 0',
      '',
      'goroutine 7 [running]:',
      'example.com/fx/kit.(*Kit).Fill(0xc000012345, {0x1, 0x2?, 0x3})',
      '\t/home/runner/work/fx/fx/kit/kit.go:9 +0x1d',
      'example.com/fx/kit.Map[...](...)',
      '\t/home/runner/work/fx/fx/kit/map.go:3',
      'c_symbolised(int)',
      '\t/home/runner/work/fx/fx/kit/kit.c:8 pc=0x1234',
      'created by example.com/fx/kit.(*Kit).Start in goroutine 1',
      '\t/home/runner/work/fx/fx/kit/kit.go:30 +0x1d',
      'exit status 2',
      '',
    ].join('\n'),
  );
  expect(report).toMatchObject({ tool: 'go', kind: 'index-out-of-range', isTruncated: false });
  const file = '/home/runner/work/fx/fx/kit/kit.go';
  expect(report?.stacks).toEqual([
    {
      role: 'access',
      label: 'goroutine 7 [running]:',
      frames: [
        { function: 'example.com/fx/kit.(*Kit).Fill', file, line: 9, language: 'go' },
        {
          function: 'example.com/fx/kit.Map[...]',
          file: file.replace('kit.go', 'map.go'),
          line: 3,
          language: 'go',
        },
        { function: 'c_symbolised', file: file.replace('.go', '.c'), line: 8 },
      ],
    },
    {
      role: 'goroutine',
      label: 'created by example.com/fx/kit.(*Kit).Start in goroutine 1',
      frames: [{ function: 'example.com/fx/kit.(*Kit).Start', file, line: 30, language: 'go' }],
    },
  ]);
});
