import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Diagnostic, Finding } from './diagnostic.ts';

/**
 * Gives diagnostics their identity across pushes: rule, package, enclosing symbol, normalised tokens, and which of
 * several equal ones it is; no line, no message. The diagnostics are all of their packages, sorted by place, so
 * that the ordinal does not depend on which of them are shown.
 */
export function withFingerprints(diagnostics: readonly Diagnostic[]): Finding[] {
  const counts = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const identity = [diagnostic.ruleId, diagnostic.packagePath, diagnostic.symbol, diagnostic.tokens].join(
      '\0',
    );
    const ordinal = counts.get(identity) ?? 0;
    counts.set(identity, ordinal + 1);
    const digest = bytesToHex(sha256(utf8ToBytes(`${identity}\0${String(ordinal)}`)));
    return { ...diagnostic, fingerprint: `v1:${digest.slice(0, 32)}` };
  });
}
