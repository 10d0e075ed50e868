import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../../base/errors.ts';
import { withOnlyRules } from '../../config/review-config.ts';
import type { ReviewConfig } from '../../config/review-config.ts';
import type { GitRepository } from '../../git/repository.ts';
import { registry } from '../../rules/registry.generated.ts';
import { defaultPolicyPath, parsePolicy, readPolicy } from '../policy-file.ts';
import type { RunOptions } from './arguments.ts';
import { findRule } from './rules.ts';

/** The policy of a local run: the flags, then the file that is named, or the work tree's own where none is. */
export async function localPolicy(repository: GitRepository, options: RunOptions): Promise<ReviewConfig> {
  const rules = registry.map(({ rule }) => rule);
  const overrides = {
    failOn: options.failOn,
    sanitize: options.sanitize,
    sanitizeFixtures: options.fixtures,
    linters: options.linters,
  };
  const config =
    options.config === undefined
      ? await readPolicy(repository, { kind: 'work-tree' }, defaultPolicyPath, rules, overrides)
      : parsePolicy(await configurationBytes(options.config), options.config, rules, overrides);
  if (options.rules === undefined) return config;
  const only = new Set(options.rules.map((name) => findRule(registry, name).rule.id));
  return withOnlyRules(
    config,
    rules.map(({ id }) => id),
    only,
  );
}

async function configurationBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    const reason = code === 'ENOENT' ? 'it does not exist' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new ConfigurationError(`The configuration ${file} cannot be read: ${reason}.`);
  }
}
