import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Rule } from '../../src/engine/rule.ts';
import type { RegisteredRule } from '../../src/engine/registry.ts';
import { GenerateError } from './error.ts';
import { snippet } from './snippet.ts';

/** What a rule's page shows of its evidence. */
export interface PageEvidence {
  readonly bad: string;
  readonly good: string;
  /** The dynamic tool that convicts the bad program, or `none`. */
  readonly tool: string;
  /** The tool's report as it was recorded. */
  readonly output?: string;
  /** Why no tool shows the defect, or what the tool needs. */
  readonly reason?: string;
}

export interface LoadedRule extends RegisteredRule {
  readonly evidence: PageEvidence;
}

const expectation = z.object({ tool: z.string(), reason: z.string().optional() });
const recorded = z.object({ output: z.array(z.string()) });

const required = [
  'rule.ts',
  'testdata',
  'evidence/bad/main.go',
  'evidence/good/main.go',
  'evidence/expect.json',
];

/**
 * Every rule under `src/rules/<group>/<id>/`, sorted by code.
 * @throws GenerateError that lists every rule with something missing or wrong
 */
export async function loadRules(root: string): Promise<LoadedRule[]> {
  const folders = await ruleFolders(root);
  const problems: string[] = [];
  const rules: LoadedRule[] = [];
  for (const folder of folders) {
    const missing = required.filter((file) => !existsSync(path.join(root, folder, file)));
    if (missing.length > 0) {
      problems.push(`${folder}: missing ${missing.join(', ')}`);
      continue;
    }
    try {
      rules.push(await loadRule(root, folder));
    } catch (error) {
      problems.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  problems.push(...duplicates(rules));
  if (folders.length === 0) problems.push('src/rules: no rule');
  if (problems.length > 0) throw new GenerateError(problems.join('\n'));
  return rules.sort((a, b) => (a.rule.code < b.rule.code ? -1 : 1));
}

async function ruleFolders(root: string): Promise<string[]> {
  const folders: string[] = [];
  for (const group of await subfolders(path.join(root, 'src/rules'))) {
    for (const id of await subfolders(path.join(root, 'src/rules', group))) {
      folders.push(`src/rules/${group}/${id}`);
    }
  }
  return folders;
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function loadRule(root: string, folder: string): Promise<LoadedRule> {
  const id = path.posix.basename(folder);
  const module = (await import(pathToFileURL(path.join(root, folder, 'rule.ts')).href)) as {
    default?: unknown;
  };
  const rule = module.default;
  if (!isRule(rule)) throw new GenerateError('rule.ts has no rule as its default export');
  if (rule.id !== id) throw new GenerateError(`the rule's id is ${rule.id}, its folder's name is ${id}`);
  const evidence = await loadEvidence(path.join(root, folder, 'evidence'));
  return { rule, folder, remediation: snippet(evidence.good), evidence };
}

function isRule(value: unknown): value is Rule {
  const shape = z.object({ id: z.string(), code: z.string(), docs: z.object({ title: z.string() }) });
  return shape.safeParse(value).success;
}

async function loadEvidence(folder: string): Promise<PageEvidence> {
  const read = (file: string): Promise<string> => readFile(path.join(folder, file), 'utf8');
  const { tool, reason } = expectation.parse(JSON.parse(await read('expect.json')));
  const why = reason === undefined ? {} : { reason };
  const programs = { bad: await read('bad/main.go'), good: await read('good/main.go'), tool, ...why };
  if (existsSync(path.join(folder, 'recorded.json'))) {
    const { output } = recorded.parse(JSON.parse(await read('recorded.json')));
    return { ...programs, output: output.join('\n') };
  }
  if (tool === 'none') return programs;
  throw new GenerateError('missing evidence/recorded.json; run "npm run evidence -- --record"');
}

function duplicates(rules: readonly LoadedRule[]): string[] {
  const folders = new Map<string, string>();
  return rules.flatMap(({ rule, folder }) =>
    [rule.id, rule.code].flatMap((name) => {
      const first = folders.get(name);
      folders.set(name, folder);
      return first === undefined ? [] : [`${folder}: ${name} is taken by ${first}`];
    }),
  );
}
