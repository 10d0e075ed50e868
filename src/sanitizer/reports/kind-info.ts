/** What a kind of report means. */
export interface KindInfo {
  /** A noun phrase, to begin a sentence with. */
  readonly title: string;
  /** The entry of https://cwe.mitre.org that fits, without its prefix. */
  readonly cwe?: number;
  /** What the tool has seen happen, and with it what is proven: one sentence. */
  readonly proves: string;
  /** `program`: a failure that any Go program can have, which memory of C or `unsafe` need not be behind. */
  readonly concerns: 'memory' | 'program';
}

/** A run proves what it met, and nothing of other runs. */
export const seenOnce = 'in the run that the report is of';
