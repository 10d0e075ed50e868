/** The code of an error of the operating system, such as `ENOENT`; undefined for another error. */
export function systemCode(error: unknown): string | undefined {
  const isSystem = typeof error === 'object' && error !== null && 'code' in error;
  return isSystem && typeof error.code === 'string' ? error.code : undefined;
}
