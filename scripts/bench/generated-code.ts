/** Go code of any length that reads like cgo code, for measurements and tests of growth. */

const header = [
  'package a',
  '',
  '// #include <stdlib.h>',
  '// #include <stdio.h>',
  'import "C"',
  '',
  'import "unsafe"',
  '',
].join('\n');

/** One shape of long function; `lines` is its least number of lines. */
export interface LongFunction {
  readonly name: string;
  readonly text: (lines: number) => string;
}

/** Each function but `plain` allocates with every statement or two; the last pointer of `freed` is never freed. */
export const longFunctions: readonly LongFunction[] = [
  {
    name: 'freed',
    text: (lines) =>
      longFunction(
        'func F(s string, n int)',
        repeated(lines, 5, (i) => [
          `cs${i} := C.CString(s)`,
          `if n > ${i} {`,
          `\tC.puts(cs${i})`,
          '}',
          `C.free(unsafe.Pointer(cs${i}))`,
        ]).concat('last := C.CString(s)', 'C.puts(last)'),
      ),
  },
  {
    name: 'leaking',
    text: (lines) =>
      longFunction('func F(s string) error', [
        'var err error',
        ...repeated(lines, 5, (i) => [
          `cs${i} := C.CString(s)`,
          `if err = g(${i}); err != nil {`,
          '\treturn err',
          '}',
          `C.puts(cs${i})`,
        ]),
        'return nil',
      ]),
  },
  {
    name: 'plain',
    text: (lines) =>
      longFunction('func F(s string, n int)', [
        'cs := C.CString(s)',
        ...repeated(lines, 4, (i) => [`n = n + ${i}`, 'if n > 3 {', '\tn--', '}']),
        'C.puts(cs)',
      ]),
  },
  {
    name: 'reassigned',
    text: (lines) =>
      longFunction('func F(s string)', [
        'var cs *C.char',
        ...repeated(lines, 3, () => ['cs = C.CString(s)', 'C.puts(cs)', 'C.free(unsafe.Pointer(cs))']),
      ]),
  },
  {
    name: 'deferred',
    text: (lines) =>
      longFunction(
        'func F(s string)',
        repeated(lines, 2, (i) => [`cs${i} := C.CString(s)`, `defer C.free(unsafe.Pointer(cs${i}))`]),
      ),
  },
];

/**
 * A function as hard as a path search gets: each condition is asked several times, so that every combination of
 * answers is a state of its own, in nested loops.
 */
export function hardFunction(): string {
  const flags = Array.from({ length: 30 }, (_, i) => `f${i}`);
  const asked = flags.flatMap((flag) => [`if ${flag} {`, '\ta()', '}']);
  const loops = (depth: number): string[] =>
    depth === 0 ? asked : ['for x.next() {', ...asked, ...loops(depth - 1), '}'];
  return longFunction(`func F(s string, x T, ${flags.join(', ')} bool)`, [
    'cs := C.CString(s)',
    'p := C.make()',
    ...asked,
    ...loops(3),
    // Freed on every path that there is; to see it, what `f0` said has to be remembered beside all the others.
    'if f0 {',
    '\tC.free(unsafe.Pointer(cs))',
    '}',
    ...asked,
    'if !f0 {',
    '\tC.free(unsafe.Pointer(cs))',
    '}',
    'C.free(unsafe.Pointer(p))',
  ]);
}

/** The files of a package by path: each calls into the one before it, and every hundredth leaks a C string. */
export function packageOfFiles(count: number, functionsEach = 6): Map<string, string> {
  return new Map(
    Array.from({ length: count }, (_, file) => [
      `file${String(file).padStart(5, '0')}.go`,
      packageFile(file, functionsEach),
    ]),
  );
}

function packageFile(file: number, functions: number): string {
  const before = file === 0 ? '"first"' : `name${file - 1}_0("x", ${file})`;
  const parts = [
    `type handle${file} struct {\n\tp *C.char\n\tnext *handle${file}\n}\n`,
    `func (h *handle${file}) close() {\n\tC.free(unsafe.Pointer(h.p))\n\th.p = nil\n}\n`,
  ];
  for (let i = 0; i < functions; i++) {
    parts.push(
      [
        `// name${file}_${i} says how a thing is called.`,
        `func name${file}_${i}(s string, n int) string {`,
        '\tcs := C.CString(s)',
        '\tdefer C.free(unsafe.Pointer(cs))',
        `\tfor i := 0; i < n; i++ {`,
        '\t\tif C.puts(cs) < 0 {',
        '\t\t\treturn ""',
        '\t\t}',
        '\t}',
        `\treturn ${i === 0 ? before : `name${file}_${i - 1}(s, n)`}`,
        '}',
        '',
      ].join('\n'),
    );
  }
  if (file % 100 === 0) parts.push(`func leak${file}(s string) {\n\tcs := C.CString(s)\n\tC.puts(cs)\n}\n`);
  return `${header}\n${parts.join('\n')}`;
}

function longFunction(signature: string, body: readonly string[]): string {
  return `${header}\n${signature} {\n${body.map((line) => `\t${line}\n`).join('')}}\n`;
}

function repeated(lines: number, each: number, part: (i: number) => readonly string[]): string[] {
  return Array.from({ length: Math.ceil(lines / each) }, (_, i) => part(i)).flat();
}
