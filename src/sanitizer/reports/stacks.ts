import { boundedLabel } from './log.ts';
import { bounds } from './report.ts';
import type { Frame, ReportStack, StackRole } from './report.ts';

/** The stacks of one report while it is read. */
export class StackList {
  private readonly stacks: { role: StackRole; label: string; frames: Frame[] }[] = [];
  private current: Frame[] | undefined;
  private isOver = false;

  /** Something was left out to stay within the bounds. */
  get isCut(): boolean {
    return this.isOver;
  }

  /** Frames that follow belong to a new stack. */
  open(role: StackRole, label: string): void {
    this.current = undefined;
    if (this.stacks.length === bounds.stacks) {
      this.isOver = true;
      return;
    }
    this.current = [];
    this.stacks.push({ role, label: boundedLabel(label), frames: this.current });
  }

  /** Frames that follow belong to no stack that is kept. */
  close(): void {
    this.current = undefined;
  }

  /** How many frames the open stack has; 0 where none is open. */
  get depth(): number {
    return this.current?.length ?? 0;
  }

  add(frame: Frame): void {
    if (this.current === undefined) return;
    if (this.current.length < bounds.frames) this.current.push(frame);
    else this.isOver = true;
  }

  /** The stacks that have frames. */
  finished(): readonly ReportStack[] {
    return this.stacks.filter(({ frames }) => frames.length > 0);
  }
}
