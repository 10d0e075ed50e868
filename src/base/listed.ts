/** `a, b and c`, with the given word before the last; one value stands alone. */
export function listed(values: readonly string[], word: 'or' | 'and'): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} ${word} ${last}`;
}
