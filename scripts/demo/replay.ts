import { FakeGitHub } from '../../__tests__/fake-github/index.ts';
import type { PullRequestView } from '../../__tests__/fake-github/index.ts';
import type { Verdict } from '../../src/report/report.ts';
import type { ShownComment, ShownReview } from '../../src/report/shown-review.ts';
import { openExample } from './pull-request.ts';
import type { ActionRun } from './runner.ts';
import { runAction } from './runner.ts';

/** The example's pull request after the action has run on it twice. */
export interface Replay {
  /** What a person sees on the pull request. */
  readonly review: ShownReview;
  readonly first: ActionRun;
  /** The same run again, as for a job that is run anew without a push. */
  readonly second: ActionRun;
  /** The requests of each run that changed something on GitHub, e.g. `POST /repos/…/reviews`. */
  readonly firstWrites: readonly string[];
  readonly secondWrites: readonly string[];
  /** Requests that GitHub would not serve, and mistakes of the fake: none where all is well. */
  readonly complaints: readonly string[];
  /** The files of the pull request's head, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Replays the example's pull request against a fake GitHub and cleans up after itself.
 *
 * @param action The bundled action, `dist/index.js`.
 */
export async function replay(action: string): Promise<Replay> {
  const hub = await FakeGitHub.start();
  try {
    const pull = await openExample(hub);
    try {
      const first = await runAction(action, hub, pull);
      const firstWrites = hub.writes.map(({ method, path }) => `${method} ${path}`);
      const second = await runAction(action, hub, pull);
      const writes = hub.writes.map(({ method, path }) => `${method} ${path}`);
      const unknown = hub.unknownRequests.map(({ method, path }) => `GitHub does not know ${method} ${path}`);
      return {
        review: shownReview(hub.view(pull.repository, pull.number), pull.number, verdictOf(first)),
        first,
        second,
        firstWrites,
        secondWrites: writes.slice(firstWrites.length),
        complaints: [...unknown, ...hub.faults],
        files: pull.files,
      };
    } finally {
      pull.dispose();
    }
  } finally {
    await hub.close();
  }
}

/** The action's output; a run that ended without one has shown nothing that could pass. */
function verdictOf({ outputs }: ActionRun): Verdict {
  const verdict = outputs.get('verdict');
  return verdict === 'pass' || verdict === 'fail' ? verdict : 'incomplete';
}

function shownReview(view: PullRequestView, number: number, verdict: Verdict): ShownReview {
  const review = view.reviews[0];
  return {
    title: `${view.title} #${number}`,
    author: shownLogin(review?.author ?? ''),
    verdict,
    body: review?.body ?? '',
    comments: view.threads.map(({ path, line, startLine, side, hunk, comments: [comment] }): ShownComment => {
      if (line === undefined || comment === undefined)
        throw new Error(`${path} has a comment without a line`);
      return {
        author: shownLogin(comment.author),
        body: comment.body,
        path,
        line,
        side,
        diffHunk: hunk,
        ...(startLine === undefined ? {} : { startLine }),
      };
    }),
  };
}

/** GitHub shows the suffix of an app's login as a badge of its own. */
function shownLogin(login: string): string {
  return login.replace(/\[bot\]$/, '');
}
