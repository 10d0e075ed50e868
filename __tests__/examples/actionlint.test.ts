import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { root, tool } from './tools.ts';
import { example, examples, ownWorkflows, readmeWorkflows } from './workflows.ts';
import type { Workflow } from './workflows.ts';

/** What actionlint says of a workflow: its status, and a line for each complaint. */
function lint({ name, text }: Workflow): { readonly status: number | null; readonly output: string } {
  const args = ['-no-color', '-oneline', '-shellcheck=', '-pyflakes=', '-stdin-filename', name, '-'];
  const { status, stdout, stderr } = spawnSync(tool('actionlint'), args, {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe('actionlint', () => {
  const workflows = [...examples(), ...ownWorkflows(), ...readmeWorkflows()];

  test('is given what there is', () => {
    expect(workflows.map(({ name }) => name.replace(/:\d+$/, ''))).toEqual([
      'examples/audit.yml',
      'examples/fork-safe.yml',
      'examples/required-check.yml',
      'examples/review.yml',
      'examples/sanitize.yml',
      '.github/workflows/cgo-review.yml',
      '.github/workflows/ci.yml',
      'README.md',
    ]);
  });

  test.each(workflows.map((workflow) => [workflow.name, workflow] as const))(
    'has no complaint of %s',
    (_, workflow) => {
      expect(lint(workflow)).toEqual({ status: 0, output: '' });
    },
  );

  test.each([
    ['an event that does not exist', '  schedule:', '  sheduled:', /unknown Webhook event "sheduled"/],
    ['a schedule that is none', '17 4 * * 1', '17 25 * * 1', /invalid CRON format/],
    [
      'a permission that does not exist',
      'security-events: write',
      'security: write',
      /unknown permission scope/,
    ],
    ['an output of a step that is not there', 'steps.audit.outputs', 'steps.adit.outputs', /"adit"/],
  ])('complains of %s', (_, right, wrong, complaint) => {
    const { name, text } = example('audit.yml');
    const broken = text.replaceAll(right, wrong);
    expect(broken).not.toBe(text);
    expect(lint({ name, text: broken })).toEqual({ status: 1, output: expect.stringMatching(complaint) });
  });
});

test("the README's first workflow is examples/review.yml below its heading", () => {
  const { text } = example('review.yml');
  expect(readmeWorkflows()[0]?.text).toBe(text.slice(text.indexOf('\nname: ') + 1));
});
