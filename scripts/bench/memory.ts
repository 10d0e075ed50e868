import { audit, auditContext } from './audit.ts';
import { DirectoryRepository } from './directory-repository.ts';

/** What a process holds after each of several audits of one directory. */
export interface MemoryUse {
  readonly directory: string;
  /** Millions of bytes: resident, and on the JavaScript heap, each after a full collection. */
  readonly resident: readonly number[];
  readonly heap: readonly number[];
}

/** Needs `node --expose-gc`: what waits for the collector is no growth. */
export async function measureMemory(directory: string, audits: number): Promise<MemoryUse> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('the memory is measured in a process with --expose-gc');
  const repository = new DirectoryRepository(directory);
  const context = await auditContext();
  const resident: number[] = [];
  const heap: number[] = [];
  for (let run = 0; run < audits; run++) {
    await audit(repository, context);
    gc();
    const use = process.memoryUsage();
    resident.push(use.rss / 1e6);
    heap.push(use.heapUsed / 1e6);
  }
  return { directory, resident, heap };
}
