/** What is known of the event that started a workflow. */
export interface TriggeringEvent {
  /** `GITHUB_EVENT_NAME`. */
  readonly eventName: string;
  /** `owner/name` of the repository that the workflow runs in. */
  readonly repository: string;
  /** `owner/name` of the repository that a pull request's branch is in; null where it was deleted. */
  readonly headRepository?: string | null;
  /** Whether the job's token may write anything; undefined where that is not known. */
  readonly tokenCanWrite?: boolean;
  /** Whether the commit is on a branch or tag of this repository; undefined where that is not known. */
  readonly refIsInRepository?: boolean;
}

const twoJobs = 'run it in a job of its own, on "pull_request" with "permissions: contents: read"';

/**
 * Why the dynamic tier may not run, as a sentence; undefined where it may. Building and testing runs the code of
 * the change: it runs only where that code reaches no more than its author already can.
 */
export function sanitizeRefusal(event: TriggeringEvent): string | undefined {
  switch (event.eventName) {
    case 'pull_request':
      return pullRequestRefusal(event);
    case 'push':
    case 'schedule':
    case 'workflow_dispatch':
      return event.refIsInRepository === true
        ? undefined
        : `The sanitizers were not run: they run on "${event.eventName}" only when the commit is on a branch of ` +
            'this repository, and this one was not found on any; start the workflow on a branch.';
    case 'pull_request_target':
    case 'workflow_run':
    case 'issue_comment':
      return (
        `The sanitizers were not run: on "${event.eventName}" a job has the repository's secrets and a token ` +
        `that can write, and the code of a pull request must not be run with them; ${twoJobs}.`
      );
    default:
      return (
        `The sanitizers were not run: ${event.eventName === '' ? 'an unnamed event' : `"${event.eventName.slice(0, 100)}"`} ` +
        'is not among the events that they run on (pull_request, push, schedule, workflow_dispatch).'
      );
  }
}

function pullRequestRefusal(event: TriggeringEvent): string | undefined {
  // GitHub's names of repositories know no case. A deleted repository was a fork.
  const isFork = event.headRepository?.toLowerCase() !== event.repository.toLowerCase();
  if (!isFork || event.tokenCanWrite === false) return undefined;
  return (
    'The sanitizers were not run: the pull request comes from a fork, and ' +
    (event.tokenCanWrite === true
      ? "the job's token can write, which the fork's code must not reach"
      : "whether the job's token can write is not known") +
    `; ${twoJobs}.`
  );
}
