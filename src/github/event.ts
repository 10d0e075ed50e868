import * as z from 'zod';
import { ConfigurationError } from '../base/errors.ts';

/** What a workflow's event asks for. Ids are full commit ids. */
export type ReviewEvent =
  | {
      readonly kind: 'pull-request';
      readonly number: number;
      readonly base: { readonly sha: string; readonly ref: string };
      readonly head: { readonly sha: string; readonly ref: string };
      /** The head is in another repository, or in one that was deleted: the token may not write. */
      readonly fork: boolean;
      /** `owner/name`; null where the repository was deleted. */
      readonly headRepository: string | null;
    }
  | { readonly kind: 'merge-group'; readonly base: string; readonly head: string }
  | {
      readonly kind: 'push';
      /** All zeros for a branch or tag that the push creates. */
      readonly before: string;
      /** All zeros for one that it deletes. */
      readonly after: string;
      /** The full ref, `refs/heads/…` or `refs/tags/…`. */
      readonly ref: string;
      /** The name of the repository's default branch. */
      readonly defaultBranch: string;
      readonly created: boolean;
      readonly deleted: boolean;
      readonly forced: boolean;
    }
  | { readonly kind: 'audit'; readonly head: string };

/** The events that `parseEvent` serves, with GitHub's names. */
export const servedEvents = [
  'pull_request',
  'pull_request_target',
  'merge_group',
  'push',
  'workflow_dispatch',
  'schedule',
] as const;

/** SHA-1, or SHA-256 in a repository of that format. */
const commitId = z
  .string({ error: 'a commit id' })
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, { error: 'a full commit id' });
const text = z.string({ error: 'a text' }).min(1, { error: 'a text that is not empty' });
const flag = z.boolean({ error: 'true or false' });

const pullRequestPayload = z.object({
  pull_request: z.object({
    number: z.int({ error: 'a number' }).positive({ error: 'a positive number' }),
    base: z.object({ sha: commitId, ref: text, repo: z.object({ full_name: text }) }),
    // GitHub sends null for the repository of a head whose fork was deleted.
    head: z.object({ sha: commitId, ref: text, repo: z.object({ full_name: text }).nullable() }),
  }),
});

const mergeGroupPayload = z.object({ merge_group: z.object({ base_sha: commitId, head_sha: commitId }) });

const pushPayload = z.object({
  before: commitId,
  after: commitId,
  ref: text,
  created: flag,
  deleted: flag,
  forced: flag,
  repository: z.object({ default_branch: text }),
});

/**
 * Reads the event that started a workflow.
 *
 * @param name `GITHUB_EVENT_NAME`.
 * @param payload The JSON of `GITHUB_EVENT_PATH`; fields that are not needed are not looked at.
 * @param sha `GITHUB_SHA`: what an audit is of.
 * @throws {ConfigurationError} For an event that is not served, and for a payload without a field that is needed.
 */
export function parseEvent(name: string, payload: unknown, sha: string): ReviewEvent {
  switch (name) {
    case 'pull_request':
    case 'pull_request_target': {
      const { pull_request: pull } = check(pullRequestPayload, name, payload);
      return {
        kind: 'pull-request',
        number: pull.number,
        base: { sha: pull.base.sha, ref: pull.base.ref },
        head: { sha: pull.head.sha, ref: pull.head.ref },
        // Not `repo.fork`: a repository that is itself a fork has pull requests of its own branches.
        headRepository: pull.head.repo?.full_name ?? null,
        fork: pull.head.repo?.full_name.toLowerCase() !== pull.base.repo.full_name.toLowerCase(),
      };
    }
    case 'merge_group': {
      const { merge_group: group } = check(mergeGroupPayload, name, payload);
      return { kind: 'merge-group', base: group.base_sha, head: group.head_sha };
    }
    case 'push': {
      const { before, after, ref, created, deleted, forced, repository } = check(pushPayload, name, payload);
      return {
        kind: 'push',
        before,
        after,
        ref,
        defaultBranch: repository.default_branch,
        created,
        deleted,
        forced,
      };
    }
    case 'workflow_dispatch':
    case 'schedule':
      if (!commitId.safeParse(sha).success) {
        throw new ConfigurationError(
          `The event ${name} needs GITHUB_SHA, the commit to audit; it is ${sha === '' ? 'empty' : JSON.stringify(sha)}.`,
        );
      }
      return { kind: 'audit', head: sha };
    default:
      throw new ConfigurationError(
        `The event ${JSON.stringify(name)} is not served; run the workflow on ${listed(servedEvents)}.`,
      );
  }
}

function check<T>(schema: z.ZodType<T>, name: string, payload: unknown): T {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue === undefined) throw new Error('the schema refused the payload without an issue');
  const field = issue.path.join('.') || 'the whole';
  // The schemas' own errors are expectations in words; zod's wording is left for what has none: objects.
  const expected = issue.code === 'invalid_type' && issue.expected === 'object' ? 'an object' : issue.message;
  throw new ConfigurationError(
    `The payload of the event ${name} is not as GitHub sends it: ${field} is ${found(payload, issue.path)}, ` +
      `and must be ${expected}.`,
  );
}

function found(payload: unknown, path: readonly PropertyKey[]): string {
  let value: unknown = payload;
  for (const key of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  if (value === undefined) return 'missing';
  return typeof value === 'object' && value !== null ? 'a structure' : JSON.stringify(value);
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}
