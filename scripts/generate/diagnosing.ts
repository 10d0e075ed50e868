import path from 'node:path';
import { findSessions, readRecording } from '../programs/sessions.ts';
import type { Recording, Session } from '../programs/sessions.ts';
import { GenerateError } from './error.ts';

/**
 * What `docs/diagnosing.md` shows of each session, by its topic: what was typed, and what came.
 * @throws GenerateError where a session was not recorded, or has changed since
 */
export async function sessionSections(root: string): Promise<Record<string, string>> {
  const sections: Record<string, string> = {};
  for (const session of await findSessions(root)) {
    const recording = await readRecording(session);
    if (recording === undefined || !isOf(session, recording)) {
      throw new GenerateError(
        `examples/diagnosing/${session.topic}: run "node scripts/diagnosing.ts --record ${session.topic}"`,
      );
    }
    sections[session.topic] = section(session, recording);
  }
  return sections;
}

function isOf({ steps }: Session, recording: Recording): boolean {
  const lines = (commands: readonly { readonly run: string }[]): string =>
    commands.map(({ run }) => run).join('\n');
  return lines(steps) === lines(recording.steps);
}

function section({ topic }: Session, { steps, versions }: Recording): string {
  const typed = steps.flatMap(({ run, exit, output }) => [
    `$ ${run}`,
    ...output,
    ...(exit === 0 ? [] : [`[exit status ${String(exit)}]`]),
  ]);
  const program = path.posix.join('examples/diagnosing', topic, 'main.go');
  return [
    ['```console', ...typed, '```'].join('\n'),
    `[The program](../${program}). Recorded with ${versions.map(shortVersion).join(', ')}.`,
  ].join('\n\n');
}

/** `go version go1.26.8 linux/amd64` becomes `go1.26.8 linux/amd64`. */
function shortVersion(line: string): string {
  return line.replace(/^go version /, '');
}
