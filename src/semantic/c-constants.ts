import type { MacroDefinition } from '../syntax/c-macro-definitions.ts';
import { integerValue, stringValue } from './c-constant-expression.ts';
import type { ConstantNames } from './c-constant-expression.ts';

/** The value of `#define NAME …` or of an enumerator. */
export type CConstant =
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'unknown' };

export const unknownConstant: CConstant = { kind: 'unknown' };

/** The value that all definitions of an object-like macro agree on; undefined for a macro with parameters. */
export function constantOf(
  definitions: readonly MacroDefinition[],
  names: ConstantNames,
): CConstant | undefined {
  if (definitions.some(({ parameters }) => parameters !== undefined)) return undefined;
  const values = definitions.map(({ body, isDefault }): CConstant => {
    // It is the value only where nobody else gives one, be it the build or a header that is not here.
    if (isDefault) return unknownConstant;
    const value = integerValue(body, names);
    if (value !== undefined) return { kind: 'integer', value };
    const string = stringValue(body, names);
    return string === undefined ? unknownConstant : { kind: 'string', value: string };
  });
  return values.reduce(constantAgreement);
}

export function constantAgreement(a: CConstant, b: CConstant): CConstant {
  if (a.kind === 'unknown' || b.kind === 'unknown') return unknownConstant;
  return a.kind === b.kind && a.value === b.value ? a : unknownConstant;
}
