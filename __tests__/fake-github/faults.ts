/** A failure that the fake is told to answer with. */
export interface Fault {
  /** Any method where unset. */
  readonly method?: string;
  /** Matches the path of the request, without its query. */
  readonly path: RegExp;
  /** The status to answer, or a connection that closes without an answer. */
  readonly status: number | 'disconnect';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The request takes effect before the failure is answered. A request that is refused keeps its answer. */
  readonly afterCommit?: boolean;
  /** How many matching requests fail; 1 where unset. */
  readonly times?: number;
  /** How many matching requests pass before the first that fails; 0 where unset. */
  readonly skip?: number;
}

/** The failures that are still to come, in the order in which they were asked for. */
export class Faults {
  readonly #pending: { readonly fault: Fault; skip: number; times: number }[] = [];

  add(fault: Fault): void {
    this.#pending.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
  }

  /** The failure for a request, which it uses up. */
  take(method: string, path: string): Fault | undefined {
    for (const entry of this.#pending) {
      const { fault } = entry;
      if (entry.times === 0 || (fault.method ?? method) !== method || !fault.path.test(path)) continue;
      if (entry.skip > 0) {
        entry.skip--;
        continue;
      }
      entry.times--;
      return fault;
    }
    return undefined;
  }

  /** How many failures are still to come. */
  get remaining(): number {
    return this.#pending.reduce((sum, entry) => sum + entry.times, 0);
  }
}
