import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { defaultConfig } from '../src/config/review-config.ts';
import { parseConfig } from '../src/config/parse.ts';

const root = path.join(import.meta.dirname, '..');

const actionMetadata = z.object({
  name: z.string(),
  description: z.string(),
  author: z.string(),
  branding: z.object({ icon: z.string(), color: z.string() }),
  inputs: z.record(z.string(), z.object({ description: z.string().min(1), default: z.string().optional() })),
  outputs: z.record(z.string(), z.object({ description: z.string().min(1) })),
  runs: z.object({ using: z.string(), main: z.string() }),
});

const workflow = z.object({
  permissions: z.record(z.string(), z.enum(['read', 'write'])),
  jobs: z.record(
    z.string(),
    z.object({
      steps: z.array(
        z.object({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() }),
      ),
    }),
  ),
});

const action = actionMetadata.parse(parse(await readFile(path.join(root, 'action.yml'), 'utf8')));
const readme = await readFile(path.join(root, 'README.md'), 'utf8');

describe('action.yml', () => {
  test('has the inputs of the interface, in order, with their defaults', () => {
    const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default]);
    expect(defaults).toEqual([
      ['mode', 'auto'],
      ['github-token', '${{ github.token }}'],
      ['path', '.'],
      ['config', '.github/cgo-review.yml'],
      ['base', undefined],
      ['head', undefined],
      ['fail-on', undefined],
      ['on-incomplete', undefined],
      ['report-only', undefined],
      ['max-comments', undefined],
      ['sanitize', undefined],
      ['sanitize-fixtures', undefined],
      ['sanitize-report', undefined],
      ['linters', undefined],
      ['parser', 'wasm'],
    ]);
  });

  test.each([
    ['fail-on', defaultConfig.failOn],
    ['on-incomplete', defaultConfig.onIncomplete],
    ['report-only', defaultConfig.reportOnly],
    ['max-comments', defaultConfig.maxComments],
    ['sanitize', defaultConfig.sanitize],
  ])('leaves the default of %s to the configuration, and names it', (name, value) => {
    // With a `default:` the runner would always send the input, and the configuration file could never set it.
    expect(action.inputs[name]?.description.trim()).toMatch(new RegExp(`Default: \`${String(value)}\`\\.$`));
  });

  test('has the outputs of the interface, in order', () => {
    expect(Object.keys(action.outputs)).toEqual([
      'verdict',
      'findings',
      'not-reviewed',
      'report-json',
      'sarif',
      'sanitize-report',
      'review-url',
    ]);
  });

  test('is what the runner and the marketplace accept', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
    expect(action.name).toBe('cgo-review');
    expect(action.author).toBe('cgo-review contributors');
    // https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax
    expect(action.description.length).toBeLessThanOrEqual(125);
    expect(['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark']).toContain(
      action.branding.color,
    );
  });
});

describe('workflows', () => {
  const examples = path.join(root, 'examples');
  const own = path.join(root, '.github/workflows');

  test('the README shows the example of a review', async () => {
    const shown = workflow.parse(parse(fenced('yaml', 'uses: cgo-review/cgo-review')));
    const example = workflow.parse(parse(await readFile(path.join(examples, 'review.yml'), 'utf8')));
    expect(shown.permissions).toEqual(example.permissions);
    expect(shown.jobs).toEqual(example.jobs);
  });

  test('set only inputs that exist, and ask for the permissions that they need', async () => {
    const used: Record<string, Record<string, string>> = {};
    for (const folder of [examples, own]) {
      for (const name of (await readdir(folder)).filter((file) => file.endsWith('.yml'))) {
        const { permissions, jobs } = workflow.parse(parse(await readFile(path.join(folder, name), 'utf8')));
        const steps = Object.values(jobs).flatMap((job) => job.steps);
        const ours = steps.filter(({ uses }) => uses === './' || uses?.startsWith('cgo-review/cgo-review@'));
        if (ours.length > 0) used[name] = permissions;
        for (const input of ours.flatMap((step) => Object.keys(step.with ?? {}))) {
          expect(Object.keys(action.inputs)).toContain(input);
        }
      }
    }
    const review = { contents: 'read', 'pull-requests': 'write' };
    expect(used).toEqual({
      'audit.yml': { actions: 'read', contents: 'read', 'security-events': 'write' },
      'cgo-review.yml': review,
      'fork-safe.yml': review,
      'required-check.yml': review,
      'review.yml': review,
      'sanitize.yml': {},
    });
  });

  test('nothing of a pull request is checked out where the token may write for it', async () => {
    const text = await readFile(path.join(examples, 'fork-safe.yml'), 'utf8');
    const { jobs } = workflow.parse(parse(text));
    const uses = Object.values(jobs).flatMap((job) => job.steps.map((step) => step.uses));
    expect(text).toContain('pull_request_target:');
    expect(uses).toEqual([expect.stringMatching(/^cgo-review\/cgo-review@/)]);
  });
});

test("the README's configuration is a valid one", () => {
  const rows = readme.matchAll(/\(docs\/rules\/(?<id>[a-z0-9-]+)\.md\) \| (?<code>CGO\d{3}) /g);
  const rules = [...rows].map(({ groups }) => ({ id: groups?.['id'] ?? '', code: groups?.['code'] ?? '' }));
  expect(parseConfig(fenced('yaml', 'exclude:'), 'README.md', rules)).toMatchObject({
    failOn: 'warning',
    rules: new Map([
      ['cstring-inline-leak', 'error'],
      ['unsafe-slice-header-literal', 'off'],
    ]),
  });
});

/** The fenced block of the README in a language that holds a text. */
function fenced(language: string, text: string): string {
  const blocks = [...readme.matchAll(/^```(?<language>\w+)\n(?<body>[^]*?)^```$/gm)];
  const found = blocks.find(
    ({ groups }) => groups?.['language'] === language && groups['body']?.includes(text) === true,
  );
  const body = found?.groups?.['body'];
  if (body === undefined) throw new Error(`README.md has no ${language} block with ${text}`);
  return body;
}
