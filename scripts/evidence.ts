/**
 * Runs the evidence of the rules and the remedies: `node scripts/evidence.ts [--record] [name...]`, where a name is a
 * rule's id or a remedy's folder.
 *
 * A rule's `evidence/` holds two small programs that do the same job: `bad/` breaks the rule and is convicted by a
 * dynamic tool, `good/` is the remediation and comes out clean under the same tool. `expect.json` says which tool
 * that is, and what it must say. `--record` also writes `evidence/recorded.json`, the report that the documentation
 * quotes. A remedy, `examples/remedies/NAME/`, is one program that comes out clean under every tool that its
 * `remedy.json` names. The programs are built with the installed Go toolchain and gcc, without any network.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inParallel } from './programs/parallel.ts';
import { findRemedies, runRemedy } from './programs/remedies.ts';
import type { Remedy } from './programs/remedies.ts';
import { findEvidence, runEvidence } from './programs/rules.ts';
import type { Evidence } from './programs/rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One thing to run, and what came of it. */
interface Task {
  readonly name: string;
  run(): Promise<Account>;
}

interface Account {
  /** The tool that convicted the bad program, where one did. */
  readonly convictedBy?: string;
  readonly parts: readonly Part[];
}

/** A program, or a program under one tool. */
interface Part {
  readonly name: string;
  readonly summary: string;
  readonly problem?: string;
}

async function main(args: readonly string[]): Promise<number> {
  const record = args.includes('--record');
  const names = args.filter((arg) => arg !== '--record');
  const rules = (await findEvidence(root)).map((evidence) => taskOfRule(evidence, record));
  const all = [...rules, ...(await findRemedies(root)).map(taskOfRemedy)];
  const unknown = names.filter((wanted) => !all.some(({ name }) => name === wanted));
  if (unknown.length > 0) {
    console.error(
      `no evidence for ${unknown.join(', ')}; there is some for ${all.map(({ name }) => name).join(', ')}`,
    );
    return 2;
  }
  const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  const accounts = await inParallel(chosen, 2, async (task) => {
    const account = await accountOf(task);
    for (const part of account.parts) print(task.name, part);
    return account;
  });
  const failed = accounts.flatMap(({ parts }) => parts).filter(({ problem }) => problem !== undefined).length;
  console.log(`convicted by ${convictions(accounts) || 'none'}`);
  const remedies = chosen.filter((task) => !rules.includes(task)).length;
  const counted = `evidence of ${String(chosen.length - remedies)} rules and ${String(remedies)} remedies`;
  console.log(`${counted}, ${String(failed)} failed`);
  return failed === 0 && chosen.length > 0 ? 0 : 1;
}

async function accountOf(task: Task): Promise<Account> {
  try {
    return await task.run();
  } catch (error) {
    // One broken piece of evidence must not hide what the others have to say.
    return { parts: [{ name: 'evidence', summary: 'could not be run', problem: String(error) }] };
  }
}

/** Runs and, where asked, records the evidence of a rule. */
function taskOfRule(evidence: Evidence, record: boolean): Task {
  const run = async (): Promise<Account> => {
    const { programs, recorded, tool } = await runEvidence(evidence);
    if (record && recorded !== undefined) {
      const file = path.join(evidence.directory, 'recorded.json');
      await writeFile(file, `${JSON.stringify(recorded, undefined, 2)}\n`);
    }
    const parts = programs.map(({ program, ...rest }) => ({ name: program, ...rest }));
    return recorded === undefined || tool === 'none' ? { parts } : { parts, convictedBy: tool };
  };
  return { name: evidence.rule, run };
}

function taskOfRemedy(remedy: Remedy): Task {
  const run = async (): Promise<Account> => ({
    parts: (await runRemedy(remedy)).map(({ tool, ...rest }) => ({ name: tool, ...rest })),
  });
  return { name: remedy.name, run };
}

/** The number of convictions by each tool. */
function convictions(accounts: readonly Account[]): string {
  const counts = new Map<string, number>();
  for (const { convictedBy } of accounts) {
    if (convictedBy !== undefined) counts.set(convictedBy, (counts.get(convictedBy) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([tool, count]) => `${tool}: ${String(count)}`)
    .join(', ');
}

function print(task: string, { name, summary, problem }: Part): void {
  console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${task}/${name}: ${summary}`);
  if (problem !== undefined) console.log(problem.replace(/^/gm, '     '));
}

process.exitCode = await main(process.argv.slice(2));
