import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { sizeProblem } from '../source/decode.ts';

export type ObjectFormat = 'sha1' | 'sha256';

/** A file or a symbolic link on disk, as git would record it. */
interface DiskEntry {
  readonly kind: 'file' | 'symlink';
  /** The id of its blob, without any filter or conversion of line endings; zeros where it cannot be read. */
  readonly blob: string;
  readonly size: number;
  /** Set for a file that may not be opened. */
  readonly denied?: true;
}

/** Why a file that exists is not read, as a clause after its path. */
export const permissionDenied = 'permission denied';

/**
 * The files of a work tree. No symbolic link is ever followed, neither the file's own nor one among its
 * directories: what a link points to is no file of the repository. Devices, pipes and sockets do not exist
 * here.
 */
export class WorkTree {
  private readonly root: string;
  private readonly format: ObjectFormat;

  constructor(root: string, format: ObjectFormat) {
    this.root = root;
    this.format = format;
  }

  /** Undefined where there is no such file. */
  async entry(path: string): Promise<DiskEntry | undefined> {
    return this.visit<DiskEntry>(path, async (content) => {
      if (content.kind === 'denied') {
        const blob = '0'.repeat(this.blobId(new Uint8Array()).length);
        return { kind: 'file', blob, size: content.size, denied: true };
      }
      if (content.kind === 'symlink') {
        return { kind: 'symlink', blob: this.blobId(content.target), size: content.target.length };
      }
      const hash = createHash(this.format).update(`blob ${content.size}\0`);
      for await (const chunk of content.handle.createReadStream({ autoClose: false }))
        hash.update(chunk as Buffer);
      return { kind: 'file', blob: hash.digest('hex'), size: content.size };
    });
  }

  /**
   * The bytes of a file, or of a link's target; the error is a clause that follows the path. Undefined where
   * there is no such file.
   */
  async read(path: string): Promise<Result<Uint8Array> | undefined> {
    return this.visit<Result<Uint8Array>>(path, async (content) => {
      if (content.kind === 'symlink') return ok(content.target);
      if (content.kind === 'denied') return err(permissionDenied);
      const tooLarge = sizeProblem(content.size);
      return tooLarge === undefined ? ok(await content.handle.readFile()) : err(tooLarge);
    });
  }

  /** The id that git gives to a blob with these bytes. */
  blobId(bytes: Uint8Array): string {
    return createHash(this.format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  }

  private async visit<T>(path: string, use: (content: DiskContent) => Promise<T>): Promise<T | undefined> {
    const parts = path.split('/');
    // On Windows a backslash or a drive would leave the repository as `..` does.
    if (parts.some((part) => part === '' || part === '.' || part === '..') || /\0|^[A-Za-z]:/.test(path)) {
      return undefined;
    }
    try {
      let directory = this.root;
      for (const part of parts.slice(0, -1)) {
        directory = join(directory, part);
        if (!(await lstat(directory)).isDirectory()) return undefined;
      }
      return await this.visitFile(join(this.root, path), use);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      // The directory may not be entered.
      if (hasCode(error, denials)) return use({ kind: 'denied', size: 0 });
      throw error;
    }
  }

  private async visitFile<T>(
    file: string,
    use: (content: DiskContent) => Promise<T>,
  ): Promise<T | undefined> {
    const found = await lstat(file);
    if (found.isSymbolicLink()) {
      return use({ kind: 'symlink', target: await readlink(file, { encoding: 'buffer' }) });
    }
    if (!found.isFile()) return undefined;
    // A file that became a link or a pipe since then is neither followed nor waited for.
    const handle = await openUnlessDenied(file);
    if (handle === undefined) return use({ kind: 'denied', size: found.size });
    try {
      const opened = await handle.stat();
      return opened.isFile() ? await use({ kind: 'file', handle, size: opened.size }) : undefined;
    } finally {
      await handle.close();
    }
  }
}

type DiskContent =
  | { readonly kind: 'symlink'; readonly target: Buffer }
  | { readonly kind: 'denied'; readonly size: number }
  | { readonly kind: 'file'; readonly handle: FileHandle; readonly size: number };

async function openUnlessDenied(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (hasCode(error, denials)) return undefined;
    throw error;
  }
}

const denials: readonly string[] = ['EACCES', 'EPERM'];

/** Whether the error of a file operation says that there is no such file, or no longer. */
function isAbsence(error: unknown): boolean {
  return hasCode(error, ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}
