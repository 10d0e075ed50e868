import type { OnProgress, Progress } from '../../app/progress.ts';
import { writeStandardError } from './streams.ts';

/** Whether standard output takes colour: a terminal, and neither NO_COLOR (https://no-color.org) nor a dumb one. */
export function takesColor(asked: boolean): boolean {
  const { NO_COLOR } = process.env;
  return asked && process.stdout.isTTY && (NO_COLOR ?? '') === '' && !isDumb();
}

/** A terminal that knows no control sequences. */
function isDumb(): boolean {
  return process.env['TERM'] === 'dumb';
}

/** Milliseconds between two states of the progress line. */
const redrawInterval = 100;

/** One line on standard error that is drawn over itself; nothing where that is no terminal. */
export class ProgressLine {
  readonly update: OnProgress | undefined;
  private drawnAt = 0;

  constructor(isWanted: boolean) {
    this.update =
      isWanted && process.stderr.isTTY && !isDumb() ? (progress) => this.draw(progress) : undefined;
  }

  private draw({ done, total }: Progress): void {
    const now = Date.now();
    if (now - this.drawnAt < redrawInterval) return;
    this.drawnAt = now;
    writeStandardError(`\r\u001b[KAnalysing folders: ${String(done)} of ${String(total)}`);
  }

  clear(): void {
    if (this.drawnAt > 0) writeStandardError('\r\u001b[K');
    this.drawnAt = 0;
  }
}
