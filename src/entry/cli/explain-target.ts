import type { ExplainTarget } from '../../app/explain.ts';
import { ConfigurationError } from '../../base/errors.ts';
import type { GitRepository } from '../../git/repository.ts';
import { pathInRepository } from './workspace.ts';

/** A fingerprint, or a place as `FILE:LINE` or `FILE:LINE:COLUMN` with the file relative to the current directory. */
export async function explainTarget(repository: GitRepository, text: string): Promise<ExplainTarget> {
  const place = /^(.+?):(\d{1,9})(?::(\d{1,9}))?:?$/.exec(text);
  if (place !== null && !text.startsWith('v1:')) {
    const [, file = '', line, column] = place;
    return {
      kind: 'place',
      path: await pathInRepository(repository, file),
      line: Number(line),
      ...(column === undefined ? {} : { column: Number(column) }),
    };
  }
  if (/^(?:v1:)?[0-9a-f]{6,32}$/.test(text)) return { kind: 'fingerprint', text };
  throw new ConfigurationError(
    `${JSON.stringify(text)} is neither a fingerprint nor FILE:LINE: take one from a report, or name a line, e.g. db.go:42.`,
  );
}
