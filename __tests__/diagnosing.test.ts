import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findSessions, readRecording, runSession } from '../scripts/programs/sessions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sessions = await findSessions(root);
const tenMinutes = 600_000;

describe('the guide to diagnosing', () => {
  const page = readFileSync(`${root}/docs/diagnosing.md`, 'utf8');

  test('shows every session once, and says of each tool what it cannot see', () => {
    const shown = [...page.matchAll(/<!-- (?<topic>[a-z0-9]+):start -->/g)].map((found) => found[1]);
    expect(shown.sort()).toEqual(sessions.map(({ topic }) => topic));
    expect(page.match(/[Ww]hat it cannot see/g)?.length).toBe(sessions.length);
  });

  test('links to headings that it has', () => {
    const headings = [...page.matchAll(/^##+ (?<title>.+)$/gm)].map((found) => found[1] ?? '');
    const fragments = headings.map((title) => title.toLowerCase().replaceAll(/[^a-z0-9 ]/g, ''));
    for (const [, fragment = ''] of page.matchAll(/\]\(#(?<fragment>[^)]+)\)/g)) {
      expect(fragments.map((text) => text.replaceAll(' ', '-'))).toContain(fragment);
    }
  });

  test('shows no path of the machine that it was recorded on', async () => {
    const recordings = await Promise.all(sessions.map(readRecording));
    const lines = recordings.flatMap((recording) => recording?.steps.flatMap(({ output }) => output) ?? []);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).not.toMatch(/\/tmp\/(?!go-build\/)|\/root\//);
  });
});

// Delve and perf are not needed to work on the project, and perf may be forbidden where it is installed.
const installed = new Set(['valgrind']);
const runs = sessions.filter(({ needs = [] }) => needs.every((program) => installed.has(program)));

test.each(runs.map((session) => [session.topic, session] as const))(
  'the commands about %s show what they are to show',
  async (_topic, session) => {
    const outcome = await runSession(session);
    expect(typeof outcome === 'string' ? outcome : '').toBe('');
  },
  tenMinutes,
);
