import type { RunContext } from '../../app/review-change.ts';
import { selectParser } from '../../parser/select.ts';
import { registry } from '../../rules/registry.generated.ts';
import { version } from '../product.ts';
import { loadWasmModules } from '../wasm.ts';
import type { RunOptions } from './arguments.ts';
import { localPolicy } from './policy.ts';
import type { ProgressLine } from './terminal.ts';
import type { Workspace } from './workspace.ts';

/** What a local run works with: the policy, the parser and the rules. */
export async function runContext(
  workspace: Workspace,
  options: RunOptions,
  progress: ProgressLine,
): Promise<RunContext> {
  const [config, parser] = await Promise.all([
    localPolicy(workspace.repository, options),
    loadWasmModules().then((modules) => selectParser(options.parser, modules, (name) => import(name))),
  ]);
  return {
    config,
    parser,
    registry,
    version,
    today: new Date().toISOString().slice(0, 10),
    ...(progress.update === undefined ? {} : { onProgress: progress.update }),
  };
}
