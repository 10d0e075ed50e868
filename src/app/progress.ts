/** How far a run has come, for whoever watches it. */
export interface Progress {
  /** Folders are read, or packages analysed. */
  readonly phase: 'reading' | 'analysing';
  readonly done: number;
  readonly total: number;
}

export type OnProgress = (progress: Progress) => void;
