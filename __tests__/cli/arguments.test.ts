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
  ])('%s', (line, expected) => {
    expect(parse(line)).toEqual(expected);
  });

  test.each(formats)('%s is a format', (format) => {
    expect(parse(`review --format ${format}`)).toEqual({ ...review, outputs: [{ format, file: undefined }] });
  });

  test.each([
    ['', /^No command is given: use review, audit, explain or rules, or see --help\.$/],
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
  ])('%j is a mistake', (line, message) => {
    expect(() => parse(line)).toThrow(ConfigurationError);
    expect(() => parse(line)).toThrow(message);
  });
});
