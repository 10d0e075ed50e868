import { isAbsolute, normalize, sep } from 'node:path';
import type { ExplainTarget } from '../../app/explain.ts';
import { ConfigurationError } from '../../base/errors.ts';
import type { GitRepository } from '../../git/repository.ts';
import { existsIn, pathInRepository } from './workspace.ts';

/** The file of a place, as it was given; undefined for a fingerprint. */
export function fileOfTarget(text: string): string | undefined {
  return placeOf(text)?.[1];
}

/** A fingerprint, or a place as `FILE:LINE` or `FILE:LINE:COLUMN`. */
export async function explainTarget(repository: GitRepository, text: string): Promise<ExplainTarget> {
  const place = placeOf(text);
  if (place !== undefined) {
    const [, file = '', line, column] = place;
    return {
      kind: 'place',
      path: await filePath(repository, file),
      line: Number(line),
      ...(column === undefined ? {} : { column: Number(column) }),
    };
  }
  if (/^(?:v1:)?[0-9a-f]{6,32}$/.test(text)) return { kind: 'fingerprint', text };
  throw new ConfigurationError(
    `${JSON.stringify(text)} is neither a fingerprint nor FILE:LINE: take one from a report, or name a line, e.g. db.go:42.`,
  );
}

function placeOf(text: string): RegExpExecArray | undefined {
  if (text.startsWith('v1:')) return undefined;
  return /^(.+?):(\d{1,9})(?::(\d{1,9}))?:?$/.exec(text) ?? undefined;
}

/** A file relative to the current directory, or, as reports name it, to the root of the repository. */
async function filePath(repository: GitRepository, file: string): Promise<string> {
  const here = await pathInRepository(repository, file);
  if (isAbsolute(file) || (await existsIn(repository, here))) return here;
  const named = normalize(file).split(sep).join('/');
  return (await existsIn(repository, named)) ? named : here;
}
