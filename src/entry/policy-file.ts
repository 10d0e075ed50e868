import { ConfigurationError } from '../base/errors.ts';
import { parseConfig } from '../config/parse.ts';
import type { KnownRule } from '../config/parse.ts';
import { resolveConfig } from '../config/review-config.ts';
import type { ConfigOverrides, ReviewConfig } from '../config/review-config.ts';
import { describeRevision } from '../diff/change.ts';
import type { Revision } from '../diff/change.ts';
import { decodeSource } from '../source/decode.ts';
import type { Repository } from '../source/repository.ts';

/** The file that is read where none is named; only this one may be missing. */
export const defaultPolicyPath = '.github/cgo-review.yml';

/** Reads the policy at a revision; without a file there it is the overrides and the defaults. */
export async function readPolicy(
  repository: Repository,
  at: Revision,
  path: string,
  knownRules: readonly KnownRule[],
  overrides: ConfigOverrides,
): Promise<ReviewConfig> {
  const bytes = await repository.file(at, path);
  if (bytes === undefined) {
    if (path === defaultPolicyPath) return resolveConfig({ overrides });
    throw new ConfigurationError(
      `The configuration ${path} is not there at ${describeRevision(at)}: add it, or leave the setting out.`,
    );
  }
  return parsePolicy(bytes, path, knownRules, overrides);
}

/** The policy that a file's bytes and the overrides give. */
export function parsePolicy(
  bytes: Uint8Array,
  path: string,
  knownRules: readonly KnownRule[],
  overrides: ConfigOverrides,
): ReviewConfig {
  const text = decodeSource(bytes);
  if (!text.ok) throw new ConfigurationError(`The configuration ${path} ${text.error}.`);
  return resolveConfig({ overrides, file: parseConfig(text.value, path, knownRules) });
}
