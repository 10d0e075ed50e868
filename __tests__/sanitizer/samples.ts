import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, 'samples');

export interface Sample {
  readonly name: string;
  readonly text: string;
}

/** Output of real runs, under gcc 12, clang 14, Go 1.26 and valgrind 3.19. */
export function samples(): readonly Sample[] {
  return readdirSync(folder)
    .sort()
    .map((file) => ({
      name: path.basename(file, '.txt'),
      text: readFileSync(path.join(folder, file), 'utf8'),
    }));
}

export function sample(name: string): string {
  return readFileSync(path.join(folder, `${name}.txt`), 'utf8');
}
