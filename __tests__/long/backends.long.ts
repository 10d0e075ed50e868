import { describe, expect, test } from '@jest/globals';
import { languageOf, goRootFiles, spread } from './corpus.ts';
import { problemsOfTasks } from './task-runner.ts';

/** So many damaged versions of Go's own files are read. */
const damages = 10_240;

/** A file of tables, a million characters long, says no more when it is damaged than others do. */
const longest = 60_000;

describe("Go's own files, its broken ones included: read by both backends alike, and analysed", () => {
  const files = goRootFiles();

  test('as they are', async () => {
    const go = files.filter(({ path }) => languageOf(path) === 'go');
    expect(go.length).toBeGreaterThan(9_000);
    expect(go.filter(({ path }) => /\/(?:test|testdata)\//.test(path)).length).toBeGreaterThan(2_000);
    expect(await problemsOfTasks(files.map(({ path }) => ({ path })))).toEqual([]);
  });

  test('damaged', async () => {
    const short = files.filter(({ size }) => size < longest);
    const crossing = short.filter(({ crosses, path }) => crosses || languageOf(path) === 'c');
    expect(crossing.length).toBeGreaterThan(1_000);
    // Half of them where rules have something to say.
    const tasks = [...spread(short, damages / 2), ...repeated(crossing, damages / 2)].map(
      ({ path }, seed) => ({ path, seed }),
    );
    expect(tasks).toHaveLength(damages);
    expect(await problemsOfTasks(tasks)).toEqual([]);
  });
});

function repeated<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => list[i % list.length] as T);
}
