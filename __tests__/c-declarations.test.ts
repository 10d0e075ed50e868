import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Parser } from '../src/parser/parser.ts';
import { CDeclarations } from '../src/semantic/c-declarations.ts';
import { CgoTypes } from '../src/semantic/c-go-types.ts';
import type { CType } from '../src/semantic/c-types.ts';
import { typeText } from '../src/semantic/type.ts';
import type { CFunctionDefinition } from '../src/semantic/c-functions.ts';
import { readC, readCFile } from '../src/syntax/c-file.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

function declarations(...texts: string[]): CDeclarations {
  return new CDeclarations(texts.map((text, index) => readCFile(parser, `${String(index)}.h`, text)));
}

// A type as one reads it aloud: postfix, `?` for what is not known.
function shown(type: CType | undefined): string {
  if (type === undefined) return 'none';
  switch (type.kind) {
    case 'unknown':
      return '?';
    case 'void':
      return 'void';
    case 'basic':
    case 'named':
      return type.name;
    case 'pointer':
      return `${type.isConst ? 'const ' : ''}${shown(type.to)}*`;
    case 'array':
      return `${shown(type.of)}[${String(type.length ?? '')}]`;
    case 'function': {
      const parameters = type.parameters?.map((one) => shown(one.type)).join(', ') ?? '?';
      return `${shown(type.result)}(${parameters}${type.isVariadic ? ', ...' : ''})`;
    }
    default:
      return `${type.kind} ${type.tag ?? ''}`.trim();
  }
}

describe('functions', () => {
  test.each([
    ['int f(const char *s, size_t n);', 'int(const char*, size_t)'],
    ['unsigned long int f(void);', 'unsigned long()'],
    ['void f();', 'void(?)'],
    ['int f(const char *fmt, ...);', 'int(const char*, ...)'],
    ['struct s *f(struct s **out, int a[3]);', 'struct s*(struct s**, int*)'],
    ['char *const *f(int (*cb)(void *), long g(int));', 'const char**(int(void*)*, long(int)*)'],
    ['void (*f(int sig))(int);', 'void(int)*(int)'],
    ['LIB_API foo_t *LIB_CALL f(foo_t *p) LIB_PURE;', 'foo_t*(foo_t*)'],
    ['int f(int); int f(int a);', 'int(int)'],
    ['int f(int); long f(int);', '?(int)'],
    ['int f(int); int f(long);', 'int(?)'],
    ['int f(int); int f(int, int);', 'int(?)'],
    ['int f(); int f(int);', 'int(int)'],
    ['#ifdef A\nint f(int);\n#else\nlong f(int);\n#endif', '?(int)'],
    ['#ifdef A\nint\n#else\nlong\n#endif\nf(int);', '?(int)'],
    ['int f(int a\n#ifdef A\n, int b\n#endif\n);', 'int(?)'],
    ['A_T B_T f(int);', '?(int)'],
    ['LIST_OF(x) *f(int);', '?*(int)'],
    ['lib_inline_ FOO_T f(int);', '?(int)'],
    ['int f(int @ a);', 'int(?)'],
    ['#define NUMBER long\nNUMBER f(int);', '?(int)'],
    ['#define MAKE(n) int n(char *s);\nMAKE(f)', 'int(char*)'],
    ['int (*f)(int);', 'none'],
    ['int PREFIX(f)(int);', 'none'],
    ['int g(void) { int f(int); return 0; }', 'none'],
  ])('%s', (code, expected) => {
    expect(shown(declarations(code).function('f')?.type)).toBe(expected);
  });

  test('bodies are one where their text is, and several under conditions', () => {
    const c = declarations(
      'static int f(char *a) { return *a; }',
      'static int f(char *a)  { return  *a; }\n#ifdef A\nint g(void) { return 1; }\n#else\nint g(void) { return 2; }\n#endif',
    );
    expect(c.function('f')).toMatchObject({ isStatic: true, bodies: [{ kind: 'compound_statement' }] });
    expect(c.function('g')).toMatchObject({ isStatic: false });
    expect(c.function('g')?.bodies).toHaveLength(2);
    expect(c.parameterEffect('f', 0)).toBe('borrows');
  });

  test('definitions have their parameters, and go to those who can call them', () => {
    const preamble = readC(parser, '#include "b.c"\nstatic int own(int a) { return a; }\nint f(void);');
    const files = [
      ['a.c', 'static int own(long b) { return 2; }\nint use(void) { return own(1) + shared(2); }'],
      ['b.c', 'static void taken(char *p, int n) { }'],
      ['c.h', 'static inline int shared(int a) { return 3; }'],
      ['d.c', '#ifdef A\nint f(void) { return 1; }\n#else\nint f(void) { return 2; }\n#endif\nint g(int); old(a) int a; { }'],
      ['e.c', 'static int shared(int a) { return 4; }\nint broken(int a) { return a @ 1; }'],
    ].map(([path = '', text = '']) => readCFile(parser, path, text)); // prettier-ignore
    const { definitions } = new CDeclarations([preamble, ...files]);
    const told = (found: readonly CFunctionDefinition[]): string[] =>
      found.map(
        ({ type, body, isStatic }) =>
          `${isStatic ? 'static ' : ''}(${(type.parameters ?? [])
            .map((one) => `${shown(one.type)} ${one.name ?? ''}`)
            .join(', ')}) ${body.text}`,
      );
    expect(told(definitions.callable('own'))).toEqual(['static (int a) { return a; }']);
    expect(told(definitions.callable('taken'))).toEqual(['static (char* p, int n) { }']);
    expect(told(definitions.callable('shared'))).toEqual(['static (int a) { return 3; }']);
    expect(told(definitions.callable('f'))).toEqual(['() { return 1; }', '() { return 2; }']);
    expect(told(definitions.callable('g'))).toEqual([]);
    expect(definitions.callable('old').map(({ type }) => type.parameters)).toEqual([undefined]);
    expect(definitions.all('shared')).toHaveLength(2);
    expect(definitions.callable('broken').map(({ isPartial }) => isPartial)).toEqual([true]);
    const [use] = definitions.callable('use');
    expect(use).toMatchObject({ name: 'use', isPartial: false });
    if (use === undefined) return;
    expect(told(definitions.calledFrom(use, 'own'))).toEqual(['static (long b) { return 2; }']);
    expect(told(definitions.calledFrom(use, 'shared'))).toEqual(['static (int a) { return 3; }']);
    const [f] = definitions.callable('f');
    expect(f === undefined ? undefined : told(definitions.calledFrom(f, 'own'))).toEqual([]);
  });

  test('what a condition hides of a body is not known', () => {
    const code = 'int f(char *p) { if (x\n#ifdef A\n && g(p)\n#endif\n) return 1; return 0; }';
    expect(declarations(code).parameterEffect('f', 0)).not.toBe('borrows');
    expect(declarations('int f(char *p) { if (x) return 1; return 0; }').parameterEffect('f', 0)).toBe(
      'borrows',
    );
  });
});

describe('types', () => {
  test.each([
    ['typedef struct s s_t; typedef s_t *t;', 's_t*'],
    ['typedef struct s u; typedef u t;', 'struct s'],
    ['typedef int t[4];', 'int[4]'],
    ['typedef void (*t)(void *);', 'void(void*)*'],
    ['typedef enum { A } t;', 'enum'],
    ['typedef u t; typedef int u;', 'int'],
    ['typedef other_t t;', '?'],
    ['typedef t t;', '?'],
    ['typedef u t; typedef t u;', '?'],
    ['typedef int t; typedef long t;', '?'],
    ['typedef CALLBACK_OF(x) t;', '?'],
    ['typedef int CALLBACK_OF(t)(int);', '?'],
    ['typedef void *CALLBACK_OF(t)(int);', '?'],
    ['#define CALLBACK_OF(n) (API *n)\ntypedef int CALLBACK_OF(t)(int);', 'int(int)*'],
  ])('%s', (code, expected) => {
    const c = declarations(code);
    expect(shown(c.resolve({ kind: 'named', name: 't' }))).toBe(expected);
    expect(c.isType('t')).toBe(true);
  });

  test.each([
    ['struct s { int a, *b; char c[8]; unsigned d : 3; };', 'a int, b int*, c char[8], d unsigned int'],
    ['struct s { union { int a; long b; }; int c; };', 'a int, b long, c int'],
    ['struct s { struct t *next; void (*free)(struct s *); };', 'next struct t*, free void(struct s*)*'],
    ['struct s { int a;\n#ifdef A\nint b;\n#endif\n};', 'unknown'],
    ['struct s { OBJECT_HEAD\nint a; };', 'unknown'],
    ['struct s { LIST_ENTRY(s) link; int a; };', 'unknown'],
    ['struct s { int a; }; struct s { long a; };', 'unknown'],
    ['struct s;', 'unknown'],
    ['#define MAX (4 * 2)\nstruct s { char a[MAX], b[MAX + 1]; };', 'a char[8], b char[9]'],
    ['#define MAX 4\n#define MAX 5\nstruct s { char a[MAX]; };', 'a char[]'],
    ['enum { SIZE = 3 };\nstruct s { char a[SIZE][SIZE + 1]; };', 'a char[4][3]'],
    ['struct s { char a[MAX]; int b[010]; char c[0x10]; };', 'a char[], b int[8], c char[16]'],
    ['struct s { char a[sizeof(long)]; char b[]; };', 'a char[], b char[]'],
  ])('%s', (code, expected) => {
    const fields = declarations(code).fieldsOf({ kind: 'struct', tag: 's' });
    expect(fields?.map(({ name, type }) => `${name} ${shown(type)}`).join(', ') ?? 'unknown').toBe(expected);
  });

  test('global variables', () => {
    const c = declarations('extern const char *a; int b[2], *d = 0; extern LIB_API foo_t e; int (*f)(int);');
    expect(['a', 'b', 'd', 'e', 'f', 'g'].map((name) => shown(c.variable(name)))).toEqual([
      'const char*', 'int[2]', 'int*', 'foo_t', 'int(int)*', 'none',
    ]); // prettier-ignore
  });
});

test.each([
  ['#define N 10', 10n],
  ['#define N (-0x1F)', -31n],
  ['#define N 017UL', 15n],
  ['#define N "text"', 'text'],
  ['#define N 1 /* one */', 1n],
  ['#define N (1 + 2)', 3n],
  ['#define N 1\n#define N 2', 'unknown'],
  ['#define N 2\n#define N (1 + 1)', 2n],
  ['#define A 1 + 2\n#define N A * 2', 5n],
  ['#define A (1 + 2)\n#define N (A * 2)', 6n],
  ['#define A 1\n#define A 2\n#define N (A + 1)', 'unknown'],
  ['#define A 2\n#define A (1 + 1)\n#define N (A * 3)', 6n],
  ['#define A 1\n#define A 1u\n#define N (A - 2)', 'unknown'],
  ['#define N (A + 1)', 'unknown'],
  ['#define N (M)\n#define M (N)', 'unknown'],
  ['#define N f(3)', 'unknown'],
  ['#define BIT(n) (1u << (n))\n#define N (BIT(3) | BIT(0))', 9n],
  ['#define SQUARE(n) n * n\n#define N SQUARE(1 + 2)', 5n],
  ['#define BIT(n) (1 << n)\n#define BIT(n) (2 << n)\n#define N BIT(1)', 'unknown'],
  ['#define CAT(a, b) a##b\n#define N CAT(1, 2)', 'unknown'],
  ['#define N (1 << 31)', 'unknown'],
  ['#define N (1u << 31)', 2147483648n],
  ['#define N (0xFFFFFFFF + 1)', 0n],
  ['#define N (4294967295 + 1)', 4294967296n],
  ['#define N (2147483647 + 1)', 'unknown'],
  ['#define N ~0u', 4294967295n],
  ['#define N (~0ul)', 'unknown'],
  ['#define N (~0ull)', 18446744073709551615n],
  ['#define N (-1 < 0u)', 0n],
  ['#define N (-7 / 2)', -3n],
  ['#define N (-7 % 2)', -1n],
  ['#define N (1 / 0)', 'unknown'],
  ['#define N (1 ? 2 : 3u)', 2n],
  ['#define N (0 ? 2 : -1)', -1n],
  ["#define N 'a'", 97n],
  ["#define N '\\n'", 10n],
  ["#define N '\\xff'", 'unknown'],
  ['#define N ((unsigned char)300)', 44n],
  ['#define N ((uint32_t)-1)', 4294967295n],
  ['#define N ((size_t)-1)', 'unknown'],
  ['#define N ((other_t)1)', 'unknown'],
  ['#define N (sizeof(int) * 2)', 8n],
  ['#define N sizeof(long)', 'unknown'],
  ['#define N 1.5', 'unknown'],
  ['#define N', 'unknown'],
  ['#define N (1', 'unknown'],
  ['#ifndef N\n#define N 10\n#endif', 'unknown'],
  ['#ifndef GUARD_H\n#define GUARD_H\n#define N 10\n#endif', 10n],
  ['#ifndef A\n#define A 10\n#endif\n#define N (A + 1)', 'unknown'],
  ['#if !defined(N)\n#define N 10\n#endif', 'unknown'],
  ['#ifndef A\n#else\n#define N 10\n#endif', 10n],
  ['#define A "text"\n#define N (A)', 'text'],
  ['#define N "http://a"', 'http://a'],
  ['#define N "a" "b"', 'unknown'],
  ['#define A 4\nenum { M = A, N };', 5n],
  ['#define A 4\n#define A 5\nenum { M = A, N };', 'unknown'],
  ['enum { M = 2, N = M << 2 };', 8n],
  ['enum { M = N, N = 1 };', 1n],
  ['enum a { M = 3 };\n#define N (M + 1)', 4n],
  ['enum { N = 3 };\n#define N N', 3n],
  ['enum { M = 4294967295, A };\n#define N (M + 1)', 'unknown'],
  ['#define N(x) 1', undefined],
  ['enum { A = 4, B, N };', 6n],
  ['enum e { M, N };', 1n],
  ['enum { A = F(1), N };', 'unknown'],
  ['enum { A = F(1), B = 7, N };', 8n],
  ['enum {\n#ifdef A\nM,\n#endif\nN };', 'unknown'],
  ['#define OPTION(n, v) n = v\nenum { OPTION(N, 7), M };', 7n],
  ['#define OPTION(n, v) n = v\nenum { OPTION(M, 7), N };', 'unknown'],
])('the constant of %s', (code, expected) => {
  const constant = declarations(code).constant('N');
  expect(constant !== undefined && 'value' in constant ? constant.value : constant?.kind).toBe(expected);
});

describe('what C.name is in Go', () => {
  const code = `
typedef struct conn conn_t;
typedef enum { ON, OFF = -1 } mode_t_;
enum level { LOW, HIGH };
enum sign { MINUS = -1 };
struct point { unsigned char type; double xs[2]; void *data; unsigned bit : 1; const char *name; };
conn_t *conn_open(const char *name, void *data, unsigned long long n, int (*cb)(int));
void conn_close(conn_t *c);
struct point *at(enum level l);
extern int counter;
#define LIMIT 10
#define NAME "x"
#define SUM (1 + 2)
`;
  test.each([
    ['conn_open', 'function (*C.char, unsafe.Pointer, C.ulonglong, *[0]byte) *C.conn_t'],
    ['conn_close', 'function (*C.conn_t) nothing'],
    ['at', 'function (C.enum_level) *C.struct_point'],
    ['counter', 'variable C.int'],
    ['LIMIT', 'constant int'],
    ['HIGH', 'constant int'],
    ['NAME', 'constant string'],
    ['SUM', 'constant int'],
    ['conn_t', 'type C.conn_t'],
    ['struct_point', 'type C.struct_point'],
    ['sizeof_int', 'constant C.size_t'],
    ['missing', 'unknown'],
  ])('%s', (name, expected) => {
    const meaning = new CgoTypes(declarations(code)).goTypeOf(name);
    const text =
      meaning.kind === 'function'
        ? `(${meaning.parameters?.map(typeText).join(', ') ?? '?'}) ${meaning.result === undefined ? 'nothing' : typeText(meaning.result)}`
        : meaning.kind === 'unknown'
          ? ''
          : typeText(meaning.type);
    expect(`${meaning.kind} ${text}`.trim()).toBe(expected);
  });

  test('results, members and what stands underneath', () => {
    const types = new CgoTypes(declarations(code));
    const text = (type: Parameters<typeof typeText>[0] | undefined): string =>
      type === undefined ? 'none' : typeText(type);
    expect(text(types.resultOf('at'))).toBe('*C.struct_point');
    expect(text(types.resultOf('conn_close'))).toBe('none');
    expect(['_type', 'xs', 'data', 'bit', 'name', 'z'].map((name) => text(types.fieldOf('struct_point', name)))).toEqual([
      'C.uchar', '[2]C.double', 'unsafe.Pointer', 'none', '*C.char', 'none',
    ]); // prettier-ignore
    expect(text(types.underlying('enum_level'))).toBe('uint32');
    expect(text(types.underlying('enum_sign'))).toBe('int32');
    expect(text(types.underlying('conn_t'))).toBe('C.struct_conn');
  });
});
