import { beforeAll, describe, expect, test } from '@jest/globals';
import { Results } from '../src/engine/results.ts';
import { ownership } from '../src/flow/ownership/ownership.ts';
import type { Ownership } from '../src/flow/ownership/ownership.ts';
import { knownLibraries } from '../src/knowledge/library-index.ts';
import { readTable, toLibrary } from '../src/knowledge/library-table.ts';
import type { Parser } from '../src/parser/parser.ts';
import { Package } from '../src/semantic/package.ts';
import type { GoFunction } from '../src/semantic/package.ts';
import { readGoFile } from '../src/syntax/go-file.ts';
import { wasmParser } from './parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

const table = readTable({
  library: 'thing',
  source: 'https://example.com/thing',
  functions: {
    thing_new: { result: { gives: 'thing_free', 'may-be-null': true } },
    thing_open: { fails: 'nonzero', parameters: { 0: { gives: 'thing_free' } } },
    thing_find: { fails: 'negative', parameters: { 0: { gives: 'thing_free' } } },
    thing_load: { fails: { sets: 1 }, result: { gives: 'thing_free', 'may-be-null': true } },
    thing_name: { result: { lends: 0 } },
    thing_list: { parameters: { 0: { gives: 'thing_free', 'even-on-failure': true, each: true } } },
    thing_items: { parameters: { 0: { gives: 'thing_free', 'in-place': true } } },
    thing_use: { parameters: { 0: 'reads' } },
    thing_adopt: { fails: 'nonzero', parameters: { 1: { takes: true, 'on-success-only': true } } },
    thing_attach: { parameters: { 1: { keeps: 0, until: ['thing_free'] } } },
    thing_self: { result: { argument: 0 } },
    thing_free: { parameters: { 0: 'frees' } },
  },
});

const declarations = `
type T struct { p *C.thing; n int }
func newT() (*T, error) {
	var p *C.thing
	if rc := C.thing_open(&p); rc != 0 { return nil, getError(rc) }
	return &T{p: p}, nil
}
func (t *T) Close() error {
	if t.p == nil { return nil }
	C.thing_free(t.p)
	t.p = nil
	return nil
}
func (t *T) use() { C.thing_use(t.p) }
var kept *C.thing
func keep(p *C.thing) { kept = p }
func look(p *C.thing) { C.thing_use(p) }
func drop(p *C.thing) { if p != nil { C.thing_free(p) } }
func first(ps []*C.thing) **C.thing { return (**C.thing)(unsafe.Pointer(unsafe.SliceData(ps))) }
func dropAll(ps []*C.thing) { for _, p := range ps { C.thing_free(p) } }
func again(n int, p *C.thing) { if n > 0 { again(n-1, p); return }; C.thing_free(p) }
func cast(p *C.thing) unsafe.Pointer { return unsafe.Pointer(p) }
func fill(p *C.thing) error { if C.thing_use(p); ok() { return nil }; C.thing_free(p); return errors.New("x") }
func getError(rc C.int) error { if rc == 0 { return nil }; return errors.New("x") }
func fromText(e *C.char) error { if e == nil { return nil }; C.free(unsafe.Pointer(e)); return errors.New("x") }
func ok() bool { return true }
func fail() error { return errors.New("x") }
type registry struct { m map[int]*C.thing; seen int }
func (r *registry) Add(p *C.thing) int { r.m[len(r.m)] = p; return len(r.m) }
func (r *registry) Remove(id int) { delete(r.m, id) }
func (r *registry) Take(id int) *C.thing { return r.m[id] }
func (r *registry) Mark(p *C.thing) { C.thing_use(p); r.seen++ }
var reg registry
var things sync.Map
type outer struct{ *T }
func makeT() *T { return &T{p: C.thing_new()} }
`;

/** Functions of C that do nothing but call others, also through pointers that were found by name. */
const shims = `
int X_open(void *p) { return thing_open(p); }
void X_free_2(int n, thing *p) { thing_free(p); }
int my_thing_open(void *f, thing **out) { int (*thing_open)(thing **); thing_open = f; return thing_open(out); }
void my_thing_free(void *f, thing *p) { ((void (*)(thing *)) f)(p); }
int thing_open_dlsym(void *f, thing **out) { return ((open_fn) f)(out); }
void my_thing_drop(void *f, thing *p) { ((void (*)(thing *)) other)(p); }
int my_thing_find(void *f, thing **out) { return 0; }
static int (*opener)(thing **);
static void (*closer)(thing *);
void load(void *lib) { opener = (open_fn) dlsym(lib, "thing_open"); closer = dlsym(lib, "thing_free"); closer = hook; }
int dyn_open(thing **out) { return opener(out); }
void dyn_close(thing *p) { closer(p); }
int open_logged(thing **out) { int rc = thing_open(out); if (rc != 0) { log_error(rc); } return rc; }
int open_twice(thing **out) { thing_open(out); return log_error(0); }
typedef void (*thing_cb)(void *);
void thing_on(int n, thing_cb cb, void *user_data);
// @p: (transfer full): eaten
void thing_eat(int n, thing *p);
void renamed(void (*thing_free)(thing *), thing *p) { thing_free(p); }
`;

/** The releases that the function `f` makes. */
function frees(call: string): string[] {
  const { owners, fn } = analysed(call, '(p *C.thing)');
  return owners.releasesOf(fn).map(({ by }) => by);
}

/** What becomes of the first acquisition of the function `f`: `leak END HOLDER`, or `ok`. */
function fate(body: string, signature = '()'): string {
  const { owners, fn } = analysed(body, signature);
  const [acquisition] = owners.acquisitionsOf(fn);
  if (acquisition === undefined) throw new Error('nothing is acquired');
  const { leak, isUnfinished } = owners.fateOf(acquisition, fn);
  expect(isUnfinished).toBe(false);
  if (leak === undefined) return 'ok';
  const asked = leak.asked === undefined ? '' : ` asked ${leak.asked}`;
  return `leak ${leak.end}${leak.holder === undefined ? '' : ` ${leak.holder}`}${asked}`;
}

function analysed(body: string, signature: string): { owners: Ownership; fn: GoFunction } {
  if (!table.ok) throw new Error(table.error.expectation);
  const source =
    'package a\n/*\n#include <stdlib.h>\nstatic void thing_drop(void *p) { if (p != NULL) thing_free(p); }\n' +
    'static void *thing_make(int n) { return thing_new(); }\nstatic void *held;\n' +
    `static void thing_hold(void *p) { held = p; }\n${shims}*/\nimport "C"\n` +
    `import ("errors"; "fmt"; "os"; "runtime"; "strconv"; "sync"; "unsafe")\n${declarations}\nfunc f${signature} {\n${body}\n}\n`;
  const file = readGoFile(parser, 'a.go', source);
  expect(file.syntaxErrors).toEqual([]);
  const libraries = knownLibraries([toLibrary(table.value)]);
  const pkg = new Package('.', [file], [], [1, 22], undefined, libraries);
  const owners = new Results(pkg).of(ownership);
  const fn = pkg.functions().find((one) => one.node.child('name')?.text === 'f');
  if (fn === undefined) throw new Error('there is no function f');
  return { owners, fn };
}

describe('the status of the call that gives', () => {
  test.each<[string, string, string?]>([
    ['var p *C.thing; if rc := C.thing_open(&p); rc != 0 { return }; C.thing_free(p)', 'ok'],
    ['var p *C.thing; if C.thing_open(&p) != 0 { return }; C.thing_free(p)', 'ok'],
    ['var p *C.thing; rc := C.thing_open(&p); if rc == 0 { C.thing_free(p) }', 'ok'],
    ['var p *C.thing; rc := C.thing_open(&p); if rc == 0 { C.thing_use(p) }', 'leak exit p'],
    ['var p *C.thing; rc := C.thing_open(&p); if rc != C.THING_OK { return }; C.thing_free(p)', 'ok'],
    ['var p *C.thing; rc := C.thing_open(&p); switch rc { case 0: C.thing_free(p) }', 'ok'],
    ['var p *C.thing; rc := C.thing_find(&p); if rc < 0 { return }; C.thing_free(p)', 'ok'],
    ['var p *C.thing; rc := C.thing_find(&p); if rc < 0 { C.thing_free(p) }', 'leak exit p'],
    ['p := C.thing_new(); if p == nil { return }; C.thing_free(p)', 'ok'],
    // New memory is nowhere that a pointer from before leads to.
    [
      'var b [4]byte; p := unsafe.Pointer(C.thing_new()); if p != unsafe.Pointer(&b[0]) { C.thing_free(p) }',
      'ok',
    ],
    [
      'var b [4]byte; p := unsafe.Pointer(C.thing_new()); C.thing_use(p); if p == unsafe.Pointer(&b[0]) { C.thing_free(p) }',
      'leak exit p',
    ],
    ['a := C.lookup(); p := C.thing_new(); if p != a { C.thing_free(p) }', 'ok'],
    ['p := C.thing_new(); a := C.lookup(); C.thing_use(p); if p != a { C.thing_free(p) }', 'leak exit p'],
    [
      'a := C.lookup(); if n() { a = C.lookup() }; p := C.thing_new(); C.thing_use(p); if p != a { C.thing_free(p) }',
      'leak exit p',
    ],
    ['p := C.thing_new(); if p != nil { C.thing_free(p) }', 'ok'],
    ['p := C.thing_new(); if p == nil { C.thing_free(p) }', 'leak exit p'],
    ['var p *C.thing; err := getError(C.thing_open(&p)); if err != nil { return }; C.thing_free(p)', 'ok'],
    [
      'var p *C.thing; rc := C.thing_open(&p); err := getError(rc); if err != nil { return }; C.thing_free(p)',
      'ok',
    ],
    ['var p *C.thing; if err := getError(C.thing_open(&p)); err == nil { C.thing_use(p) }', 'leak exit p'],
    ['var e *C.char; p := C.thing_load(1, &e); if e != nil { return }; C.thing_free(p)', 'ok'],
    [
      'var e *C.char; p := C.thing_load(1, &e); if err := fromText(e); err != nil { return }; C.thing_free(p)',
      'ok',
    ],
    ['t, err := newT(); if err != nil { return }; t.Close()', 'ok'],
    ['t, err := newT(); if err != nil { return }; t.use()', 'leak exit t.p'],
    ['var p *C.thing; C.thing_open(&p); if ok() { return }; C.thing_free(p)', 'ok'],
    ['var p *C.thing; C.thing_open(&p); C.thing_use(p); if ok() { return }; C.thing_free(p)', 'leak exit p'],
  ])('%s', (body, expected) => {
    expect(fate(body)).toBe(expected);
  });
});

describe('shims', () => {
  test.each([
    ['X_open forwards arguments and status', 'var p *C.thing; if C.X_open(unsafe.Pointer(&p)) != 0 { return }; C.X_free_2(1, p)', 'ok'],
    ['and what is not freed is lost', 'var p *C.thing; if C.X_open(unsafe.Pointer(&p)) != 0 { return }; C.thing_use(p)', 'leak exit p'],
    ['a pointer gets a name on the way', 'var p *C.thing; if C.my_thing_open(fn, &p) != 0 { return }; C.my_thing_free(fn, p)', 'ok'],
    ['its status is tested the other way', 'var p *C.thing; if C.my_thing_open(fn, &p) == 0 { return }; C.thing_use(p)', 'leak exit p'],
    ['a cast of a parameter is called', 'var p *C.thing; if C.thing_open_dlsym(fn, &p) != 0 { return }', 'leak exit p'],
    ['a variable of C holds what was loaded by name', 'var p *C.thing; if C.dyn_open(&p) != 0 { return }', 'leak exit p'],
    ['the status is looked at on the way', 'var p *C.thing; if C.open_logged(&p) != 0 { return }', 'leak exit p'],
  ])('%s', (_what, body, expected) => {
    expect(fate(body, '(fn unsafe.Pointer)')).toBe(expected);
  }); // prettier-ignore

  test.each([
    ['the body calls nothing', 'var p *C.thing; if C.my_thing_find(fn, &p) != 0 { return }'],
    ['the status is not given on', 'var p *C.thing; if C.open_twice(&p) != 0 { return }'],
  ])('nothing is given where %s', (_what, body) => {
    expect(() => fate(body, '(fn unsafe.Pointer)')).toThrow('nothing is acquired');
  });

  test.each([
    ['another pointer is called than the one that is named', 'C.my_thing_drop(fn, p)'],
    ['the variable may hold two functions', 'C.dyn_close(p)'],
    ['a parameter has the name of a known function', 'C.renamed(nil, p)'],
  ])('nothing is freed for sure where %s', (_what, call) => {
    expect(frees(call)).toEqual([]);
    expect(frees('C.X_free_2(1, p)')).toEqual(['C.X_free_2']);
    expect(frees('C.my_thing_free(nil, p)')).toEqual(['C.my_thing_free']);
  });
});

describe('what is only announced', () => {
  test.each([
    ['the data of a callback is kept', 'p := C.thing_new(); C.thing_on(1, nil, unsafe.Pointer(p))', 'leak exit p asked thing_on'],
    ['a comment says that an argument is taken over', 'p := C.thing_new(); C.thing_eat(1, p)', 'leak exit p asked thing_eat'],
    ['another argument is not meant', 'p := C.thing_new(); C.thing_on(C.int(uintptr(unsafe.Pointer(p))), nil, nil)', 'leak exit p'],
  ])('%s', (_what, body, expected) => {
    expect(fate(body)).toBe(expected);
  }); // prettier-ignore
});

describe('registries', () => {
  test.each([
    ['a method puts it into a map of its receiver', 'p := C.thing_new(); reg.Add(p)', 'ok'],
    ['what is taken out again may be lost', 'p := reg.Take(1); if p == nil { p = C.thing_new() }; C.thing_use(p)', 'leak exit p'],
    ['a map of the standard library', 'p := C.thing_new(); things.Store(1, p)', 'ok'],
    ['a key that leads to it is no owner', 'p := C.thing_new(); reg.Mark(p)', 'leak exit p'],
  ])('%s', (_what, body, expected) => {
    expect(fate(body)).toBe(expected);
  }); // prettier-ignore
});

describe('containers', () => {
  test.each([
    ['s := make([]*C.thing, n); for i := range s { s[i] = C.thing_new() }', 'leak exit s[]'],
    [
      's := make([]*C.thing, n); for i := range s { s[i] = C.thing_new() }; for _, p := range s { C.thing_free(p) }',
      'ok',
    ],
    [
      's := make([]*C.thing, n); for i := range s { s[i] = C.thing_new() }; for i := 0; i < n; i++ { C.thing_free(s[i]) }',
      'ok',
    ],
    ['s := make([]*C.thing, n); for i := range s { s[i] = C.thing_new() }; dropAll(s)', 'ok'],
    [
      's := make([]*C.thing, n); defer func() { for _, p := range s { C.thing_free(p) } }(); for i := range s { s[i] = C.thing_new() }',
      'ok',
    ],
    [
      'var s []*C.thing; for i := 0; i < n; i++ { s = append(s, C.thing_new()) }; _ = len(s)',
      'leak exit s[]',
    ],
    ['m := map[string]*C.thing{}; m["a"] = C.thing_new()', 'leak exit m[]'],
    ['m := map[string]*C.thing{}; m["a"] = C.thing_new(); for _, p := range m { drop(p) }', 'ok'],
    ['var t T; t.p = C.thing_new(); t.use()', 'leak exit t.p'],
    ['t := &T{p: C.thing_new()}; t.Close()', 'ok'],
    ['t := &T{C.thing_new(), 1}; t.use()', 'leak exit t.p'],
    ['t := T{p: C.thing_new()}; u := t; u.Close()', 'ok'],
    ['g.p = C.thing_new()', 'ok'],
    ['t := *makeT(); t.Close()', 'ok'],
    ['t := *makeT(); t.use()', 'leak exit t.p'],
    ['p := makeT().p; C.thing_free(p)', 'ok'],
    ['n = makeT().n', 'leak dropped'],
    ['s := []T{{p: C.thing_new()}}; _ = s[0].n', 'leak exit s[].p'],
  ])('%s', (body, expected) => {
    expect(fate(body, '(g *T, n int)')).toBe(expected);
  });
});

describe('arrays that C fills', () => {
  test.each([
    ['s := make([]*C.thing, n); C.thing_list(&s[0], n); if ok() { return }; dropAll(s)', 'leak exit s[]'],
    ['s := make([]*C.thing, n); C.thing_list(&s[0], n); defer dropAll(s); if ok() { return }', 'ok'],
    ['s := make([]*C.thing, n); C.thing_list(first(s), n); if ok() { return }; dropAll(s)', 'leak exit s[]'],
    ['s := make([]*C.thing, n); C.thing_list(first(s), n); for i := range s { drop(s[i]) }', 'ok'],
    ['s := make([]*C.thing, n); C.thing_list(first(s), n); g.all = s', 'ok'],
    [
      's := make([]*C.thing, n); C.thing_list(unsafe.SliceData(s), n); for _, p := range s { C.thing_use(p) }',
      'leak exit s[]',
    ],
    [
      's := make([]*C.thing, n); C.thing_list(&s[0], n); for i := range s { p := s[i]; C.thing_use(p) }',
      'leak exit s[]',
    ],
    ['s := make([]*C.thing, n); C.thing_list(&s[0], n); for i := range s { p := s[i]; drop(p) }', 'ok'],
    ['s := make([]*C.thing, n); C.thing_list(&s[0], n); for i := range s { p := s[i]; g.p = p }', 'ok'],
    [
      's := make([]*C.thing, n); C.thing_list(&s[0], n); for i := range s { p := s[i]; q := p; C.thing_free(q) }',
      'ok',
    ],
    [
      's := make([]C.item, n); C.thing_items(&s[0], n); for i := range s { e := s[i]; println(C.GoString(e.name)) }',
      'leak exit s[]',
    ],
    // The member may be freed where it goes to.
    [
      'var a []*C.char; s := make([]C.item, n); C.thing_items(&s[0], n); for i := range s { e := s[i]; a = append(a, e.name) }',
      'ok',
    ],
    ['s := make([]C.item, n); C.thing_items(&s[0], n); for _, e := range s { g.name = e.name }', 'ok'],
    ['s := make([]C.item, n); C.thing_items(&s[0], n); for i := range s { C.thing_free(&s[i]) }', 'ok'],
  ])('%s', (body, expected) => {
    expect(fate(body, '(g *T, n int)')).toBe(expected);
  });
});

describe('closures and deferred calls', () => {
  test.each([
    ['p := C.thing_new(); defer C.thing_free(p)', 'ok'],
    ['p := C.thing_new(); defer func() { C.thing_free(p) }(); C.thing_use(p)', 'ok'],
    ['p := C.thing_new(); defer func() { C.thing_use(p) }()', 'leak exit p'],
    ['p := C.thing_new(); func() { C.thing_free(p) }()', 'ok'],
    ['p := C.thing_new(); release := func() { C.thing_free(p) }; C.thing_use(p); release()', 'ok'],
    [
      'p := C.thing_new(); release := func() { C.thing_free(p) }; C.thing_use(p); if ok() { return nil }; release()\nreturn nil',
      'leak exit p',
    ],
    ['p := C.thing_new(); release := func() { C.thing_free(p) }; defer release()', 'ok'],
    ['p := C.thing_new(); go func() { C.thing_free(p) }()', 'ok'],
    ['p := C.thing_new(); keepFunc(func() { C.thing_free(p) })', 'ok'],
    ['var p *C.thing; defer func() { C.thing_free(p) }(); p = C.thing_new(); C.thing_use(p)', 'ok'],
    // The deferred cleanup asks the named result, which `return nil, …` has set.
    [
      'p := C.thing_new(); defer func() { if err != nil { C.thing_free(p) } }(); C.thing_use(p)\nreturn errors.New("x")',
      'ok',
    ],
    [
      'p := C.thing_new(); defer func() { if err != nil { C.thing_free(p) } }(); C.thing_use(p)\nreturn nil',
      'leak exit p',
    ],
    [
      'p := C.thing_new(); defer func() { if err != nil { C.thing_free(p) } }(); if err := fail(); err != nil { return err }; keep(p)\nreturn nil',
      'ok',
    ],
    [
      'p := C.thing_new(); defer func() { if err != nil { C.thing_free(p) } }(); C.thing_use(p); err = errors.New("e")\nreturn',
      'ok',
    ],
    [
      'p := C.thing_new(); defer func() { if err != nil { C.thing_free(p) } }(); C.thing_use(p); e := errors.New("e"); err = e\nreturn',
      'ok',
    ],
    ['p := C.thing_new(); C.thing_use(p); os.Exit(1)', 'ok'],
    ['p := C.thing_new(); C.thing_use(p); panic(1)', 'ok'],
  ])('%s', (body, expected) => {
    const text = /return|panic|Exit/.test(body) ? body : `${body}\nreturn nil`;
    expect(fate(text, '() (err error)')).toBe(expected);
  });
});

describe('views and numbers', () => {
  const text = (p: string): string => `p := C.malloc(8); ${p}`;
  test.each([
    // The loop, the copy and the call read the memory, and nothing leads to it afterwards.
    ['for _, b := range unsafe.Slice((*byte)(p), n) { look(b) }', 'leak exit p'],
    ['for i := range unsafe.Slice((*byte)(p), n) { look(i) }', 'leak exit p'],
    ['for _, b := range (*[8]byte)(p) { look(b) }', 'leak exit p'],
    ['for _, b := range (*[8]byte)(p)[:n:n] { look(b) }', 'leak exit p'],
    ['for _, q := range unsafe.Slice((**C.thing)(p), n) { C.thing_free(q) }', 'leak exit p'],
    ['for _, b := range unsafe.Slice((*byte)(p), n) { look(b) }; C.free(p)', 'ok'],
    [
      'for _, b := range unsafe.Slice((*byte)(p), n) { if b == 0 { return }; look(b) }; C.free(p)',
      'leak exit p',
    ],
    ['look(string(unsafe.Slice((*byte)(p), n)))', 'leak exit p'],
    ['v := unsafe.Slice((*byte)(p), n); s := string(v); look(s)', 'leak exit p'],
    ['look([]byte(unsafe.String((*byte)(p), n)))', 'leak exit p'],
    ['buf = append(buf, unsafe.Slice((*byte)(p), n)...)', 'leak exit p'],
    ['fmt.Println(unsafe.Slice((*byte)(p), n))', 'leak exit p'],
    ['look(unsafe.Slice((*byte)(p), n))', 'ok'],
    ['buf = append(unsafe.Slice((*byte)(p), n), buf...)', 'ok'],
    ['buf = fmt.Append(unsafe.Slice((*byte)(p), n), 1)', 'ok'],
    ['look(unsafe.String((*byte)(p), n))', 'ok'],
    ['type bytes []byte; look(bytes(unsafe.Slice((*byte)(p), n)))', 'ok'],
    // A number is compared and printed without being a pointer again.
    ['if uintptr(p)%8 != 0 { panic(1) }', 'leak exit p'],
    ['a := uintptr(p); fmt.Printf("%x", a)', 'leak exit p'],
    ['look(strconv.FormatUint(uint64(uintptr(p)), 16))', 'leak exit p'],
    ['switch uintptr(p) { case 8: look(1) }', 'leak exit p'],
    ['switch p { case nil: return }; C.free(p)', 'ok'],
    ['a := uintptr(p); q := (*byte)(unsafe.Pointer(a + 1)); *q = 1', 'leak exit p'],
    ['a := uintptr(p); C.free(unsafe.Pointer(a))', 'ok'],
    ['a := uintptr(p); look(a)', 'ok'],
    ['buf = strconv.AppendUint(unsafe.Slice((*byte)(p), n), 1, 10)', 'ok'],
    // Where a map has it, somebody may own it already.
    ['if seen[uintptr(p)] { return }', 'ok'],
    ['seen[uintptr(p)] = true', 'ok'],
  ])('%s', (body, expected) => {
    expect(fate(text(body), '(n int, buf []byte, seen map[uintptr]bool, look func(any))')).toBe(expected);
  });
});

describe('what functions do with it', () => {
  test.each([
    ['p := C.thing_new(); look(p)', 'leak exit p'],
    ['p := C.thing_new(); drop(p)', 'ok'],
    ['p := C.thing_new(); keep(p)', 'ok'],
    ['p := C.thing_new(); again(3, p)', 'ok'],
    ['p := C.thing_new(); C.thing_use(p); unknown(p)', 'ok'],
    ['p := C.thing_new(); q := cast(p); C.thing_free(q)', 'ok'],
    ['p := C.thing_new(); q := cast(p); C.thing_use(q)', 'leak exit p'],
    ['p := C.thing_new(); if err := fill(p); err != nil { return }; C.thing_free(p)', 'ok'],
    ['p := C.thing_new(); if err := fill(p); err != nil { return }', 'leak exit p'],
    ['p := C.thing_new(); if C.thing_adopt(nil, p) != 0 { C.thing_free(p) }', 'ok'],
    ['p := C.thing_new(); if C.thing_adopt(nil, p) != 0 { return }', 'leak exit p'],
    // Who keeps it may have been told to free it: no leak is claimed.
    ['p := C.thing_new(); C.thing_attach(nil, p)', 'ok'],
    ['p := C.thing_new(); C.thing_drop(unsafe.Pointer(p))', 'ok'],
    ['p := C.thing_new(); C.thing_hold(unsafe.Pointer(p))', 'ok'],
    ['p := C.thing_make(1); C.thing_use(p)', 'leak exit p'],
    ['p := C.thing_make(1); C.thing_drop(p)', 'ok'],
    ['q := C.thing_self(C.thing_new()); C.thing_free(q)', 'ok'],
    ['q := C.thing_self(C.thing_new()); C.thing_use(q)', 'leak exit q'],
    ['t := makeT(); stop := t.Close; defer stop()', 'ok'],
    ['t := makeT(); keepFunc(t.Close)', 'ok'],
    ['o := outer{makeT()}; defer o.Close()', 'ok'],
    ['o := outer{makeT()}; o.use()', 'leak exit o.T.p'],
    ['p := C.thing_new(); C.thing_adopt(nil, p)', 'ok'],
    ['C.thing_use(C.thing_new())', 'leak dropped'],
    ['_ = C.thing_new()', 'leak dropped'],
    ['p := C.thing_new(); C.thing_use(p); p = nil', 'leak overwritten p'],
    ['p := C.thing_new(); q := p; p = nil; C.thing_free(q)', 'ok'],
    ['for ok() { p := C.thing_new(); C.thing_use(p) }', 'leak scope p'],
    ['p := C.thing_new(); runtime.SetFinalizer(&T{p: p}, nil)', 'ok'],
    ['p := C.thing_new(); b := unsafe.Slice((*byte)(unsafe.Pointer(p)), 4); _ = len(b)', 'leak exit p'],
    ['p := C.thing_new(); b := unsafe.Slice((*byte)(unsafe.Pointer(p)), 4); unknown(b)', 'ok'],
  ])('%s', (body, expected) => {
    expect(fate(body)).toBe(expected);
  });
});

describe('what a function does with its parameters, for its callers', () => {
  test.each<[string, number, string, string]>([
    ['look', 0, '', 'borrows'],
    ['drop', 0, '', 'frees'],
    ['keep', 0, '', 'takes'],
    ['cast', 0, '', 'returns'],
    ['again', 1, '', 'frees'],
    ['fill', 0, '', 'succeeds borrows, fails frees'],
    ['Close', -1, '.p', 'succeeds frees and clears'],
    ['use', -1, '.p', 'borrows'],
  ])('%s, parameter %i%s: %s', (name, index, path, expected) => {
    if (!table.ok) throw new Error(table.error.expectation);
    const source = `package a\nimport "C"\nimport ("errors"; "unsafe")\n${declarations}`;
    const file = readGoFile(parser, 'a.go', source);
    const libraries = knownLibraries([toLibrary(table.value)]);
    const pkg = new Package('.', [file], [], [1, 22], undefined, libraries);
    const fn = pkg.functions().find((one) => one.node.child('name')?.text === name);
    const owners = new Results(pkg).of(ownership);
    const { outcomes } = owners.effectOn(fn?.node ?? file.tree.root, index, path === '' ? [] : [path]);
    const texts = outcomes.map(({ when, effect }) => {
      const clears = effect.kind === 'frees' && effect.clears ? ' and clears' : '';
      return `${when === undefined ? '' : `${when} `}${effect.kind}${clears}`;
    });
    expect(texts.join(', ')).toBe(expected);
  });
});
