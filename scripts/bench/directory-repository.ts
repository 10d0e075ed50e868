import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Revision } from '../../src/diff/change.ts';
import { sourceKind } from '../../src/source/classify.ts';
import type { Repository } from '../../src/source/repository.ts';
import type { TreeEntry } from '../../src/source/snapshot.ts';

/** The sources below a directory, read once, so that no benchmark of the analysis waits for a disk. */
export class DirectoryRepository implements Repository {
  /** Bytes by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  private readonly entries: readonly TreeEntry[];

  constructor(directory: string) {
    const files = new Map<string, Uint8Array>();
    collect(directory, '', files);
    this.files = files;
    this.entries = [...files].map(([file, bytes]) => ({
      path: file,
      kind: 'file',
      size: bytes.length,
      blob: createHash('sha1').update(bytes).digest('hex'),
    }));
  }

  async tree(): Promise<readonly TreeEntry[]> {
    return this.entries;
  }

  async blob(entry: TreeEntry): Promise<Uint8Array> {
    const bytes = this.files.get(entry.path);
    if (bytes === undefined) throw new Error('is missing from the directory');
    return bytes;
  }

  async file(_revision: Revision, file: string): Promise<Uint8Array | undefined> {
    return this.files.get(file);
  }
}

function collect(root: string, below: string, into: Map<string, Uint8Array>): void {
  const entries = readdirSync(path.join(root, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== '.git') collect(root, name, into);
    } else if (entry.isFile() && sourceKind(name) !== undefined) {
      into.set(name, readFileSync(path.join(root, name)));
    }
  }
}
