import type { MacroDefinition } from '../syntax/c-macro-definitions.ts';

/** The value of `#define NAME …` or of an enumerator. */
export type CConstant =
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'unknown' };

const unknown: CConstant = { kind: 'unknown' };

/** The value that all definitions of an object-like macro agree on; undefined for a macro with parameters. */
export function constantOf(definitions: readonly MacroDefinition[]): CConstant | undefined {
  if (definitions.some(({ parameters }) => parameters !== undefined)) return undefined;
  const values = definitions.map(({ body }) => literal(body));
  return values.reduce(constantAgreement);
}

export function constantAgreement(a: CConstant, b: CConstant): CConstant {
  if (a.kind === 'unknown' || b.kind === 'unknown') return unknown;
  return a.kind === b.kind && a.value === b.value ? a : unknown;
}

/** A literal, negated or in parentheses; what has to be computed is unknown. */
export function literal(text: string): CConstant {
  let inner = text.trim();
  while (/^\([^()]*\)$/.test(inner)) inner = inner.slice(1, -1).trim();
  const integer = /^(-?)\s*(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9]\d*)[uUlL]*$/.exec(inner);
  const digits = integer?.[2];
  if (digits !== undefined) {
    const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
    return { kind: 'integer', value: integer?.[1] === '-' ? -value : value };
  }
  // A string with escapes or of several parts has a value that has to be put together.
  const string = /^"([^"\\]*)"$/.exec(inner)?.[1];
  return string === undefined ? unknown : { kind: 'string', value: string };
}
