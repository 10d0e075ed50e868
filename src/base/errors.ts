/**
 * The user's mistake: an unknown input, a malformed configuration, a revision that does not exist.
 * Its message is one clear sentence that says what to do. Shells print it without a stack and exit with 2.
 * Everything else that is thrown is a bug of ours.
 */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
