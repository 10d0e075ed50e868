import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freeing, goFile, leaking, lineOf, plain, safe } from './programs.ts';
import { annotated, found, outcome } from './run-result.ts';
import { Stage } from './scene.ts';

// The tests of this file run at the same time; each has a repository of its own.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

describe('every kind of file change', () => {
  const moved = goFile([plain('First'), safe('Keep'), plain('Last')], 'moved');
  const movedAfter = goFile([plain('First'), safe('Keep'), plain('Last'), freeing('Give')], 'moved');
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
  const noNewline = (text: string): string => text.trimEnd();
  const tail = goFile([plain('First')], 'tail');
  const submodule = 'a'.repeat(40);

  test.concurrent('is read without a crash, and each finding stands at its line', async () => {
    const scene = await stage.scene({
      'moved/old.go': moved,
      'gone/gone.go': goFile([leaking('Gone')], 'gone'),
      'data/image.go.png': Uint8Array.of(137, 80, 78, 71, 0, 1, 2),
      'crlf/crlf.go': crlf(goFile([plain('First'), plain('Last')], 'crlf')),
      'tail/tail.go': noNewline(tail),
      'a space/é 日本.go': goFile([plain('First')], 'quoted'),
      'a space/tab\there "quoted".go': goFile([plain('First')], 'quoted'),
      'script.go': goFile([plain('Main')], 'main'),
      'link.go': 'package main\n',
      'third_party/zlib': { submodule },
    });
    const after = {
      'crlf/crlf.go': crlf(goFile([plain('First'), leaking('Drop'), plain('Last')], 'crlf')),
      'tail/tail.go': noNewline(`${tail}\n${leaking('Drop')}`),
      'a space/é 日本.go': goFile([plain('First'), leaking('Drop')], 'quoted'),
      'a space/tab\there "quoted".go': goFile([plain('First'), freeing('Give')], 'quoted'),
      'added/new.go': noNewline(goFile([freeing('Give')], 'added')),
    };
    scene.commit('topic', 'Change', {
      ...after,
      'moved/old.go': undefined,
      'moved/new name.go': movedAfter,
      'gone/gone.go': undefined,
      'data/image.go.png': Uint8Array.of(137, 80, 78, 71, 0, 1, 3),
      'script.go': { executable: goFile([plain('Main')], 'main') },
      'link.go': { linkTo: 'script.go' },
      'third_party/zlib': { submodule: 'b'.repeat(40) },
    });
    const at = (path: keyof typeof after, part: string): string =>
      `${path}:${String(lineOf(after[path], part))}`;
    const drop = 'ckey := C.CString';
    const expected = [
      at('crlf/crlf.go', drop),
      at('tail/tail.go', drop),
      at('a space/é 日本.go', drop),
      at('a space/tab\there "quoted".go', '&buf[0]'),
      at('added/new.go', '&buf[0]'),
      `moved/new name.go:${String(lineOf(movedAfter, '&buf[0]'))}`,
    ].sort();

    for (const { pull, run } of await scene.reviewBothWays()) {
      expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
      expect([...pull.places()].sort()).toEqual(expected);
      expect(run.report().findings).toHaveLength(expected.length);
      expect(annotated(run)).toEqual([]);
      // A symbolic link is no source of its own, and no other file is missing from the review.
      const unread = run.report().notReviewed.filter(({ excluded }) => !excluded);
      expect(unread.filter(({ path }) => path !== 'link.go')).toEqual([]);
    }
  });

  test.concurrent('a file that loses its findings leaves no comment', async () => {
    const scene = await stage.scene({ 'store/store.go': goFile([leaking('Drop'), freeing('Give')]) });
    const pull = await scene.propose({ 'store/store.go': goFile([safe('Drop')]) });
    const run = await pull.review();
    expect(outcome(run)).toEqual({ verdict: 'pass', job: 'passes' });
    expect(pull.view.reviews).toEqual([]);
  });

  test.concurrent('a pure rename and a mode change bring nothing', async () => {
    const text = goFile([leaking('Drop')]);
    const scene = await stage.scene({ 'store/store.go': text, 'store/run.go': goFile([leaking('Run')]) });
    scene.commit('topic', 'Change', {
      'store/store.go': undefined,
      'keys/store.go': text,
      'store/run.go': { executable: goFile([leaking('Run')]) },
    });
    for (const { pull, run } of await scene.reviewBothWays()) {
      expect(outcome(run)).toEqual({ verdict: 'pass', job: 'passes' });
      expect(found(run)).toEqual([]);
      expect(pull.view.reviews).toEqual([]);
    }
  });
});

describe('a cause that is elsewhere than the finding', () => {
  const long = (free: boolean): string => {
    const body = Array.from({ length: 12 }, (_, index) => `\tn += ${String(index)}\n`).join('');
    return goFile([
      plain('First'),
      `// Count stores a key.
func Count(key string) int {
	ckey := C.CString(key)
	n := int(C.put(ckey))
${body}${free ? '\tC.free(unsafe.Pointer(ckey))\n' : ''}\tn *= 2
	return n
}
`,
    ]);
  };

  test.concurrent('a pull request that only removes `C.free` gets its comment in the diff', async () => {
    const scene = await stage.scene({ 'store/store.go': long(true) });
    scene.commit('topic', 'Change', { 'store/store.go': long(false) });
    const allocation = lineOf(long(true), 'C.CString');
    for (const { pull, run } of await scene.reviewBothWays()) {
      expect(found(run)).toEqual([`cstring-leak store/store.go:${String(allocation)}`]);
      const [comment, ...others] = pull.comments();
      expect(others).toEqual([]);
      expect(comment?.path).toBe('store/store.go');
      const removed = lineOf(long(true), 'C.free(');
      expect(Math.abs((comment?.line ?? 0) - removed)).toBeLessThanOrEqual(3);
      // The comment says where the finding itself is.
      expect(comment?.body).toContain(`store/store.go:${String(allocation)}`);
      expect(pull.view.reviews).toHaveLength(1);
    }
  });

  test.concurrent('where all of its steps are out of sight, the comment is on the red line', async () => {
    const far = (text: string): string =>
      text.replace('\tn *= 2\n', Array.from({ length: 12 }, () => '\tn *= 2\n').join(''));
    const scene = await stage.scene({ 'store/store.go': far(long(true)) });
    scene.commit('topic', 'Change', { 'store/store.go': far(long(false)) });
    for (const { pull } of await scene.reviewBothWays()) {
      expect(pull.places()).toEqual([`store/store.go:${String(lineOf(long(true), 'C.free('))} LEFT`]);
      expect(pull.view.threads[0]?.text).toEqual(['\tC.free(unsafe.Pointer(ckey))']);
      expect(pull.comments()[0]?.body).toContain(
        'this comment is on its cause: the change removes `C.free(unsafe.Pointer(ckey))`.',
      );
      const writes = await pull.writesDuring(() => pull.review());
      expect(writes).toEqual([]);
    }
  });

  test.concurrent('a free that is added far above a use gets its comment on the added line', async () => {
    const uses = (early: boolean): string =>
      long(true)
        .replace('\tn := int', `${early ? '\tC.free(unsafe.Pointer(ckey))\n' : ''}\tn := int`)
        .replace('\tn := int(C.put(ckey))\n', '\tn := 1\n')
        .replace('\tC.free(unsafe.Pointer(ckey))\n\tn *= 2', '\tn *= int(C.put(ckey))');
    const base = uses(false).replace('\tn := 1\n', '\tdefer C.free(unsafe.Pointer(ckey))\n\tn := 1\n');
    const scene = await stage.scene({ 'store/store.go': base });
    scene.commit('topic', 'Change', { 'store/store.go': uses(true) });
    const use = `store/store.go:${String(lineOf(uses(true), 'C.put(ckey)'))}`;
    for (const { pull, run } of await scene.reviewBothWays()) {
      expect(found(run)).toEqual([`c-use-after-free ${use}`]);
      expect(pull.places()).toEqual([`store/store.go:${String(lineOf(uses(true), 'C.free('))}`]);
      const body = pull.comments()[0]?.body;
      expect(body).toContain(use);
      expect(body).toContain('this comment is on its cause: the change adds `C.free(unsafe.Pointer(ckey))`.');
    }
  });

  test.concurrent('a finding in an untouched file is in the body', async () => {
    const user = goFile([
      `// Fill fills a key.
func Fill(k key) {
	C.put((*C.char)(unsafe.Pointer(&k[0])))
}
`,
    ]);
    const scene = await stage.scene({
      'store/key.go': 'package store\n\ntype key [16]byte\n',
      'store/store.go': user,
    });
    scene.commit('topic', 'Change', { 'store/key.go': 'package store\n\ntype key []byte\n' });
    const place = `store/store.go:${String(lineOf(user, '&k[0]'))}`;
    for (const { pull, run } of await scene.reviewBothWays()) {
      expect(found(run)).toEqual([`go-string-data-as-cstring ${place}`, `empty-slice-index-zero ${place}`]);
      expect(pull.view.threads).toEqual([]);
      expect(pull.view.reviews).toMatchObject([{ body: expect.stringContaining(place) }]);
      expect(run.summary).toContain(place);
    }
  });

  test.concurrent('a finding of several lines is commented as far as the diff shows it', async () => {
    const header = (type: string, comments: number): string => `package header

import (
	"reflect"
	"unsafe"
)

type other struct{ Data uintptr; Len, Cap int }

var _ = reflect.TypeOf(unsafe.Pointer(nil))

func bytes(data uintptr, n int) any {
	return ${type}{
		Data: data,
${'\t\t// A line.\n'.repeat(comments)}		Len:  n,
	}
}
`;
    const scene = await stage.scene({ 'short/h.go': header('other', 0), 'long/h.go': header('other', 20) });
    const after = { short: header('reflect.SliceHeader', 0), long: header('reflect.SliceHeader', 20) };
    scene.commit('topic', 'Change', { 'short/h.go': after.short, 'long/h.go': after.long });
    const first = lineOf(after.short, 'reflect.SliceHeader{');
    for (const { pull, run } of await scene.reviewBothWays()) {
      expect(found(run).sort()).toEqual(
        ['long', 'short'].map((folder) => `unsafe-slice-header-literal ${folder}/h.go:${String(first)}`),
      );
      const comments = pull.comments().map(({ path, startLine, line }) => ({ path, startLine, line }));
      expect(comments).toEqual(
        expect.arrayContaining([
          { path: 'short/h.go', startLine: first, line: lineOf(after.short, 'Len:  n') + 1 },
          { path: 'long/h.go', startLine: first, line: first + 3 },
        ]),
      );
    }
  });
});

describe('what cannot be read is said', () => {
  const broken = `${goFile([safe('Keep')])}\nfunc Broken( {\n\treturn\n}\n`;
  const latin1 = Buffer.concat([Buffer.from(`${goFile([safe('Keep')])}// caf`), Buffer.from([0xe9, 0x0a])]);

  test.concurrent.each([
    ['a syntax error', broken, /syntax error/],
    ['text that is no UTF-8', latin1, /not valid UTF-8/],
  ])('%s: incomplete, and the job fails unless on-incomplete says otherwise', async (_, content, reason) => {
    const scene = await stage.scene({ 'store/store.go': goFile([safe('Keep')]) });
    scene.commit('topic', 'Change', {
      'store/broken.go': content,
      'fine/fine.go': goFile([safe('Fine')], 'fine'),
    });
    for (const { pull, run } of await scene.reviewBothWays()) {
      expect(outcome(run)).toEqual({ verdict: 'incomplete', job: 'fails' });
      expect(run.outputs).toMatchObject({ findings: '0', 'not-reviewed': '1' });
      expect(run.report().notReviewed).toEqual([
        { path: 'store/broken.go', reason: expect.stringMatching(reason), excluded: false },
      ]);
      expect(run.summary).toContain('### Not analysed');
      expect(run.summary).toContain('store/broken.go');
      const tolerant = await pull.review({ inputs: { 'on-incomplete': 'pass' } });
      expect(outcome(tolerant)).toEqual({ verdict: 'incomplete', job: 'passes' });
      expect(pull.view.reviews).toEqual([]);
    }
  });

  test.concurrent('a finding beside such a file is reported, and the body says what is missing', async () => {
    const scene = await stage.scene({});
    const pull = await scene.propose({
      'store/broken.go': broken,
      'store/store.go': goFile([freeing('Give')]),
    });
    const run = await pull.review();
    expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
    expect(pull.places()).toEqual([`store/store.go:${String(lineOf(goFile([freeing('Give')]), '&buf[0]'))}`]);
    expect(pull.view.reviews[0]?.body).toContain('store/broken.go');
  });
});

describe('what is not looked at is said', () => {
  test.concurrent(
    'vendored, generated and test data: listed as excluded, and the verdict is pass',
    async () => {
      const scene = await stage.scene({});
      const excluded = {
        'vendor/example.com/zip/zip.go': goFile([freeing('Zip')], 'zip'),
        'store/testdata/case.go': goFile([freeing('Case')]),
        'store/generated.go': `// Code generated by a tool. DO NOT EDIT.\n\n${goFile([freeing('Made')])}`,
      };
      scene.commit('topic', 'Change', excluded);
      for (const { pull, run } of await scene.reviewBothWays()) {
        expect(outcome(run)).toEqual({ verdict: 'pass', job: 'passes' });
        expect(found(run)).toEqual([]);
        const listed = run.report().notReviewed;
        expect(listed.map(({ path }) => path).sort()).toEqual(Object.keys(excluded).sort());
        expect(listed.every((file) => file.excluded)).toBe(true);
        expect(run.outputs['not-reviewed']).toBe('0');
        for (const path of Object.keys(excluded)) expect(run.summary).toContain(path);
        expect(run.summary).not.toMatch(/^## cgo-review: No findings/);
        expect(pull.view.reviews).toEqual([]);
      }
    },
  );

  test.concurrent.each([
    ['only a text', { 'README.md': '# Changed\n' }],
    ['only Go without C and unsafe', { 'pure/pure.go': `package pure\n\n${plain('Add')}` }],
    ['only the module file', { 'go.mod': 'module example.com/store\n\ngo 1.22\n' }],
  ])('a change of %s passes, and nothing is posted', async (_, files) => {
    const scene = await stage.scene({ 'store/store.go': goFile([leaking('Old')]) });
    scene.commit('topic', 'Change', files);
    for (const { pull, run } of await scene.reviewBothWays()) {
      expect(run.status).toBe(0);
      expect(run.outputs).toMatchObject({
        verdict: 'pass',
        findings: '0',
        'not-reviewed': '0',
        'review-url': '',
      });
      expect(run.summary).toMatch(/^## cgo-review: No /);
      expect(pull.view.reviews).toEqual([]);
      expect(annotated(run)).toEqual([]);
    }
  });
});
