/** How far a run has come, for whoever watches it: directories that are analysed. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

export type OnProgress = (progress: Progress) => void;
