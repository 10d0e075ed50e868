import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { describeRevision } from '../diff/change.ts';
import type { Change, Revision } from '../diff/change.ts';
import type { Finding } from '../engine/diagnostic.ts';
import { withFingerprints } from '../engine/fingerprint.ts';
import { analyseDirectories } from './analysis.ts';
import { directoriesWithGo } from './audit-tree.ts';
import type { SnapshotLoader } from './snapshot-loader.ts';
import type { Tracing } from './trace.ts';
import { touchedDirectories } from './unread.ts';

const prefix = 'v1:';
const fewestDigits = 6;
/** More places than this are not listed for a fingerprint that is too short. */
const mostListed = 4;

/**
 * The finding of a fingerprint, in what a change touches first, then in the whole tree.
 * @param text with or without `v1:`, shortened to 6 digits at least
 */
export async function findByFingerprint(
  text: string,
  tracing: Tracing,
  change: Change | undefined,
): Promise<Result<Finding>> {
  const digits = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  if (!/^[0-9a-f]+$/.test(digits) || digits.length < fewestDigits) {
    const least = String(fewestDigits);
    return err(`${text} is no fingerprint: give at least ${least} of the digits that a report shows for it.`);
  }
  const { exclusion, revision } = tracing;
  if (change !== undefined) {
    const touched = touchedDirectories(change, exclusion);
    const found = await matches(digits, revision, () => touched, tracing);
    if (found.length > 0) return only(text, found);
  }
  const found = await matches(digits, revision, (loader) => directoriesWithGo(loader, () => true), tracing);
  if (found.length > 0) return only(text, found);
  return err(await unknown(text, digits, tracing, change));
}

async function matches(
  digits: string,
  revision: Revision,
  select: (loader: SnapshotLoader) => Iterable<string>,
  { repository, rules, reader }: Tracing,
): Promise<Finding[]> {
  const tree = await analyseDirectories(repository, revision, select, rules, reader);
  return withFingerprints(tree.diagnostics).filter(({ fingerprint }) =>
    fingerprint.startsWith(prefix + digits),
  );
}

function only(text: string, found: readonly Finding[]): Result<Finding> {
  const [first, ...more] = found;
  if (first !== undefined && more.length === 0) return ok(first);
  const listed = found.slice(0, mostListed).map((one) => `${one.fingerprint} (${placeOf(one)})`);
  const rest = found.length > mostListed ? `, and ${String(found.length - mostListed)} more` : '';
  return err(
    `${text} is the start of several fingerprints: give more digits. They are ${listed.join(', ')}${rest}.`,
  );
}

/** Why no finding of the head has the fingerprint, and what to do. */
async function unknown(
  text: string,
  digits: string,
  tracing: Tracing,
  change: Change | undefined,
): Promise<string> {
  const base = change?.base;
  if (change !== undefined && base !== undefined) {
    const touched = touchedDirectories(change, tracing.exclusion);
    const [gone] = await matches(digits, base, () => touched, tracing);
    if (gone !== undefined) {
      return `${text} was a finding at the base, at ${placeOf(gone)}, and is none any more: the change has ended it.`;
    }
  }
  return (
    `No finding of ${describeRevision(tracing.revision)} has the fingerprint ${text}. A fingerprint is of the tree ` +
    'that is looked at: name the revision that was reviewed with --head, or a place as FILE:LINE.'
  );
}

function placeOf({ location }: Finding): string {
  return `${location.path}:${String(location.span.start.line)}`;
}
