import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryRepository } from '../git-repository.ts';
import { head, leak, run, useAfterFree } from './run-cli.ts';
import type { Outcome } from './run-cli.ts';

const freed =
  'func Freed(s string) {\n\tcs := C.CString(s)\n\tdefer C.free(unsafe.Pointer(cs))\n\tC.puts(cs)\n}\n';

/** On `main` a leak; on `topic`, which is checked out, an error besides. */
let repository: TemporaryRepository;
beforeAll(() => {
  repository = TemporaryRepository.create();
  repository.commit('Start', { 'a/a.go': head + leak + freed });
  repository.git('checkout', '--quiet', '-b', 'topic');
  repository.commit('Topic', { 'a/b.go': head + useAfterFree });
});
afterAll(() => repository.dispose());

function cli(...args: string[]): Promise<Outcome> {
  return run(repository.root, args, repository.environment);
}

async function fingerprints(): Promise<Map<string, string>> {
  const { out } = await cli('audit', '--format', 'json');
  const { findings } = JSON.parse(out) as { findings: { ruleId: string; fingerprint: string }[] };
  return new Map(findings.map(({ ruleId, fingerprint }) => [ruleId, fingerprint]));
}

describe('explain', () => {
  test('says of a finding by its fingerprint why it is reported, with the states along its path', async () => {
    const fingerprint = (await fingerprints()).get('c-use-after-free') ?? '';
    for (const text of [fingerprint, fingerprint.slice(0, 12), fingerprint.slice(3, 12)]) {
      const { status, out, error } = await cli('explain', text);
      expect({ status, error }).toEqual({ status: 0, error: 'Compared with the merge base of main.\n' });
      expect(out).toMatch(/^Reported: `p` is used after `C\.free`.* \[c-use-after-free\]\n/);
      expect(out).toMatch(/^ +9 │ C\.free\(unsafe\.Pointer\(p\)\) {2}`p` is freed/m);
      expect(out).toContain('the change caused it');
    }
  });

  test('says of a finding that was there before that only an audit reports it', async () => {
    const fingerprint = (await fingerprints()).get('cstring-leak') ?? '';
    expect((await cli('explain', fingerprint)).out).toMatch(
      /^Reported by an audit only: the change did not cause it\n/,
    );
  });

  test('says of a line why nothing was reported', async () => {
    const { status, out } = await cli('explain', 'a/a.go:13');
    expect(out).toMatch(
      /^Not reported: `cs` is freed on every path that leaves the function \[cstring-leak\]\n/,
    );
    expect(status).toBe(0);
  });

  test('takes a file relative to the current directory, and prints JSON', async () => {
    const there = await run(
      join(repository.root, 'a'),
      ['explain', 'b.go:10', '--format', 'json'],
      repository.environment,
    );
    const explanation = JSON.parse(there.out) as { schemaVersion: number; findings: { ruleId: string }[] };
    expect(explanation.schemaVersion).toBe(1);
    expect(explanation.findings.map(({ ruleId }) => ruleId)).toEqual(['c-use-after-free']);
  });

  test('takes a file as a report names it, from the root of the repository', async () => {
    const there = await run(join(repository.root, 'a'), ['explain', 'a/b.go:10'], repository.environment);
    expect(there.out).toMatch(/^Reported: /);
    const outside = await run(
      join(repository.root, '..'),
      ['explain', join(repository.root, 'a/b.go:10')],
      repository.environment,
    );
    expect(outside.out).toBe(there.out);
  });

  test('needs no base', async () => {
    const own = TemporaryRepository.create();
    try {
      own.write({ 'a.go': head + leak });
      const { status, out, error } = await run(own.root, ['explain', 'a.go:9'], own.environment);
      expect({ status, error }).toEqual({ status: 0, error: '' });
      expect(out).toMatch(/^Reported: `cs` from `C\.CString` is never freed \[cstring-leak\]\n/);
    } finally {
      own.dispose();
    }
  });

  test.each([
    ['a/a.go:999', /^cgo-review: a\/a\.go has \d+ lines, and none with the number 999: .*\.\n$/],
    ['none.go:1', /^cgo-review: There is no file none\.go in the work tree: name one that is there\.\n$/],
    ['v1:0123456789', /^cgo-review: .*v1:0123456789.*\.\n$/],
    ['a/a.go', /^cgo-review: "a\/a\.go" is neither a fingerprint nor FILE:LINE: .*\.\n$/],
    ['/etc/passwd:1', /^cgo-review: \/etc is not in a git repository\.\n$/],
  ])('%s is a mistake', async (target, message) => {
    const { status, out, error } = await cli('explain', target);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error.replace('Compared with the merge base of main.\n', '')).toMatch(message);
  });
});

describe('the current directory', () => {
  test('may be reached through a symbolic link', async () => {
    const link = join(repository.root, '..', 'link');
    symlinkSync(repository.root, link);
    const { status, out } = await run(link, ['audit', 'a'], { ...repository.environment, PWD: link });
    expect(status).toBe(1);
    expect(out).toContain('a/b.go:10:9: error');
  });

  test('is what is looked at where no path is named, and where the configuration is found', async () => {
    const empty = join(repository.root, 'empty');
    mkdirSync(empty);
    repository.write({ 'empty/policy.yml': 'fail-on: warning\n' });
    expect((await run(empty, ['audit'], repository.environment)).out).toMatch(
      /^No file had to be analysed\./,
    );
    const up = await run(
      empty,
      ['audit', '..', '--config', 'policy.yml', '--rules', 'CGO101'],
      repository.environment,
    );
    expect(up.out).not.toContain('c-use-after-free');
    expect(up.status).toBe(1);
    repository.write({ 'empty/policy.yml': undefined });
  });
});

describe('what a review compares', () => {
  const edited = `${head}${leak}${freed}${leak.replace('Leak', 'Edited')}`;
  const warning = /^a\/a\.go:18:8: warning/m;

  test('the index, whatever the work tree holds', async () => {
    const own = TemporaryRepository.create();
    try {
      own.commit('Start', { 'a/a.go': head + leak + freed });
      own.write({ 'a/a.go': edited });
      own.git('add', '--all');
      own.write({ 'a/a.go': head });
      const { out } = await run(own.root, ['review', '--staged'], own.environment);
      expect(out).toMatch(warning);
      expect(out.match(/^\S+:\d+:\d+: /gm)).toHaveLength(1);
    } finally {
      own.dispose();
    }
  });

  test('a patch, put onto the work tree or found in it', async () => {
    const own = TemporaryRepository.create();
    try {
      own.commit('Start', { 'a/a.go': head + leak + freed });
      own.write({ 'a/a.go': edited });
      const input = own.git('diff');
      const reverse = await run(own.root, ['review', '--patch', '-'], own.environment, { input });
      expect(reverse.error).toBe(
        'The patch is in the work tree already: compared with the work tree without it.\n',
      );
      expect(reverse.out).toMatch(warning);
      own.git('checkout', '--quiet', '.');
      const forward = await run(own.root, ['review', '--patch', '-'], own.environment, { input });
      expect(forward.error).toBe('The patch is reviewed on top of the work tree.\n');
      expect(forward.out.split('\n').slice(0, 5)).toEqual(reverse.out.split('\n').slice(0, 5));
    } finally {
      own.dispose();
    }
  });

  test('a patch with the paths of the current directory', async () => {
    const own = TemporaryRepository.create();
    try {
      own.commit('Start', { 'a/a.go': head + leak + freed });
      own.write({ 'a/a.go': edited });
      const input = own.git('diff', '--relative=a');
      own.git('checkout', '--quiet', '.');
      const there = await run(join(own.root, 'a'), ['review', '--patch', '-'], own.environment, { input });
      expect(there.out).toMatch(warning);
      const at = await run(own.root, ['review', '--patch', '-'], own.environment, { input });
      expect(at.error).toMatch(
        /^cgo-review: The patch does not apply to the work tree: `a\.go` is not there/,
      );
    } finally {
      own.dispose();
    }
  });

  test('an empty patch', async () => {
    const { status, out, error } = await run(
      repository.root,
      ['review', '--patch', '-'],
      repository.environment,
      {
        input: '',
      },
    );
    expect(error).toBe('The patch changes no file.\n');
    expect(out).toMatch(/^No file had to be analysed\.\n/);
    expect(status).toBe(0);
  });

  test('quietly where it is asked to', async () => {
    const { out, error } = await cli('review', '--base', 'topic', '--quiet');
    expect({ out, error }).toEqual({ out: '', error: '' });
  });
});
