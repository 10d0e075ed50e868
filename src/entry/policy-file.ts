import { ConfigurationError } from '../base/errors.ts';
import { parseConfig } from '../config/parse.ts';
import type { KnownRule } from '../config/parse.ts';
import { resolveConfig } from '../config/review-config.ts';
import type { ConfigOverrides, ReviewConfig } from '../config/review-config.ts';
import type { Revision } from '../diff/change.ts';
import { decodeSource } from '../source/decode.ts';
import type { Repository } from '../source/repository.ts';

/** Reads the policy at a revision; without a file there it is the overrides and the defaults. */
export async function readPolicy(
  repository: Repository,
  at: Revision,
  path: string,
  knownRules: readonly KnownRule[],
  overrides: ConfigOverrides,
): Promise<ReviewConfig> {
  const bytes = await repository.file(at, path);
  if (bytes === undefined) return resolveConfig({ overrides });
  const text = decodeSource(bytes);
  if (!text.ok) throw new ConfigurationError(`The configuration ${path} ${text.error}.`);
  return resolveConfig({ overrides, file: parseConfig(text.value, path, knownRules) });
}
