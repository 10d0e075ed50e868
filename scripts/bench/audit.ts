import { auditTree } from '../../src/app/audit-tree.ts';
import type { RunContext, RunResult } from '../../src/app/review-change.ts';
import { defaultConfig } from '../../src/config/review-config.ts';
import { loadWasmModules } from '../../src/entry/wasm.ts';
import { createWasmParser } from '../../src/parser/wasm.ts';
import { registry } from '../../src/rules/registry.generated.ts';
import type { Repository } from '../../src/source/repository.ts';

/** What an audit needs beside the code: all rules, as they are by default. */
export async function auditContext(): Promise<RunContext> {
  return {
    config: defaultConfig,
    parser: await createWasmParser(await loadWasmModules()),
    registry,
    version: '0.0.0',
    today: '2026-01-01',
  };
}

/** Audits all of a repository that stands for one commit. */
export function audit(repository: Repository, context: RunContext): Promise<RunResult> {
  return auditTree(repository, { kind: 'commit', id: 'benchmark' }, () => true, context);
}
