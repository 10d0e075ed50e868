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

const before = goFile([plain('First'), safe('Keep'), plain('Last')]);
const after = goFile([plain('First'), safe('Keep'), plain('Last'), freeing('Give'), leaking('Drop')]);

describe('what was said once is not said again', () => {
  test.concurrent(
    'a second run, one after the lines moved, and one after a rebase write nothing',
    async () => {
      const scene = await stage.scene({ 'store/store.go': before });
      const pull = await scene.propose({ 'store/store.go': after });
      const writes = await pull.writesDuring(() => pull.review());
      expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([
        `POST /repos/${scene.name}/pulls/${String(pull.number)}/reviews`,
      ]);
      const said = pull.comments();
      expect(said.map(({ path, line }) => [path, line])).toEqual([
        ['store/store.go', lineOf(after, '&buf[0]')],
        ['store/store.go', lineOf(after, 'func Drop') + 1],
      ]);

      const silent = async (): Promise<void> => {
        const more = await pull.writesDuring(async () => {
          const run = await pull.review();
          expect(outcome(run)).toEqual({ verdict: 'fail', job: 'fails' });
          expect(found(run)).toHaveLength(2);
          expect(run.summary).toContain('### Findings');
          expect(annotated(run)).toEqual([]);
          expect(run.outputs['review-url']).toBe('');
        });
        expect(more).toEqual([]);
        expect(pull.comments().map(({ body }) => body)).toEqual(said.map(({ body }) => body));
      };
      await silent();

      await pull.push({ 'store/store.go': after.replace('// First', '// One more line.\n//\n// First') });
      await silent();
      expect(pull.places()).toContain(`store/store.go:${String(lineOf(after, '&buf[0]') + 2)}`);

      // A rebase onto a base that moved on, with the same difference; GitHub marks the old comments as outdated.
      scene.commit('main', 'Move on', {
        'store/store.go': before.replace('var _', '// One.\n// Two.\nvar _'),
      });
      scene.repository.git('checkout', '--quiet', 'topic');
      scene.repository.git('rebase', '--quiet', 'main');
      await pull.update();
      expect(pull.head).toBe(pull.view.head);
      await silent();
    },
  );

  test.concurrent('a file that is renamed by a later push keeps its comments', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    const pull = await scene.propose({ 'store/store.go': after });
    await pull.review();
    await pull.push({ 'store/store.go': undefined, 'store/keys.go': after });
    const writes = await pull.writesDuring(async () => {
      expect(found(await pull.review())).toHaveLength(2);
    });
    expect(writes).toEqual([]);
  });

  test.concurrent('a new finding of a later push is one review with that comment alone', async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    const pull = await scene.propose({ 'store/store.go': after });
    await pull.review();
    expect(pull.view.reviews).toHaveLength(1);
    const more = `${after}\n${freeing('Return')}`;
    await pull.push({ 'store/store.go': more });
    const writes = await pull.writesDuring(() => pull.review());
    expect(writes).toHaveLength(1);
    expect(pull.view.reviews).toHaveLength(2);
    expect(pull.view.reviews[1]).toMatchObject({
      commit: pull.head,
      body: expect.stringContaining('1 new finding'),
    });
    expect(pull.view.reviews[1]?.body).toContain('2 findings of earlier reviews still hold');
    const [, , third, ...others] = pull.comments();
    expect(third?.line).toBe(more.slice(0, more.lastIndexOf('&buf[0]')).split('\n').length);
    expect(others).toEqual([]);
  });
});

test.concurrent(
  'a suggestion that is accepted mends the code, and the next run is clean and silent',
  async () => {
    const scene = await stage.scene({ 'store/store.go': before });
    const text = goFile([plain('First'), safe('Keep'), leaking('Drop')]);
    const pull = await scene.propose({ 'store/store.go': text });
    await pull.review();
    const [comment] = pull.comments();
    const suggested = /^```suggestion\n(?<lines>[^]*?)\n```$/m.exec(comment?.body ?? '')?.groups?.['lines'];
    if (comment?.line === undefined || suggested === undefined) throw new Error('there is no suggestion');
    const lines = text.split('\n');
    const first = comment.startLine ?? comment.line;
    lines.splice(first - 1, comment.line - first + 1, ...suggested.split('\n'));
    expect(lines.join('\n')).toBe(goFile([plain('First'), safe('Keep'), safe('Drop')]));

    await pull.push({ 'store/store.go': lines.join('\n') });
    const writes = await pull.writesDuring(async () => {
      expect(outcome(await pull.review({ inputs: { 'fail-on': 'info' } }))).toEqual({
        verdict: 'pass',
        job: 'passes',
      });
    });
    expect(writes).toEqual([]);
  },
);

describe('what people did with a comment stands', () => {
  test.concurrent(
    'a resolved thread is not posted anew, and one with an answer not a second time',
    async () => {
      const scene = await stage.scene({ 'store/store.go': before });
      const pull = await scene.propose({ 'store/store.go': after });
      await pull.review();
      const [first, second] = pull.view.threads.map(({ comments }) => comments[0]?.id ?? 0);
      stage.hub.resolveThread(scene.name, pull.number, first ?? 0, 'maintainer');
      await stage.hub.reply(scene.name, pull.number, second ?? 0, {
        author: 'contributor',
        body: 'On purpose.',
      });
      await pull.push({ 'store/store.go': after.replace('sum := a + b', 'sum := b + a') });
      const threads = pull.view.threads;
      const writes = await pull.writesDuring(() => pull.review());
      expect(writes).toEqual([]);
      expect(pull.view.threads).toEqual(threads);
      expect(pull.view.threads).toMatchObject([
        { resolved: true },
        { comments: [{}, { body: 'On purpose.' }] },
      ]);
    },
  );

  test.concurrent(
    'a marker in the comment of another user neither silences a finding nor is that comment touched',
    async () => {
      const scene = await stage.scene({ 'store/store.go': before });
      const pull = await scene.propose({ 'store/store.go': after });
      await pull.review();
      const [body] = pull.comments().map((comment) => comment.body);
      expect(body).toContain('<!-- cgo-review:v1 fp=');

      scene.branch('again', pull.head);
      const again = await scene.open({ head: 'again' });
      const line = lineOf(after, 'func Give');
      const forged = { author: 'mallory', body: body ?? '', path: 'store/store.go', line } as const;
      await stage.hub.comment(scene.name, again.number, forged);
      // Nor is an account ours whose name only looks like it.
      await stage.hub.comment(scene.name, again.number, { ...forged, author: 'github-actions' });
      const writes = await again.writesDuring(() => again.review());
      expect(writes).toHaveLength(1);
      expect(again.comments()).toEqual(pull.comments());
      for (const author of ['mallory', 'github-actions']) {
        expect(again.comments(author)).toMatchObject([{ line, body }]);
      }
    },
  );
});

describe('what was there before the change is not reported', () => {
  test.concurrent('also where the change touches the lines around it', async () => {
    const old = goFile([plain('First'), leaking('Drop'), freeing('Give'), plain('Last')]);
    const scene = await stage.scene({ 'store/store.go': old });
    const changed = old
      .replace('// Drop stores a key.', '// Drop stores a key.\n// It says nothing.')
      .replace('buf := make([]byte, n+1)', 'buf := make([]byte, n+1)\n\tbuf[0] = 1');
    const pull = await scene.propose({ 'store/store.go': `${changed}\n${plain('More')}` });
    const run = await pull.review();
    expect(outcome(run)).toEqual({ verdict: 'pass', job: 'passes' });
    expect(found(run)).toEqual([]);
    expect(run.summary).toContain('2 findings were there before the change');
    expect(pull.view.reviews).toEqual([]);
  });

  test.concurrent('also where the file is renamed and edited', async () => {
    const old = goFile([plain('First'), leaking('Drop'), freeing('Give'), plain('Last')]);
    const scene = await stage.scene({ 'store/store.go': old });
    const pull = await scene.propose({
      'store/store.go': undefined,
      'store/keys.go': old.replace('// First', '// A line.\n//\n// First'),
    });
    for (const workspace of [undefined, pull.checkout(0)]) {
      const run = await pull.review(workspace === undefined ? {} : { workspace });
      expect(outcome(run)).toEqual({ verdict: 'pass', job: 'passes' });
      expect(found(run)).toEqual([]);
    }
    expect(pull.view.reviews).toEqual([]);
  });

  test.concurrent('a second mistake of the same kind in the same function is', async () => {
    const old = goFile([leaking('Drop')]);
    const scene = await stage.scene({ 'store/store.go': old });
    const twice = old.replace(
      '\treturn int(C.put(ckey))',
      '\tother := C.CString(key)\n\tC.put(other)\n\treturn int(C.put(ckey))',
    );
    const pull = await scene.propose({ 'store/store.go': twice });
    await pull.review();
    expect(pull.places()).toEqual([`store/store.go:${String(lineOf(twice, 'other := C.CString'))}`]);
  });
});
