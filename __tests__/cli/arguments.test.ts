import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../src/base/errors.ts';
import { formats, parseCommand } from '../../src/entry/cli/arguments.ts';

const options = {
  paths: [],
  failOn: undefined,
  config: undefined,
  rules: undefined,
  detail: 'normal',
  color: true,
  parser: 'wasm',
};
const text = { format: 'text', file: undefined };
const workTree = { kind: 'revisions', base: undefined, head: undefined };
const review = { kind: 'review', ...options, comparison: workTree, outputs: [text] };
const audit = { kind: 'audit', ...options, head: undefined, outputs: [text] };
const sanitize = { kind: 'sanitize', ...options, comparison: workTree, report: 'run.json' };
const fixture = { kind: 'fixture', ...options, comparison: workTree, target: 'a.go:3' };
const explain = { kind: 'explain', ...options, comparison: workTree, format: 'text' };

function parse(line: string): unknown {
  return parseCommand(line === '' ? [] : line.split(' '));
}

describe('the command line', () => {
  test.each([
    ['--help', { kind: 'help' }],
    ['-h', { kind: 'help' }],
    ['review --help', { kind: 'help' }],
    ['--version', { kind: 'version' }],
    ['rules', { kind: 'rules', rule: undefined, format: 'text' }],
    ['rules CGO101', { kind: 'rules', rule: 'CGO101', format: 'text' }],
    ['rules --format json', { kind: 'rules', rule: undefined, format: 'json' }],
    ['review', review],
    ['audit', audit],
    [
      'review --base a --head b sub',
      { ...review, comparison: { kind: 'revisions', base: 'a', head: 'b' }, paths: ['sub'] },
    ],
    [
      'review sub --base=a a.go',
      { ...review, comparison: { kind: 'revisions', base: 'a', head: undefined }, paths: ['sub', 'a.go'] },
    ],
    ['review --staged', { ...review, comparison: { kind: 'staged', base: undefined } }],
    ['review --staged --base a', { ...review, comparison: { kind: 'staged', base: 'a' } }],
    ['review --patch -', { ...review, comparison: { kind: 'patch', file: '-' } }],
    ['review --patch=a.diff', { ...review, comparison: { kind: 'patch', file: 'a.diff' } }],
    [
      'audit --format sarif --fail-on info --config c.yml --parser native --head b',
      {
        ...audit,
        outputs: [{ format: 'sarif', file: undefined }],
        failOn: 'info',
        config: 'c.yml',
        parser: 'native',
        head: 'b',
      },
    ],
    [
      'audit --format text --format sarif=out/a=b.sarif',
      { ...audit, outputs: [text, { format: 'sarif', file: 'out/a=b.sarif' }] },
    ],
    ['audit --rules a,b --rules c', { ...audit, rules: ['a', 'b', 'c'] }],
    ['audit -q', { ...audit, detail: 'quiet' }],
    ['audit --verbose --no-color', { ...audit, detail: 'verbose', color: false }],
    ['explain a.go:3', { ...explain, target: 'a.go:3' }],
    [
      'explain v1:abc --base a --format json',
      {
        ...explain,
        target: 'v1:abc',
        comparison: { kind: 'revisions', base: 'a', head: undefined },
        format: 'json',
      },
    ],
    ['review --sanitize asan', { ...review, sanitize: 'asan' }],
    ['review --sanitize off --linters vet', { ...review, sanitize: 'off', linters: ['vet'] }],
    ['review --sanitize-report out/run.json', { ...review, sanitizeReport: 'out/run.json' }],
    [
      'audit --sanitize all --sanitize-fixtures ./drivers/c/ sub',
      { ...audit, sanitize: 'all', fixtures: './drivers/c/', paths: ['sub'] },
    ],
    [
      'audit --linters vet,gosec --linters out/a.sarif',
      { ...audit, linters: ['vet', 'gosec', 'out/a.sarif'] },
    ],
    ['sanitize --sanitize-report run.json', sanitize],
    [
      'sanitize --sanitize race --sanitize-fixtures drivers --sanitize-report run.json --base main -q sub',
      {
        ...sanitize,
        sanitize: 'race',
        fixtures: 'drivers',
        comparison: { kind: 'revisions', base: 'main', head: undefined },
        detail: 'quiet',
        paths: ['sub'],
      },
    ],
    ['fixture a.go:3', fixture],
    [
      'fixture v1:abc --sanitize-fixtures drivers --rules CGO101 --staged',
      {
        ...fixture,
        target: 'v1:abc',
        fixtures: 'drivers',
        rules: ['CGO101'],
        comparison: { kind: 'staged', base: undefined },
      },
    ],
  ])('%s', (line, expected) => {
    expect(parse(line)).toEqual(expected);
  });

  test.each(formats)('%s is a format', (format) => {
    expect(parse(`review --format ${format}`)).toEqual({ ...review, outputs: [{ format, file: undefined }] });
  });

  test.each([
    ['', /^No command is given: use review, audit, explain, rules, sanitize or fixture, or see --help\.$/],
    ['--format json', /^No command is given/],
    ['aduit', /"aduit" is no command; the nearest is audit\. See --help\.$/],
    ['check', /"check" is no command/],
    ['review --stagd', /^There is no option --stagd; the nearest is --staged\. See --help\.$/],
    ['rules a b', /^rules takes one argument; "b" is a second one\.$/],
    ['rules --base main', /^rules takes no --base\. See --help\.$/],
    [
      'audit --base main',
      /^audit takes no --base: it looks at one tree, review compares two\. See --help\.$/,
    ],
    ['audit --staged', /^audit takes no --staged: it looks at one tree/],
    [
      'review --format xml',
      /^--format is "xml", and must be one of text, json, sarif, rdjson, github, checkstyle, html; the nearest is html\.$/,
    ],
    ['review --format jsn', /must be one of .*; the nearest is json\.$/],
    ['review --format json --format text', /^--format json and --format text both go to standard output/],
    ['review --format json=a --format text=a', /^Two reports would be written to a\.$/],
    ['review --format json=', /^--format json= names no file/],
    ['rules --format sarif', /^--format is "sarif", and must be one of text, json for rules\.$/],
    ['explain', /^explain needs a fingerprint or FILE:LINE/],
    ['explain a.go:1 --format json --format text', /^explain prints one format: give --format once\.$/],
    ['review --fail-on bad', /^--fail-on is "bad", and must be one of error, warning, info, never\.$/],
    ['review --parser gcc', /^--parser is "gcc", and must be one of wasm, native\.$/],
    ['review --patch a --base b', /^--patch says by itself what is compared/],
    ['review --patch=', /^--patch needs a file, or - for standard input\.$/],
    [
      'review --staged --head b',
      /^--staged looks at the index and --head at a revision: give one of them\.$/,
    ],
    ['review -q -v', /^--quiet and --verbose contradict each other/],
    ['review --rules a,,b', /^--rules is "a,,b", and must be ids or codes parted by commas\.$/],
    [
      'review --linters vet,,gosec',
      /^--linters is "vet,,gosec", and must be names or files parted by commas\.$/,
    ],
    ['audit --linters=', /^--linters is "", and must be names or files parted by commas\.$/],
    ['sanitise', /"sanitise" is no command; the nearest is sanitize\. See --help\.$/],
    [
      'review --sanitize adress',
      /^--sanitize is "adress", and must be one of off, asan, checkptr, cgocheck, race, all\.$/,
    ],
    ['audit --sanitize asn', /; the nearest is asan\.$/],
    ...['/abs', '../up', 'a/../b', 'C:/x', '.', './', 'a\\b', ''].map((folder): [string, RegExp] => [
      `review --sanitize-fixtures=${folder}`,
      /^--sanitize-fixtures is ".*", and must be a folder below the root of the repository, without a leading "\/" and without "\.\."\.$/,
    ]),
    [
      'sanitize',
      /^sanitize needs a file for what it finds, e\.g\. `cgo-review sanitize --sanitize-report run\.json`\.$/,
    ],
    ['sanitize --sanitize-report=', /^sanitize needs a file for what it finds/],
    [
      'sanitize --sanitize off --sanitize-report run.json',
      /^sanitize runs a tool: leave --sanitize off out, or name another one\.$/,
    ],
    ['sanitize --sanitize-report a --linters vet', /^sanitize takes no --linters\. See --help\.$/],
    ['sanitize --sanitize-report a --format json', /^sanitize takes no --format\. See --help\.$/],
    ['sanitize --sanitize-report a --fail-on info', /^sanitize takes no --fail-on\. See --help\.$/],
    ['fixture', /^fixture needs a fingerprint or FILE:LINE, e\.g\. `cgo-review fixture db\.go:42`\.$/],
    ['fixture a.go:1 b.go:2', /^fixture takes one argument; "b\.go:2" is a second one\.$/],
    ...['--sanitize asan', '--sanitize-report a', '--linters vet', '--format json'].map(
      (flag): [string, RegExp] => [
        `fixture a.go:1 ${flag}`,
        new RegExp(`^fixture takes no ${flag.split(' ')[0] ?? ''}\\. See --help\\.$`),
      ],
    ),
    ['explain a.go:1 --sanitize asan', /^explain takes no --sanitize\. See --help\.$/],
    ['rules --linters vet', /^rules takes no --linters\. See --help\.$/],
  ])('%j is a mistake', (line, message) => {
    expect(() => parse(line)).toThrow(ConfigurationError);
    expect(() => parse(line)).toThrow(message);
  });
});
