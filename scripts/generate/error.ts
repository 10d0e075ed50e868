/** A source that nothing can be generated from, e.g. a rule without evidence; the message lists what to mend. */
export class GenerateError extends Error {
  override readonly name = 'GenerateError';
}
