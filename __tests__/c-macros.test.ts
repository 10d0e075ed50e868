import { describe, expect, test } from '@jest/globals';
import { plainC } from '../src/syntax/c-macros.ts';

// What is left of a text, blanks folded; equal length and lines are checked with every case.
function left(text: string): string {
  const plain = plainC(text);
  expect(plain.text).toHaveLength(text.length);
  expect(plain.text.split('\n')).toHaveLength(text.split('\n').length);
  return plain.text
    .replace(/\s+/g, ' ')
    .replace(/ (?=[;,)])|(?<=\() /g, '')
    .trim();
}

describe('what only the preprocessor understands is blank', () => {
  const cases: [name: string, text: string, expected: string][] = [
    ['plain declarations stay', 'extern const char *f(struct s *p, int n[3]);', 'extern const char *f(struct s *p, int n[3]);'],
    ['an export macro before a type', 'LIB_API int f(void);', 'int f(void);'],
    ['before a typedef name', 'ROCKSDB_LIBRARY_API rocksdb_t* open_db(const char *n);', 'rocksdb_t* open_db(const char *n);'],
    ['before the type and before the name', 'GLAPI GLenum APIENTRY glGetError(void);', 'GLenum glGetError(void);'],
    ['a calling convention behind a pointer', 'LIB_API void * LIB_CALL f(int);', 'void * f(int);'],
    ['behind the parameters', 'int f(int a) G_GNUC_PURE G_GNUC_PRINTF(1, 2);', 'int f(int a);'],
    ['attributes of compilers', '__attribute__((noreturn)) void f(void) __asm__("g") __attribute__((cold));', 'void f(void);'],
    ['__declspec', '__declspec(dllexport) int __stdcall f(void);', 'int f(void);'],
    ['a deprecation with arguments', 'CURLMcode CURL_DEPRECATED(7.19, "use g") f(CURLM *m);', 'CURLMcode f(CURLM *m);'],
    ['its own empty define, in small letters', '#define lib_call\nfoo_t lib_call f(void);', 'foo_t f(void);'],
    ['its own define of an attribute', '#define pure_ __attribute__((pure))\nint pure_ f(void);', 'int f(void);'],
    ['a variable', 'extern LIB_API int counter;', 'extern int counter;'],
    ['a tag', 'struct LIB_EXPORT point { int x LIB_ALIGNED(4); };', 'struct point { int x; };'],
    ['an enumerator', 'enum e { A DEPRECATED_IN(2) = 1, B };', 'enum e { A = 1, B };'],
    ['a parameter', 'void f(_In_ int a, const char *s _Nonnull, IN foo_t *p);', 'void f(int a, const char *s, foo_t *p);'],
    ['a function pointer', 'typedef void (WINAPI *cb)(int UNUSED_ARG x);', 'typedef void (*cb)(int x);'],
    ['a convention that holds the star', 'typedef void (APIENTRYP PFN)(int);', 'typedef void (* PFN)(int);'],
    ['a macro that makes a pointer to a function', 'struct s { int GIT_CALLBACK(read)(int); };', 'struct s { int (*read)(int); };'],
    ['a macro that gives the type', 'PyAPI_FUNC(PyObject *) PyFoo(void);', 'PyObject * PyFoo(void);'],
    ['macros that begin and end', 'G_BEGIN_DECLS\nint f(void);\nG_END_DECLS\n', 'int f(void);'],
    ['prototypes of old', 'ZEXTERN int ZEXPORT deflate OF((z_streamp strm, int flush));', 'int deflate (z_streamp strm, int flush);'],
    ['extern "C" as a block', 'extern "C" {\nint f(void);\n}\nint g(void);', 'int f(void); int g(void);'],
    ['extern "C" under C++', '#ifdef __cplusplus\nextern "C" {\n#endif\nint f(void);\n#ifdef __cplusplus\n}\n#endif', '#ifdef __cplusplus #endif int f(void); #ifdef __cplusplus #endif'],
    ['a declaration macro', 'DECLARE_THING(foo)\nint f(void);', 'int f(void);'],
    ['defines', '#define N 1\n#define F(x) \\\n  (x)\nint f(void);', 'int f(void);'],
    ['a body stays', 'static LIB_INLINE int f(int a) { UNUSED(a); return LIB_X(a); }', 'static int f(int a) { UNUSED(a); return LIB_X(a); }'],
    ['a function that is named like a macro', 'int VERSION(void);', 'int VERSION(void);'],
    ['a type that is written like a macro', 'HANDLE open_it(DWORD flags);', 'HANDLE open_it(DWORD flags);'],
    ['words in comments and literals', '/* LIB_API { */ const char *s = "LIB_API {"; // }', '/* LIB_API { */ const char *s = "LIB_API {"; // }'],
  ]; // prettier-ignore
  test.each(cases)('%s', (_name, text, expected) => {
    expect(left(text)).toBe(expected);
  });
});

describe('conditions', () => {
  const cases: [name: string, text: string, expected: string][] = [
    ['whole declarations stay on both sides', '#ifdef A\nint f(int);\n#else\nint f(long);\n#endif', '#ifdef A int f(int); #else int f(long); #endif'],
    ['a split head keeps its first branch', '#ifdef A\nint f(int a)\n#else\nint f(long a)\n#endif\n{ g(); }\nint h(void);', 'int f(int a) { g(); } int h(void);'],
    ['a brace in each branch', 'void f(void) {\n#ifdef A\nif (x) {\n#else\nif (y) {\n#endif\ng();\n}\n}\nint h(void);', 'void f(void) { if (x) { g(); } } int h(void);'],
    ['an attribute under a condition', '#ifdef A\nLIB_API\n#endif\nint f(void);', 'int f(void);'],
    ['a part of an initializer', 'int a[] = {\n1,\n#ifdef A\n2,\n#endif\n3 };', 'int a[] = { 1, 2, 3 };'],
    ['#if 0', '#if 0\n} broken {\n#else\nint f(void);\n#endif', '#if 0 #else int f(void); #endif'],
    ['an include guard stays', '#ifndef H\n#define H\nint f(void);\nG_END_DECLS\n#endif', '#ifndef H int f(void); #endif'],
  ]; // prettier-ignore
  test.each(cases)('%s', (_name, text, expected) => {
    expect(left(text)).toBe(expected);
  });
});

test('declaration macros are expanded one level', () => {
  const text =
    '#define DECLARE(type, name) type *name##_new(const char *); void name##_free(type *p)\nDECLARE(foo_t, foo);\n';
  expect(plainC(text).expanded).toBe('foo_t *foo_new(const char *); void foo_free(foo_t *p);');
  // A macro of a header is known where it is handed in.
  const [, use] = text.split('\n');
  expect(plainC(use ?? '').expanded).toBe('');
  const { macros } = plainC(text);
  expect(plainC(use ?? '', (name) => macros.get(name)).expanded).toBe(
    'foo_t *foo_new(const char *); void foo_free(foo_t *p);',
  );
});

test.each([
  '(',
  '{',
  '[',
  '#if A\n',
  'extern "C" {',
  '"',
  "'",
  '/*',
  'int f(',
  'struct s {',
  '#define X(',
  ')}];',
])('a text of many %j keeps its length', (part) => {
  const text = part.repeat(3000);
  expect(plainC(text).text).toHaveLength(text.length);
});
