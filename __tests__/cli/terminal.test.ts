import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TemporaryRepository } from '../git-repository.ts';
import { entry, head, useAfterFree } from './run-cli.ts';

let repository: TemporaryRepository;
beforeAll(() => {
  repository = TemporaryRepository.create();
  repository.commit('Start', { 'a.go': head + useAfterFree });
});
afterAll(() => repository.dispose());

/** What a terminal gets: script(1) gives the program a pseudo-terminal for both of its streams. */
function onTerminal(args: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const command = `'${process.execPath}' '${entry}' ${args}`;
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      cwd: repository.root,
      env: { TERM: 'xterm', NODE_NO_WARNINGS: '1', ...repository.environment, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.on('error', reject);
    child.on('close', () => resolve(out));
  });
}

const colour = '\u001b[31merror:\u001b[39m';
const redrawn = '\r\u001b[K';

describe('on a terminal', () => {
  test('an audit has colours, and tells how far it is on a line that is gone at the end', async () => {
    const out = await onTerminal('audit');
    expect(out).toContain(colour);
    expect(out).toMatch(/^\r\u001b\[KAnalysing folders: 0 of 1/);
    expect(out.lastIndexOf(redrawn)).toBeGreaterThan(0);
    expect(out.slice(out.lastIndexOf(redrawn))).toMatch(/^\r\u001b\[K\u001b\[1ma\.go:10:9:/);
  });

  test.each([
    ['audit --no-color', {}],
    ['audit', { NO_COLOR: '1' }],
    ['audit', { TERM: 'dumb' }],
  ])('%s with %j has no colours', async (args, environment) => {
    const out = (await onTerminal(args, environment)).replaceAll(redrawn, '');
    expect(out).toContain('error:');
    expect(out).not.toContain('\u001b');
  });

  test('neither a review nor a quiet audit tells how far it is', async () => {
    expect(await onTerminal('audit --quiet')).not.toContain(redrawn);
    expect(await onTerminal('review')).not.toContain(redrawn);
  });
});
