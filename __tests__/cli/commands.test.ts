import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { renderRule, renderRuleList } from '../../src/entry/cli/rules.ts';
import { version } from '../../src/entry/product.ts';
import { registry } from '../../src/rules/registry.generated.ts';
import { TemporaryRepository } from '../git-repository.ts';
import { broken, head, leak, places, run, useAfterFree } from './run-cli.ts';
import type { Outcome } from './run-cli.ts';

/** One repository: `main` has a leak in old.go, `topic` adds one error and one warning. */
let repository: TemporaryRepository;
let started: string;
beforeAll(() => {
  repository = TemporaryRepository.create();
  started = repository.commit('Start', {
    'old.go': head + leak,
    'sub/sub.go': head + leak.replace('Leak', 'Sub'),
    'README.md': 'Read me.\n',
  });
  repository.git('checkout', '--quiet', '-b', 'topic');
  repository.commit('Topic', {
    'old.go': `${head}// Leak leaks.\n${leak}`,
    'new.go': head + useAfterFree.replace('Use', 'New'),
    'sub/more.go': `package a\n\nimport "C"\n\n${leak.replace('Leak', 'More')}`,
  });
});
afterAll(() => repository.dispose());

function cli(...args: string[]): Promise<Outcome> {
  return run(repository.root, args, repository.environment);
}

describe('review', () => {
  test('reports what a change caused, and its exit status is that of an error', async () => {
    const { status, out, error } = await cli('review', '--base', 'main', '--head', 'topic');
    expect({ status, error }).toEqual({ status: 1, error: '' });
    expect(places(out)).toEqual(['new.go:10 error', 'sub/more.go:6 warning']);
    expect(out).toContain('[c-use-after-free]');
    expect(out).not.toContain('\u001b');
  });

  test('starts from the default branch, and says so', async () => {
    const { out, error } = await cli('review', '--head', 'topic');
    expect(error).toBe('Compared with the merge base of main.\n');
    expect(places(out)).toEqual(['new.go:10 error', 'sub/more.go:6 warning']);
  });

  test('of a directory takes what lies in it, and a warning fails only when asked to', async () => {
    const below = await cli('review', '--base', 'main', '--head', 'topic', 'sub');
    expect(places(below.out)).toEqual(['sub/more.go:6 warning']);
    expect(below.status).toBe(0);
    const there = await run(
      join(repository.root, 'sub'),
      ['review', '--base', 'main', '--head', 'topic', '--fail-on', 'warning'],
      repository.environment,
    );
    expect(places(there.out)).toEqual(['sub/more.go:6 warning']);
    expect(there.status).toBe(1);
  });

  test('nothing fails with --fail-on never', async () => {
    expect((await cli('review', '--base', 'main', '--head', 'topic', '--fail-on', 'never')).status).toBe(0);
  });

  test('a change without a finding is clean', async () => {
    const { status, out } = await cli('review', '--base', 'topic', '--head', 'main');
    expect(status).toBe(0);
    expect(places(out)).toEqual([]);
  });

  describe('of the work tree', () => {
    let dirty: TemporaryRepository;
    beforeAll(() => {
      dirty = TemporaryRepository.create();
      dirty.commit('Start', { 'old.go': head + leak, '.gitignore': 'ignored.go\n' });
      dirty.write({
        'old.go': `${head}${leak}${leak.replace('Leak', 'Edited')}`,
        'staged.go': head + leak.replace('Leak', 'Staged'),
        'untracked.go': head + leak.replace('Leak', 'Untracked'),
        'ignored.go': head + leak.replace('Leak', 'Ignored'),
      });
      dirty.git('add', 'staged.go');
    });
    afterAll(() => dirty.dispose());

    test('sees edited, staged and untracked files, and no ignored one', async () => {
      const { status, out } = await run(dirty.root, ['review'], dirty.environment);
      expect(places(out)).toEqual(['old.go:13 warning', 'staged.go:9 warning', 'untracked.go:9 warning']);
      expect(status).toBe(0);
    });

    test('is not seen where a head is named', async () => {
      const { out } = await run(dirty.root, ['review', '--head', 'main'], dirty.environment);
      expect(places(out)).toEqual([]);
    });

    test('is audited whole', async () => {
      const { out } = await run(dirty.root, ['audit'], dirty.environment);
      expect(places(out)).toEqual([
        'old.go:9 warning',
        'old.go:13 warning',
        'staged.go:9 warning',
        'untracked.go:9 warning',
      ]);
    });
  });
});

describe('audit', () => {
  test('reports all of a tree', async () => {
    const { status, out, error } = await cli('audit', '--head', started);
    expect({ status, error }).toEqual({ status: 0, error: '' });
    expect(places(out)).toEqual(['old.go:9 warning', 'sub/sub.go:9 warning']);
  });
});

describe('formats', () => {
  test('json is one document', async () => {
    const { status, out } = await cli('review', '--base', 'main', '--head', 'topic', '--format', 'json');
    const report = JSON.parse(out) as {
      schemaVersion: number;
      mode: string;
      verdict: string;
      findings: { ruleId: string; path: string; line: number }[];
    };
    expect(status).toBe(1);
    expect(report).toMatchObject({ schemaVersion: 1, mode: 'review', verdict: 'fail', base: started });
    expect(report.findings.map(({ ruleId, path, line }) => [ruleId, path, line])).toEqual([
      ['c-use-after-free', 'new.go', 10],
      ['cstring-leak', 'sub/more.go', 6],
    ]);
  });

  test('sarif is one document', async () => {
    const { status, out } = await cli('audit', '--head', 'main', '--format', 'sarif');
    const log = JSON.parse(out) as { version: string; runs: { results: { ruleId: string }[] }[] };
    expect(status).toBe(0);
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(['cstring-leak', 'cstring-leak']);
  });

  test('colour is for terminals, whatever NO_COLOR says', async () => {
    for (const value of ['1', '']) {
      const { out } = await run(repository.root, ['audit', '--head', 'main'], {
        ...repository.environment,
        NO_COLOR: value,
      });
      expect(out).toContain('cstring-leak');
      expect(out).not.toContain('\u001b');
    }
  });
});

describe('the configuration', () => {
  const configured = async (files: Readonly<Record<string, string>>, ...args: string[]): Promise<Outcome> => {
    const own = TemporaryRepository.create();
    try {
      own.commit('Start', { 'a.go': head + leak + useAfterFree, ...files });
      return await run(own.root, args, own.environment);
    } finally {
      own.dispose();
    }
  };

  test('of the work tree decides', async () => {
    const { status, out } = await configured(
      { '.github/cgo-review.yml': 'fail-on: warning\nrules:\n  CGO104: off\n' },
      'audit',
    );
    expect(places(out)).toEqual(['a.go:9 warning']);
    expect(status).toBe(1);
  });

  test('a flag decides before it', async () => {
    const { status } = await configured(
      { '.github/cgo-review.yml': 'fail-on: warning\n' },
      'audit',
      '--fail-on',
      'never',
    );
    expect(status).toBe(0);
  });

  test('can be another file, and only report', async () => {
    const { status, out } = await configured(
      { 'ci/policy.yml': 'report-only: true\n' },
      'audit',
      '--config',
      'ci/policy.yml',
    );
    expect(places(out)).toHaveLength(2);
    expect(status).toBe(0);
  });

  test.each([
    [
      'an unknown key',
      { '.github/cgo-review.yml': 'exclude: []\nfail_on: error\n' },
      [],
      /^cgo-review: \.github\/cgo-review\.yml:2:1: there is no setting "fail_on"; did you mean "fail-on"\?$/,
    ],
    [
      'an unknown rule',
      { '.github/cgo-review.yml': 'rules:\n  cstring-leek: off\n' },
      [],
      /^cgo-review: \.github\/cgo-review\.yml:2:3: there is no rule "cstring-leek"; did you mean "cstring-leak"\?$/,
    ],
    [
      'no YAML',
      { '.github/cgo-review.yml': 'fail-on: [error\n' },
      [],
      /^cgo-review: \.github\/cgo-review\.yml:\d+:\d+: this is not valid YAML: .*\.$/,
    ],
    [
      'no text',
      { '.github/cgo-review.yml': '\u0000' },
      [],
      /^cgo-review: The configuration \.github\/cgo-review\.yml holds a NUL byte/,
    ],
    [
      'a file that is named and not there',
      {},
      ['--config', 'ci/policy.yml'],
      /^cgo-review: .*ci\/policy\.yml/,
    ],
  ] as const)('%s is a mistake that is told with its place', async (_name, files, args, message) => {
    const { status, out, error } = await configured(files, 'audit', ...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error.trimEnd()).toMatch(message);
    expect(error.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('the exit status', () => {
  test.each([
    ['3 where a file does not parse', { 'a.go': head + broken }, [], 3],
    ['3 where a warning below the threshold is found besides', { 'a.go': head + leak + broken }, [], 3],
    ['1 where a finding at the threshold is found besides', { 'a.go': head + useAfterFree + broken }, [], 1],
    [
      '0 where only excluded files are not read',
      { 'vendor/x/a.go': head + leak, 'b.go': 'package a\n' },
      [],
      0,
    ],
    ['0 in a repository without Go', { 'README.md': 'Nothing.\n' }, [], 0],
  ] as const)('is %s', async (_name, files, args, expected) => {
    const own = TemporaryRepository.create();
    try {
      own.commit('Start', files);
      const { status, error } = await run(own.root, ['audit', ...args], own.environment);
      expect({ status, error }).toEqual({ status: expected, error: '' });
    } finally {
      own.dispose();
    }
  });
});

describe('a mistake of the user is one sentence on standard error, and exit status 2', () => {
  test.each([
    ['an unknown command', ['reviev'], /"reviev" is no command; the nearest is review/],
    ['an unknown flag', ['review', '--nope'], /: There is no option --nope\. See --help\./],
    ['a flag without its value', ['review', '--base'], /: --base needs a value\. See --help\./],
    [
      'a flag for a value',
      ['review', '--base', '--head', 'main'],
      /: Option '--base' argument is ambiguous\. See --help\./,
    ],
    [
      'a value for a flag that has none',
      ['--version=1'],
      /: Option '--version' does not take an argument\. See --help\./,
    ],
    [
      'an unknown rule',
      ['rules', 'cstring-leek'],
      /"cstring-leek" is no rule; the nearest is cstring-leak\./,
    ],
    ['a revision that does not exist', ['review', '--base', 'nowhere'], /The revision `nowhere` is not in /],
    ['a head that does not exist', ['audit', '--head', 'nowhere'], /The revision `nowhere` is not in /],
    [
      'a directory that does not exist',
      ['audit', 'nowhere'],
      /nowhere is neither a file nor a directory of what is looked at\./,
    ],
    ['a directory outside of any repository', ['audit', tmpdir()], / is not in a git repository\./],
  ])('%s', async (_name, args, message) => {
    const { status, out, error } = await cli(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toMatch(/^cgo-review: [^\n]*[.?]\n$/);
    expect(error).toMatch(message);
    expect(error).not.toMatch(/\bat .*:\d+:\d+|ConfigurationError|a bug/);
  });

  test('no default branch', async () => {
    const own = TemporaryRepository.create();
    try {
      own.commit('Start', { 'a.go': head });
      own.git('branch', '--move', 'odd');
      own.git('branch', 'strange');
      const { status, error } = await run(own.root, ['review'], own.environment);
      expect(status).toBe(2);
      expect(error).toMatch(/^cgo-review: The repository has no default branch[^\n]*--base[^\n]*\.\n$/);
    } finally {
      own.dispose();
    }
  });

  test('the .git directory is no work tree', async () => {
    const directory = join(repository.root, '.git', 'hooks');
    mkdirSync(directory, { recursive: true });
    const { status, error } = await run(directory, ['audit'], repository.environment);
    expect(status).toBe(2);
    expect(error).toMatch(/^cgo-review: .* is not in the work tree of a git repository/);
  });
});

describe('rules, help and version', () => {
  test.each([
    ['rules', renderRuleList(registry, 'text')],
    ['rules c-double-free', renderRule(registry, 'c-double-free', 'text')],
    ['--version', `cgo-review ${version}\n`],
  ])('%s is printed outside of any repository', async (line, expected) => {
    expect(await run(tmpdir(), line.split(' '), repository.environment)).toEqual({
      status: 0,
      out: expected,
      error: '',
    });
  });

  test('the list has every rule with its code, severity and title on a line', () => {
    const lines = renderRuleList(registry, 'text').trimEnd().split('\n');
    expect(lines).toHaveLength(registry.length);
    registry.forEach(({ rule }, i) => {
      for (const part of [rule.code, rule.id, rule.severity, rule.docs.title])
        expect(lines[i]).toContain(part);
    });
  });

  test.each(registry.map(({ rule }) => [rule.id, rule.code]))(
    '%s is documented under its id and its code',
    (id, code) => {
      const page = renderRule(registry, id, 'text');
      expect(renderRule(registry, code, 'text')).toBe(page);
      const found = registry.find(({ rule }) => rule.id === id);
      for (const line of found?.remediation.split('\n') ?? ['no rule']) expect(page).toContain(line);
      expect(page).toContain(found?.rule.docs.contract.url);
      expect(page).not.toMatch(/[ \t]+$/m);
    },
  );

  test('the help names every command, flag and exit status', async () => {
    const { status, out } = await run(tmpdir(), ['--help'], repository.environment);
    expect(status).toBe(0);
    const words = ['review', 'audit', 'explain', 'rules', 'sanitize', 'fixture', ' 70 '];
    const flags = [
      'base',
      'head',
      'staged',
      'patch',
      'format',
      'fail-on',
      'rules',
      'config',
      'quiet',
      'verbose',
    ];
    flags.push(
      'no-color',
      'parser',
      'sanitize',
      'sanitize-fixtures',
      'sanitize-report',
      'linters',
      'version',
    );
    for (const word of [...words, ...flags.map((flag) => `--${flag}`), '--help']) expect(out).toContain(word);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  });
});
