import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { sizeProblem } from '../source/decode.ts';
import { firstLine } from './command.ts';
import type { GitCommand } from './command.ts';

const missing = 'is missing from this clone (shallow or partial), and nothing is fetched';

/** A blob's bytes, or a clause that says why there are none. */
export type BlobResult = Result<Uint8Array>;

interface Request {
  readonly id: string;
  readonly resolve: (result: BlobResult) => void;
}

/** The part of an answer that is still to come. */
interface Pending {
  /** Bytes of content that are missing. */
  left: number;
  readonly chunks: Buffer[];
  /** Set where the content is read past instead of kept. */
  readonly problem: string | undefined;
}

/**
 * Reads blobs through one long-lived `git cat-file --batch`, which is started with the first one and answers
 * in order. Idle, it does not keep this process alive.
 */
export class ObjectReader {
  private readonly git: GitCommand;
  private child: ChildProcess | undefined;
  private readonly requests: Request[] = [];
  private buffered: Buffer[] = [];
  private pending: Pending | undefined;
  private stderr = '';

  constructor(git: GitCommand) {
    this.git = git;
  }

  /** The blob with this full id. */
  read(id: string): Promise<BlobResult> {
    if (!/^[0-9a-f]{40,64}$/.test(id))
      return Promise.resolve(err(`has \`${id}\` for its blob, which is no id`));
    return new Promise((resolve) => {
      this.requests.push({ id, resolve });
      this.child ??= this.open();
      holdProcess(this.child, true);
      this.child.stdin?.write(`${id}\n`);
    });
  }

  /** Ends the process; what is still asked for is answered with a reason. */
  close(): void {
    const child = this.child;
    this.reset();
    this.failAll('was not read before the repository was closed');
    child?.kill();
  }

  private open(): ChildProcess {
    const child = this.git.start(['cat-file', '--batch']);
    this.stderr = '';
    const current = (): boolean => this.child === child;
    child.stdout?.on('data', (chunk: Buffer) => {
      if (current()) this.receive(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (current()) this.stderr += chunk.toString('utf8');
    });
    // A pipe that breaks is told by `close`, with git's own message.
    child.stdin?.on('error', () => child.kill());
    child.on('error', (error) => {
      if (!current()) return;
      this.reset();
      this.failAll(`could not be read: ${error.message}`);
    });
    child.on('close', () => {
      if (current()) this.restart();
    });
    return child;
  }

  /**
   * The process ended although it was not told to: on the object that it was asked for first, as git does
   * where it may not fetch an object of a partial clone. The other requests are asked again.
   */
  private restart(): void {
    this.reset();
    const lacking = this.stderr.includes('promisor remote');
    this.answer(err(lacking ? missing : `could not be read: ${firstLine(this.stderr)}`));
    if (this.requests.length === 0) return;
    this.child = this.open();
    for (const { id } of this.requests) this.child.stdin?.write(`${id}\n`);
  }

  private reset(): void {
    this.child = undefined;
    this.buffered = [];
    this.pending = undefined;
  }

  private failAll(reason: string): void {
    for (const request of this.requests.splice(0)) request.resolve(err(reason));
  }

  private receive(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      rest = this.pending === undefined ? this.receiveHeader(rest) : this.receiveContent(this.pending, rest);
    }
    if (this.requests.length === 0 && this.child !== undefined) holdProcess(this.child, false);
  }

  private receiveHeader(chunk: Buffer): Buffer {
    const end = chunk.indexOf(0x0a);
    if (end === -1) {
      this.buffered.push(chunk);
      return Buffer.alloc(0);
    }
    const header = Buffer.concat([...this.buffered, chunk.subarray(0, end)]).toString('utf8');
    this.buffered = [];
    const [, type, size = ''] = header.split(' ');
    if (type === 'missing') {
      this.answer(err(missing));
    } else {
      const bytes = Number(size);
      const problem =
        type === 'blob' ? sizeProblem(bytes) : `is not a file but a ${type ?? 'nameless object'}`;
      // The content is followed by a line feed.
      this.pending = { left: bytes + 1, chunks: [], problem };
    }
    return chunk.subarray(end + 1);
  }

  private receiveContent(pending: Pending, chunk: Buffer): Buffer {
    const part = chunk.subarray(0, pending.left);
    if (pending.problem === undefined) pending.chunks.push(part);
    pending.left -= part.length;
    if (pending.left === 0) {
      this.pending = undefined;
      const content = Buffer.concat(pending.chunks);
      this.answer(pending.problem === undefined ? ok(content.subarray(0, -1)) : err(pending.problem));
    }
    return chunk.subarray(part.length);
  }

  private answer(result: BlobResult): void {
    this.requests.shift()?.resolve(result);
  }
}

/** Whether the child and its pipes keep this process alive. */
function holdProcess(child: ChildProcess, hold: boolean): void {
  for (const handle of [child, child.stdin, child.stdout, child.stderr]) {
    if (handle !== child && !(handle instanceof Socket)) continue;
    if (hold) handle.ref();
    else handle.unref();
  }
}
