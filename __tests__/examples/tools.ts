import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** The root of this project. */
export const root = join(import.meta.dirname, '../..');

/** The bundle under test: the committed one, or one that was built from changed sources meanwhile. */
export const dist = process.env['CGO_REVIEW_DIST'] ?? join(root, 'dist');

/** The path of a program that the set-up of the tests put aside; throws where it is missing. */
export function tool(name: 'act' | 'actionlint' | 'node20/node'): string {
  const path = join(root, '.cache/tools', name);
  if (!existsSync(path)) throw new Error(`${path} is missing: run "bash scripts/setup-tests.sh"`);
  return path;
}

/** A search path on which `node` is the given executable, which must have that name. */
export function pathWith(node: string): string {
  return [dirname(node), process.env['PATH'] ?? ''].join(delimiter);
}
