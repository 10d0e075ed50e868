import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { compareText } from '../../base/span.ts';

/** Far above any repository of modules. */
const mostModules = 500;
const mostDirectories = 100_000;

/** Directories in which a go.mod is no module of the repository's own: Go leaves them out of `./...`, too. */
function isPassedOver(name: string): boolean {
  return /^[._]/.test(name) || ['vendor', 'testdata', 'node_modules'].includes(name);
}

/** The directories with a go.mod, relative to the root and sorted; `.` is the root itself. */
export async function findModules(root: string): Promise<string[]> {
  const found: string[] = [];
  let seen = 0;
  for (const pending = ['.']; pending.length > 0 && found.length < mostModules;) {
    const directory = pending.pop() ?? '.';
    if (++seen > mostDirectories) break;
    const entries = await readdir(path.join(root, directory), { withFileTypes: true });
    for (const entry of entries) {
      if (entry.name === 'go.mod' && entry.isFile()) found.push(directory);
      if (entry.isDirectory() && !isPassedOver(entry.name)) {
        pending.push(path.posix.join(directory, entry.name));
      }
    }
  }
  return found.sort(compareText);
}
