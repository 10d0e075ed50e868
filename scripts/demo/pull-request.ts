import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FakeGitHub } from '../../__tests__/fake-github/index.ts';
import { TemporaryRepository } from '../../__tests__/git-repository.ts';

const example = fileURLToPath(new URL('../../examples/demo', import.meta.url));
const branch = 'write-gzip-files';

/** The example's pull request, open on a fake GitHub, and what a workflow's job for it starts with. */
export interface ExamplePullRequest {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  /** The merge of the head into the base: what GitHub gives to a workflow of a pull request. */
  readonly mergeCommit: string;
  /** The checkout, as `actions/checkout` leaves it with `fetch-depth: 0`. */
  readonly workspace: string;
  /** The payload of the `pull_request` event. */
  readonly event: unknown;
  /** The files of the head, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Removes the repository and the checkout. */
  dispose(): void;
}

/** Commits `examples/demo` to a new repository, opens the pull request and checks it out. */
export async function openExample(hub: FakeGitHub): Promise<ExamplePullRequest> {
  const base = filesBelow('base');
  const head = filesBelow('head');
  const origin = TemporaryRepository.create();
  let checkout: TemporaryRepository | undefined;
  const dispose = (): void => {
    checkout?.dispose();
    origin.dispose();
  };
  try {
    origin.commit('Read gzip files', base);
    origin.git('switch', '--quiet', '--create', branch);
    origin.commit('Write gzip files', head);
    const repository = await hub.addRepository({ owner: 'gopher', name: 'gz', gitDir: origin.root });
    const title = 'Write gzip files, and return lines without their ends';
    const number = await hub.openPullRequest(repository, { base: 'main', head: branch, title });

    const mergeRef = `refs/pull/${number}/merge`;
    origin.git('switch', '--quiet', '--detach', 'main');
    origin.git('merge', '--quiet', '--no-ff', '--message', `Merge ${branch} into main`, branch);
    origin.git('update-ref', mergeRef, 'HEAD');
    origin.git('switch', '--quiet', 'main');
    checkout = TemporaryRepository.clone(origin);
    checkout.git('fetch', '--quiet', 'origin', `+${mergeRef}:refs/remotes/pull/${number}/merge`);
    checkout.git('checkout', '--quiet', '--detach', `refs/remotes/pull/${number}/merge`);
    return {
      repository,
      number,
      mergeCommit: checkout.git('rev-parse', 'HEAD').trim(),
      workspace: checkout.root,
      event: await eventOf(hub, repository, number),
      files: new Map(Object.entries({ ...base, ...head })),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** The files of one side of the example, by their path in the repository. */
export function filesBelow(side: 'base' | 'head'): Readonly<Record<string, string>> {
  const folder = path.join(example, side);
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}

/** The event's payload holds the pull request in the form in which the API shows it. */
async function eventOf(hub: FakeGitHub, repository: string, number: number): Promise<unknown> {
  const response = await fetch(`${hub.apiUrl}/repos/${repository}/pulls/${number}`, {
    headers: { authorization: `Bearer ${hub.token}`, 'user-agent': 'cgo-review-demo' },
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`the fake shows no pull request: ${JSON.stringify(answer)}`);
  return { action: 'opened', number, pull_request: answer };
}
