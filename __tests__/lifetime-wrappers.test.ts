import { beforeAll, describe, expect, test } from '@jest/globals';
import { Results } from '../src/engine/results.ts';
import { dependenceOf } from '../src/flow/lifetime/parent-dependence.ts';
import { staleHandles } from '../src/flow/cleanups/stale-handles.ts';
import { unheldParents } from '../src/flow/lifetime/unheld-parents.ts';
import type { Parser } from '../src/parser/parser.ts';
import type { Package } from '../src/semantic/package.ts';
import { wrapperTypes } from '../src/semantic/wrapper-types.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await wasmParser();
});

function load(source: string): Package {
  const imports = 'import "C"\nimport ("runtime"; "sync")\n';
  return packageOf(parser, new Map([['a.go', `package a\n${imports}\n${source}\n`]]));
}

/** What `T.Close` leaves behind: the kind, and what shows that it matters. */
function leftBy(close: string, rest = ''): string[] {
  const pkg = load(
    `type T struct { p *C.t; done bool; once sync.Once }\nfunc New() *T { return &T{p: C.t_new()} }\n${rest}\n${close}`,
  );
  const handles = new Results(pkg).of(staleHandles);
  return pkg
    .functions()
    .flatMap((fn) =>
      handles
        .of(fn)
        .map(({ leftover }) =>
          leftover.kind === 'stale' ? `stale: ${leftover.evidence.kind}` : leftover.kind,
        ),
    );
}

describe('what a release leaves behind', () => {
  const bare = 'func (t *T) Close() { C.t_free(t.p) }';
  const others = ['A', 'B', 'D'].map(
    (name) =>
      `type ${name} struct { p *C.t }\nfunc New${name}() *${name} { return &${name}{p: C.t_new()} }\n` +
      `func (x *${name}) Close() { C.t_free(x.p); x.p = nil }`,
  );
  const finalizer = 'func Made() *T { t := &T{p: C.t_new()}; runtime.SetFinalizer(t, (*T).Close); return t }';

  test.each([
    ['nothing else', bare, '', ['stale: none']],
    ['a finalizer', bare, finalizer, ['stale: finalizer']],
    [
      'a finalizer that is taken off',
      'func (t *T) Close() { runtime.SetFinalizer(t, nil); C.t_free(t.p) }',
      finalizer,
      ['stale: none'],
    ],
    [
      'a guard that nothing sets',
      'func (t *T) Close() { if t.p != nil { C.t_free(t.p) } }',
      '',
      ['stale: unset-test'],
    ],
    ['a test elsewhere', bare, 'func (t *T) Ok() bool { return t.p != nil }', ['stale: unset-test']],
    ['a copy', 'func (t T) Close() { C.t_free(t.p); t.p = nil }', '', ['stale: copy']],
    ['siblings that clear', bare, others.join('\n'), ['cleared', 'cleared', 'cleared', 'stale: siblings']],
    ['cleared', 'func (t *T) Close() { C.t_free(t.p); t.p = nil }', '', ['cleared']],
    ['cleared by the caller', bare, 'func (t *T) Reset() { t.Close(); t.p = nil }', ['cleared']],
    ['a flag', 'func (t *T) Close() { if t.done { return }; t.done = true; C.t_free(t.p) }', '', ['guarded']],
    ['once', 'func (t *T) Close() { t.once.Do(func() { C.t_free(t.p) }) }', '', ['guarded']],
    ['a comment', `// Close must be called only once.\n${bare}`, '', ['documented']],
    ['a reference of C', 'func (t *T) Unref() { C.t_unref(t.p) }', '', []],
    ['new memory', 'func (t *T) Close() { C.t_free(t.p); t.p = C.t_new() }', '', []],
    ['a method that no caller outside has', 'func (t *T) free() { C.t_free(t.p) }', '', ['guarded']],
  ])('%s', (_what, close, rest, expected) => {
    expect(leftBy(close, rest)).toEqual(expected);
  });
});

/** What the objects that are made from a `P` need of it. */
function neededBy(make: string): string[] {
  const pkg = load(`
type P struct { p *C.p }
func NewP() *P { p := &P{p: C.p_new()}; runtime.SetFinalizer(p, func(p *P) { C.p_free(p.p) }); return p }
type K struct { k *C.k; parent *P }
func (k *K) Close() { C.k_free(k.k); k.k = nil }
${make}`);
  const results = new Results(pkg);
  const parents = results.of(unheldParents);
  return pkg
    .functions()
    .flatMap((fn) =>
      parents
        .of(fn)
        .map((one) =>
          one.keptAt === undefined ? dependenceOf(one, pkg, results.of(wrapperTypes)).kind : 'kept',
        ),
    );
}

describe('what an object needs of the one that it was made from', () => {
  test.each([
    ['unknown', 'func (p *P) K() *K { return &K{k: C.p_make(p.p)} }', ['unknown']],
    ['kept', 'func (p *P) K() *K { return &K{k: C.p_make(p.p), parent: p} }', ['kept']],
    ['handed on', 'func (p *P) K() *K { k := &K{k: C.p_make(p.p)}; hold(k, p); return k }', ['kept']],
    [
      'only until the call is over',
      'func (p *P) K() *K { k := &K{k: C.p_cursor(p.p)}; runtime.KeepAlive(p); return k }',
      ['name'],
    ],
    ['a copy', 'func (p *P) K() *K { return &K{k: C.p_copy(p.p)} }', ['independent']],
    [
      'as its siblings do',
      'func (p *P) K() *K { return &K{k: C.p_make(p.p), parent: p} }\nfunc (p *P) L() *K { return &K{k: C.p_make(p.p)} }',
      ['kept', 'siblings'],
    ],
    [
      'never released',
      'type I struct { i *C.i }\nfunc (p *P) I() *I { return &I{i: C.p_item(p.p)} }',
      ['unreleased'],
    ],
    [
      'lent',
      'type N struct { n *C.X509_NAME }\nfunc (p *P) N() *N { return &N{n: C.X509_get_subject_name(p.p)} }',
      ['lends'],
    ],
  ])('%s', (_what, make, expected) => {
    expect(neededBy(make)).toEqual(expected);
  });
});
