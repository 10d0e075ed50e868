import { beforeAll, describe, expect, test } from '@jest/globals';
import { Results } from '../src/engine/results.ts';
import { announced } from '../src/flow/precedent/announced.ts';
import { deviance } from '../src/flow/precedent/deviance.ts';
import type { Deviance } from '../src/flow/precedent/deviance.ts';
import { minedPairs } from '../src/flow/precedent/mined-pairs.ts';
import type { PrecedentKind } from '../src/flow/precedent/observation.ts';
import { shims } from '../src/flow/precedent/shims.ts';
import type { Parser } from '../src/parser/parser.ts';
import leakCReturned from '../src/rules/ownership/leak-c-returned/rule.ts';
import leakErrorPath from '../src/rules/ownership/leak-error-path/rule.ts';
import deviatesFromSiblings from '../src/rules/precedent/deviates-from-siblings/rule.ts';
import type { Analysis } from '../src/semantic/analysis.ts';
import { wasmParser } from './parser.ts';
import { diagnosticsOf, packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

type Files = Readonly<Record<string, string>>;

function resultOf<T>(analysis: Analysis<T>, files: Files): T {
  return new Results(packageOf(parser, new Map(Object.entries(files)))).of(analysis);
}

function go(body: string, preamble = ''): string {
  return `package a\n\n/*\n${preamble}\n*/\nimport "C"\nimport ("unsafe"; "runtime"; "sync")\n${body}\n`;
}

/** `file:function (with/without)` of each deviant. */
function deviants(found: Deviance, kind: PrecedentKind): string[] {
  return found
    .deviantsOf(kind)
    .map(
      ({ site, support }) =>
        `${site.file.path}:${site.function.fullName} (${String(support.withIt)}/${String(support.without)})`,
    );
}

const freeing = (name: string): string =>
  `func ${name}(x *C.obj) string { s := C.lib_name(x); defer C.lib_string_free(s); return C.GoString(s) }`;
const dropping = (name: string): string =>
  `func ${name}(x *C.obj) string { return C.GoString(C.lib_name(x)) }`;

describe('pairs of acquire and release', () => {
  const pairs = (files: Files): string[] =>
    resultOf(minedPairs, files).all.map(
      ({ acquire, given, release, parameter, sites }) =>
        `${acquire}:${String(given)} ${release}:${String(parameter)} x${String(sites.length)}`,
    );

  test('a result that is freed in its function, also by a function of the package that gets it', () => {
    expect(
      pairs({
        'a.go': go(`${freeing('A')}\n${freeing('B')}
func take(s *C.char) string { defer C.lib_string_free(s); return C.GoString(s) }
func D(x *C.obj) string { return take(C.lib_name(x)) }`),
      }),
    ).toEqual(['lib_name:result lib_string_free:0 x3']);
  });

  test('what a call stores through an address', () => {
    expect(
      pairs({
        'a.go': go(`func A(x *C.obj) string { var p *C.char
	if C.lib_get(x, &p) != 0 { return "" }
	defer func() { C.free(unsafe.Pointer(p)) }()
	return C.GoString(p) }`),
      }),
    ).toEqual(['lib_get:1 free:0 x1']);
  });

  test('a handle that a method or a finalizer of its wrapper type releases', () => {
    const files = {
      'a.go': go(`type T struct { p *C.thing }
func NewT() *T { p := C.thing_open(); return wrap(p) }
func Direct() *T { t := &T{p: C.thing_make()}; runtime.SetFinalizer(t, (*T).Close); return t }
func wrap(p *C.thing) *T { return &T{p: p} }
func (t *T) Close() { C.thing_free(t.p); t.p = nil }`),
    };
    expect(pairs(files)).toEqual(['thing_make:result thing_free:0 x1', 'thing_open:result thing_free:0 x1']);
    expect(resultOf(minedPairs, files).ofType('thing')).toEqual([{ release: 'thing_free', count: 1 }]);
  });

  test('a body says that a function frees, its name notwithstanding', () => {
    const preamble = '#include <stdlib.h>\nstatic void let_go(char *s) { free(s); }';
    expect(
      pairs({
        'a.go': go('func A(x *C.obj) { s := C.lib_text(x); println(C.GoString(s)); C.let_go(s) }', preamble),
      }),
    ).toEqual(['lib_text:result let_go:0 x1']);
  });

  test('a borrowed getter has none, nor what only a test frees', () => {
    expect(
      pairs({
        'a.go': go(dropping('A')),
        'a_test.go': go(freeing('B')),
      }),
    ).toEqual([]);
  });
});

describe('forwarding shims', () => {
  const shim = (preamble: string, name: string): unknown =>
    resultOf(shims, { 'a.go': go('', preamble) }).shimOf(name);

  test.each([
    ['the arguments in another order', 'static int X_f(void *a, int b) { return lib_f(b, (char *)a); }', 'X_f',
      { callee: 'lib_f', parameterMap: [1, 0], forwardsResult: true }],
    ['a macro made callable', 'static void lib_f_not_a_macro(int a) { lib_f(a, 0); }', 'lib_f_not_a_macro',
      { callee: 'lib_f', parameterMap: [0, undefined], forwardsResult: false }],
    ['a pointer that was found by name', 'int my_sd_open(void *f, void **r) { int (*g)(void **); g = f; return g(r); }', 'my_sd_open',
      { callee: 'sd_open', parameterMap: [1], forwardsResult: true }],
    ['a cast of it, and a name behind the function’s own', 'int sd_open_dlsym(void *f, void **r) { return ((open_t) f)(r); }', 'sd_open_dlsym',
      { callee: 'sd_open', parameterMap: [1], forwardsResult: true }],
    ['a variable that was loaded by name', 'static open_t o;\nvoid load(void *l) { o = (open_t) dlsym(l, "lib_open"); }\nint o_call(int a) { return o(a); }', 'o_call',
      { callee: 'lib_open', parameterMap: [0], forwardsResult: true }],
    ['a variable that holds what nobody knows', 'static open_t o;\nvoid load(open_t f) { o = f; }\nint o_call(int a) { return o(a); }', 'o_call', undefined],
    ['a pointer that gets two values', 'int my_f(void *f, int r) { int (*g)(int); g = f; g = h; return g(r); }', 'my_f', undefined],
    ['a pointer without a value', 'int my_f(void *f, int r) { int (*g)(int); return g(r); }', 'my_f', undefined],
    ['a pointer that is named on the way', 'int my_sd_open(void *f, void **r) { int (*g)(void **) = f; return g(r); }', 'my_sd_open',
      { callee: 'sd_open', parameterMap: [1], forwardsResult: true }],
    ['a chain', 'static int a_f(int x) { return b_f(x); }\nstatic int b_f(int y) { return lib_f(1, y); }', 'a_f',
      { callee: 'lib_f', parameterMap: [undefined, 0], forwardsResult: true }],
    ['something of its own', 'static int X_f(int a) { count++; return lib_f(a); }', 'X_f', undefined],
    ['a result that is changed', 'static int X_f(int a) { return lib_f(a) + 1; }', 'X_f', undefined],
    ['itself', 'static int f(int a) { return f(a); }', 'f', undefined],
  ])('%s', (_what, preamble, name, expected) => {
    expect(shim(preamble, name)).toEqual(expected);
  }); // prettier-ignore

  test('a shim frees what its callee frees', () => {
    const files = {
      'a.go': go(
        'func A() { p := C.lib_item(); defer C.done_with(C.int(1), p) }',
        'static void done_with(int flags, item *p) { item_free(p); }',
      ),
    };
    expect(resultOf(minedPairs, files).all).toMatchObject([
      { acquire: 'lib_item', release: 'done_with', parameter: 1, isCertain: true },
    ]);
  });
});

describe('who does not free what others free', () => {
  test('three do, one does not, and the message says so', () => {
    const found = resultOf(deviance, {
      'a.go': go([freeing('A'), freeing('B'), freeing('D'), dropping('E')].join('\n')),
    });
    expect(deviants(found, 'free')).toEqual(['a.go:E (3/1)']);
    const [deviant] = found.deviantsOf('free');
    expect(deviant?.support).toMatchObject({
      text: 'three callers free what `C.lib_name` returns with `C.lib_string_free`, this one does not',
      by: 'C.lib_string_free',
    });
    expect(deviant?.support.examples.map(({ function: fn }) => fn.name)).toEqual(['A', 'B', 'D']);
  });

  test.each([
    ['a borrowed getter that nobody frees', { 'a.go': go([dropping('A'), dropping('B'), dropping('D')].join('\n')) }],
    ['two minds', { 'a.go': go([freeing('A'), freeing('B'), dropping('D'), dropping('E')].join('\n')) }],
    ['one sibling', { 'a.go': go([freeing('A'), dropping('B')].join('\n')) }],
    ['siblings in a test', {
      'a.go': go(dropping('A')), 'a_test.go': go([freeing('B'), freeing('D'), freeing('E')].join('\n')),
    }],
    ['siblings in another build', {
      'a_windows.go': go([freeing('B'), freeing('D'), freeing('E')].join('\n')), 'a_linux.go': go(dropping('A')),
    }],
    ['one template of a generator', {
      'z.go': `// Code generated by g. DO NOT EDIT.\n\n${go([freeing('B'), freeing('D'), freeing('E')].join('\n'))}`,
      'a.go': go(dropping('A')),
    }],
    ['a result that is handed on', {
      'a.go': go([freeing('A'), freeing('B'), 'func D(x *C.obj) *C.char { return C.lib_name(x) }'].join('\n')),
    }],
  ])('not %s', (_what, files: Files) => {
    expect(deviants(resultOf(deviance, files), 'free')).toEqual([]);
  }); // prettier-ignore

  test('a table is right, whatever the callers do', () => {
    // sqlite3_errmsg lends: https://www.sqlite.org/c3ref/errcode.html
    const wrong = (name: string): string =>
      `func ${name}(x *C.sqlite3) string { s := C.sqlite3_errmsg(x); defer C.free(unsafe.Pointer(s)); return C.GoString(s) }`;
    const right = 'func D(x *C.sqlite3) string { return C.GoString(C.sqlite3_errmsg(x)) }';
    const found = resultOf(deviance, { 'a.go': go([wrong('A'), wrong('B'), right].join('\n')) });
    expect(deviants(found, 'free')).toEqual([]);
  });

  test('a handle of a type that its release forgets', () => {
    const found = resultOf(deviance, {
      'a.go': go(`type Ctx struct { a *C.wa; b *C.wb; d *C.wd }
func (c *Ctx) A() { if c.a == nil { c.a = C.wa_create() } }
func (c *Ctx) B() { if c.b == nil { c.b = C.wb_create() } }
func (c *Ctx) D() { if c.d == nil { c.d = C.wd_create() } }
func (c *Ctx) Close() { C.wa_destroy(c.a); C.wb_destroy(c.b) }`),
    });
    expect(deviants(found, 'free')).toEqual(['a.go:Ctx.D (2/1)']);
    expect(found.deviantsOf('free')[0]?.support.text).toBe(
      'two handles of `Ctx` are released with it, this one is not',
    );
  });
});

describe('one deviation is one finding', () => {
  const rules = [deviatesFromSiblings, leakCReturned, leakErrorPath];
  const reported = (body: string): string[] =>
    rules.flatMap((rule) =>
      diagnosticsOf(parser, rule, new Map([['a.go', go(body)]])).map(
        ({ ruleId, confidence, location }) => `${ruleId} ${String(location.span.start.line)} ${confidence}`,
      ),
    );
  const siblings = [freeing('A'), freeing('B')].join('\n');

  test.each([
    ['it is never freed', dropping('E'), ['leak-c-returned 10 question']],
    [
      'it is freed on one path',
      `func E(x *C.obj, n int) { s := C.lib_name(x); println(C.GoString(s)); if n > 0 { return }; C.lib_string_free(s) }`,
      ['leak-error-path 10 question'],
    ],
    ['it is handed on', 'func E(x *C.obj) *C.char { return C.lib_name(x) }', []],
    [
      'a struct is filled, which nobody follows',
      ['D', 'F']
        .map((name) => `func ${name}(x *C.obj) { var s C.rec; C.lib_fill(x, &s); C.lib_rec_free(&s) }`)
        .join(';') + '; func E(x *C.obj) { var s C.rec; C.lib_fill(x, &s); println(s.n) }',
      ['deviates-from-siblings 10 question'],
    ],
  ])('where %s', (_what, body, expected) => {
    expect(reported(`${siblings}\n${body}`)).toEqual(expected);
  });
});

describe('constructors', () => {
  const type = `type M struct { p *C.mod }
func (m *M) Close() { C.mod_delete(m.p) }
func NewM() *M { m := &M{p: C.mod_new()}; runtime.SetFinalizer(m, (*M).Close); return m }`;

  test('one without the finalizer of the others', () => {
    const found = resultOf(deviance, {
      'a.go': go(`${type}\nfunc Load(b *C.char) *M { return &M{p: C.mod_deserialize(b)} }`),
    });
    expect(deviants(found, 'finalizer')).toEqual(['a.go:Load (1/1)']);
  });

  test('not one of what another object lends', () => {
    const found = resultOf(deviance, {
      'a.go': go(
        `${type}\nfunc (i *I) Module() *M { return &M{p: C.inst_get_module(i.p)} }\ntype I struct { p *C.inst }`,
      ),
    });
    expect(deviants(found, 'finalizer')).toEqual([]);
  });
});

describe('tests for nil', () => {
  const checked = (name: string): string =>
    `func ${name}(x *C.obj) { n := C.lib_first(x); if n == nil { return }; println(n.size) }`;

  test('three ask, one dereferences at once', () => {
    const found = resultOf(deviance, {
      'a.go': go(
        [
          checked('A'),
          checked('B'),
          checked('D'),
          'func E(x *C.obj) { n := C.lib_first(x); println(n.size) }',
        ].join('\n'),
      ),
    });
    expect(deviants(found, 'nil-check')).toEqual(['a.go:E (3/1)']);
  });

  test('not one that hands it on, nor a status', () => {
    const status = (name: string): string => `func ${name}(x *C.obj) { if C.lib_code(x) != 0 { return } }`;
    const found = resultOf(deviance, {
      'a.go': go(
        [
          checked('A'), checked('B'), checked('D'), 'func E(x *C.obj) *C.node { return C.lib_first(x) }',
          status('S'), status('T'), status('U'), 'func V(x *C.obj) { println(C.lib_text(C.lib_code(x))) }',
        ].join('\n'), // prettier-ignore
      ),
    });
    expect(deviants(found, 'nil-check')).toEqual([]);
  });
});

describe('what methods do around C calls', () => {
  const type = `type T struct { p *C.thing; mu sync.Mutex }
func NewT() *T { t := &T{p: C.thing_new()}; runtime.SetFinalizer(t, (*T).Close); return t }
func (t *T) Close() { C.thing_free(t.p); t.p = nil }
func (t *T) valid() error { if t.p == nil { return errClosed }; return nil }
func (t *T) usable() error { if err := t.valid(); err != nil { return err }; return nil }
var errClosed error`;
  const method = (name: string, before: string, after = ''): string =>
    [`func (t *T) ${name}() int {`, before, 'n := C.thing_size(t.p)', after, 'return int(n) }']
      .filter((line) => line !== '')
      .join('\n');
  const find = (kind: PrecedentKind, ...methods: string[]): string[] =>
    deviants(resultOf(deviance, { 'a.go': go([type, ...methods].join('\n')) }), kind);

  test('a closed object is asked for, at once or through another method', () => {
    const guarded = [
      method('A', 'if t.p == nil { return 0 }'),
      method('B', 'if err := t.valid(); err != nil { return 0 }'),
      method('D', 'if t.usable() != nil { return 0 }'),
    ];
    expect(find('closed-guard', ...guarded, method('E', 'println(1)'))).toEqual(['a.go:T.E (3/1)']);
    expect(find('closed-guard', ...guarded.slice(1), method('E', 'println(1)'))).toEqual([]);
    expect(find('closed-guard', ...guarded, method('E', 'if t.usable() != nil { return 0 }'))).toEqual([]);
    const handed = `func (t *T) E() (n int) { t.do(func() { n = int(C.thing_size(t.p)) }); return }
func (t *T) do(f func()) { if t.p == nil { return }; f() }`;
    expect(find('closed-guard', ...guarded, handed)).toEqual([]);
  });

  test('a mutex is held', () => {
    const locked = ['A', 'B', 'D', 'F', 'G', 'H'].map((name) =>
      method(name, 't.mu.Lock()\ndefer t.mu.Unlock()'),
    );
    expect(find('lock', ...locked, method('E', 'println(1)'))).toEqual([
      'a.go:T.Close (6/2)',
      'a.go:T.E (6/2)',
    ]);
    expect(find('lock', ...locked.slice(1), method('E', 'println(1)'))).toEqual([]);
    expect(find('lock', ...locked, method('size', 'println(1)')).join()).not.toContain('T.size');
    const handed = 'func (t *T) E() (n int) { t.view(func() { n = int(C.thing_size(t.p)) }); return }';
    const view = (body: string): string => `func (t *T) view(f func()) { ${body} }`;
    expect(find('lock', ...locked, handed, view('t.mu.Lock(); defer t.mu.Unlock(); f()'))).toEqual([
      'a.go:T.Close (6/1)',
    ]);
    expect(find('lock', ...locked, handed, view('f()'))).toContain('a.go:T.E (6/2)');
  });

  test('an object is kept alive', () => {
    const kept = ['A', 'B', 'D'].map((name) => method(name, 'println(1)', 'runtime.KeepAlive(t)'));
    expect(find('keep-alive', ...kept, method('E', 'println(1)'))).toEqual(['a.go:T.E (3/1)']);
    // Mentioned behind the call, it is alive; what only the package calls may be kept alive there.
    expect(find('keep-alive', ...kept, method('E', 'println(1)', 't.valid()'))).toEqual([]);
    expect(find('keep-alive', ...kept, method('size', 'println(1)'))).toEqual([]);
  });

  test.each([
    ['a named result', 'func Make() (u *T) { u = NewT(); C.thing_init(u.p); return }'],
    ['what another object holds', 'func Child(u *T) *N { n := &N{t: u}; C.thing_init(u.p); return n }\ntype N struct { t *T }'],
    ['a part of what a caller has', 'func Part(n *N) int { u := n.t; return int(C.thing_size(u.p)) }\ntype N struct { t *T }'],
  ])('%s is alive without', (_what, other) => {
    const kept = ['A', 'B', 'D'].map((name) => method(name, 'println(1)', 'runtime.KeepAlive(t)'));
    expect(find('keep-alive', ...kept, other)).toEqual([]);
  }); // prettier-ignore

  test('a type without a finalizer loses nothing', () => {
    const plain = `type P struct { p *C.thing }\nfunc (t *P) Size() int { return int(C.thing_size(t.p)) }`;
    const kept = ['A', 'B', 'D'].map((name) => method(name, 'println(1)', 'runtime.KeepAlive(t)'));
    expect(find('keep-alive', ...kept, plain)).toEqual([]);
  });
});

describe('the thread whose error is read', () => {
  const locked = (name: string): string =>
    `func ${name}() error { runtime.LockOSThread(); defer runtime.UnlockOSThread()
	if C.lib_op() != 0 { return lastError() }; return nil }`;
  const reader =
    'func lastError() error { return mk(C.GoString(C.lib_last_error())) }\nfunc mk(string) error';

  test('three hold it, one does not', () => {
    const found = resultOf(deviance, {
      'a.go': go(
        [reader, locked('A'), locked('B'), locked('D'),
          'func E() error { if C.lib_op() != 0 { return lastError() }; return nil }'].join('\n'), // prettier-ignore
      ),
    });
    expect(deviants(found, 'lock-os-thread')).toEqual(['a.go:E (3/1)']);
  });

  test('not one that hands the call to what holds it', () => {
    const handed = `func E() error { return on(func() error { if C.lib_op() != 0 { return lastError() }; return nil }) }
func on(f func() error) error { runtime.LockOSThread(); defer runtime.UnlockOSThread(); return f() }`;
    const found = resultOf(deviance, {
      'a.go': go([reader, locked('A'), locked('B'), locked('D'), handed].join('\n')),
    });
    expect(deviants(found, 'lock-os-thread')).toEqual([]);
  });

  test('not one that calls nothing of C before it reads', () => {
    const found = resultOf(deviance, {
      'a.go': go(
        [reader, locked('A'), locked('B'), locked('D'), 'func E() error { return lastError() }'].join('\n'),
      ),
    });
    expect(deviants(found, 'lock-os-thread')).toEqual([]);
  });
});

describe('what is only announced', () => {
  const of = (name: string, preamble: string, body = ''): unknown =>
    resultOf(announced, { 'a.go': go(body, preamble) }).of(name);

  test('a pair of names', () => {
    expect(of('lib_x_new', 'lib_x *lib_x_new(void);\nvoid lib_x_free(lib_x *x);')).toEqual([
      {
        says: { kind: 'gives', of: 'result', release: 'lib_x_free' },
        text: '`lib_x_new` and `lib_x_free` are a pair by their names',
      },
    ]);
    expect(of('lib_createCtx', 'ctx *lib_createCtx(void);\nvoid lib_freeCtx(ctx *x);')).toMatchObject([
      { says: { release: 'lib_freeCtx' } },
    ]);
    expect(of('lib_new_from', 'lib *lib_new_from(int);\nvoid lib_free(lib *x);')).toMatchObject([
      { says: { release: 'lib_free' } },
    ]);
    expect(of('lib_x_new', 'lib_x *lib_x_new(void);')).toEqual([]);
    expect(of('NewContext', 'ctx *NewContext(void);\nvoid Dispose(int);')).toEqual([]);
    expect(of('lib_copy', 'int lib_copy(int);\nint lib_close(int);')).toEqual([]);
    expect(of('lib_newline', 'char *lib_newline(void);\nvoid lib_freeline(char *);')).toEqual([]);
  });

  test('the data of a callback', () => {
    const setter = 'typedef void (*lib_cb)(void *);\nvoid lib_on(lib_t *t, lib_cb cb, void *user_data);';
    expect(of('lib_on', setter)).toMatchObject([
      { says: { kind: 'keeps-for-callback', parameter: 2, callback: 1 } },
    ]);
    expect(of('lib_put', 'void lib_put(lib_t *t, int n, void *user_data);')).toEqual([]);
  });

  test('comments and attributes, with the words that they rest on', () => {
    expect(of('f', '// Returns the name. The caller must free it with lib_free().\nchar *f(void);')).toEqual([
      {
        says: { kind: 'gives', of: 'result', release: 'lib_free' },
        text: 'its comment says "Returns the name. The caller must free it with lib_free()."',
      },
    ]);
    expect(of('f', '// The result must not be freed.\nchar *f(void);')).toMatchObject([
      { says: { kind: 'lends' } },
    ]);
    for (const loan of ['Makes one, owned by the connection.', 'Process wide object; never free it.']) {
      expect(of('f', `// ${loan}\nobj *f(void);`)).toMatchObject([{ says: { kind: 'lends' } }]);
    }
    expect(of('f', '// Makes one, owned by the caller.\nobj *f(void);')).toEqual([]);
    expect(of('f', '// @o: owned by the pool, do not free it\nobj *f(obj *o);')).toEqual([]);
    expect(of('f', '// Returns: (transfer full): a name\nchar *f(void);')).toMatchObject([
      { says: { kind: 'gives', of: 'result' } },
    ]);
    expect(of('f', '// @o: (transfer full): eaten\nvoid f(obj *o);')).toMatchObject([
      { says: { kind: 'takes', parameter: 0 } },
    ]);
    expect(of('f', '__attribute__((malloc)) void *f(int n);')).toMatchObject([
      { says: { kind: 'gives', of: 'result' }, text: 'it is declared with `__attribute__((malloc))`' },
    ]);
    expect(of('f', '// Frees nothing.\n\nvoid *f(int n);')).toEqual([]);
  });

  test('nothing of a function that a table knows', () => {
    expect(
      of('sqlite3_errmsg', '// The caller must free it.\nconst char *sqlite3_errmsg(void *db);'),
    ).toEqual([]);
  });
});
