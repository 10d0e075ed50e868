/**
 * The hidden marker by which a later run knows what it has shown already. It is an HTML comment on a line of
 * its own at the end of a body. Who wrote the body is the publisher's to check: a marker proves nothing.
 */

const opening = '<!-- cgo-review:v1 fp=';
const closing = ' -->';
/** No hyphen and no `>`: a fingerprint cannot end the comment. */
const fingerprint = '[0-9A-Za-z][0-9A-Za-z:._]*';
const valid = new RegExp(`^${fingerprint}$`);
const markerLine = new RegExp(`^<!-- cgo-review:v1 fp=(${fingerprint}(?:,${fingerprint})*) -->$`);

/**
 * The marker for these fingerprints; empty for none.
 * @throws RangeError for a text that is no fingerprint: that is a bug, not input.
 */
export function renderMarker(fingerprints: readonly string[]): string {
  for (const candidate of fingerprints) {
    if (!valid.test(candidate)) throw new RangeError(`not a fingerprint: ${JSON.stringify(candidate)}`);
  }
  return fingerprints.length === 0 ? '' : `${opening}${fingerprints.join(',')}${closing}`;
}

/**
 * The fingerprints of a body's markers. Only the lines at the very end are read, so a marker that someone
 * quotes in the middle of a text counts for nothing.
 */
export function parseMarkers(body: string): string[] {
  const lines = body.split(/\r?\n/);
  const found: string[][] = [];
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = (lines[i] ?? '').trim();
    if (line === '') continue;
    const match = markerLine.exec(line);
    if (match === null) break;
    found.unshift((match[1] ?? '').split(','));
  }
  return found.flat();
}
