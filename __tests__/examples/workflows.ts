import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools.ts';

/** A workflow that the project shows or runs. */
export interface Workflow {
  /** Where it stands, e.g. `examples/audit.yml` or `README.md:13`. */
  readonly name: string;
  readonly text: string;
}

/** A workflow of `examples/`, by its file name. */
export function example(name: string): Workflow {
  return fileAt('examples', name);
}

export function examples(): readonly Workflow[] {
  return workflowsIn('examples');
}

/** The workflows of this repository itself. */
export function ownWorkflows(): readonly Workflow[] {
  return workflowsIn('.github/workflows');
}

/** The blocks of the README that are whole workflows, in order, each named by its first line. */
export function readmeWorkflows(): readonly Workflow[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  return [...readme.matchAll(/^```yaml\n(?<text>[^]*?)^```$/gm)].flatMap(({ index, groups }) => {
    const text = groups?.['text'] ?? '';
    const line = readme.slice(0, index).split('\n').length + 1;
    return /^jobs:$/m.test(text) ? [{ name: `README.md:${String(line)}`, text }] : [];
  });
}

function workflowsIn(folder: string): readonly Workflow[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.yml'));
  return names.sort().map((name) => fileAt(folder, name));
}

function fileAt(folder: string, name: string): Workflow {
  return { name: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') };
}
