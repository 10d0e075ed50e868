/**
 * Types what the guide to diagnosing shows: `node scripts/diagnosing.ts [--record] [topic...]`.
 *
 * Each topic, `examples/diagnosing/TOPIC/`, is a small program with a defect, and `session.json`, the commands that
 * show it and what they have to say. `--record` also writes `recorded.json`, the output that `docs/diagnosing.md`
 * shows (`npm run generate` puts it there). A topic whose tool is not installed is left out, and named.
 */
import { fileURLToPath } from 'node:url';
import { findSessions, missingPrograms, runSession, writeRecording } from './programs/sessions.ts';
import type { Session } from './programs/sessions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

async function main(args: readonly string[]): Promise<number> {
  const record = args.includes('--record');
  const wanted = args.filter((arg) => arg !== '--record');
  const all = await findSessions(root);
  const unknown = wanted.filter((name) => !all.some(({ topic }) => topic === name));
  if (unknown.length > 0) {
    console.error(`no ${unknown.join(', ')}; there are ${all.map(({ topic }) => topic).join(', ')}`);
    return 2;
  }
  let failed = 0;
  for (const session of all.filter(({ topic }) => wanted.length === 0 || wanted.includes(topic))) {
    if (!(await report(session, record))) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

async function report(session: Session, record: boolean): Promise<boolean> {
  const missing = await missingPrograms(session);
  if (missing.length > 0) {
    console.log(`--   ${session.topic}: not run, ${missing.join(', ')} is not installed`);
    return true;
  }
  const outcome = await runSession(session);
  if (typeof outcome === 'string') {
    console.log(`FAIL ${session.topic}\n${outcome.replace(/^/gm, '     ')}`);
    return false;
  }
  if (record) await writeRecording(session, outcome);
  console.log(`ok   ${session.topic}`);
  return true;
}

process.exitCode = await main(process.argv.slice(2));
