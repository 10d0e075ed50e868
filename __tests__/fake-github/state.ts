import type { DiffFile } from './difference.ts';
import type { Git } from './git.ts';
import type { Limits } from './limits.ts';
import type { Side } from './patch.ts';
import type { AnchorWording } from './refusals.ts';

export interface User {
  readonly login: string;
  readonly id: number;
  readonly type: 'User' | 'Bot';
}

/** What a token may do; what is not named it may not do at all. */
export interface Permissions {
  readonly contents?: 'read' | 'write';
  readonly pull_requests?: 'read' | 'write';
  readonly metadata?: 'read';
  readonly checks?: 'read' | 'write';
  readonly issues?: 'read' | 'write';
}

/** Who a token acts as. */
export interface Identity {
  readonly user: User;
  readonly permissions: Permissions;
}

/** A commented place of a diff: a line, or a range of lines that ends in it. */
export interface Anchor {
  readonly side: Side;
  readonly line: number;
  readonly startSide?: Side;
  readonly startLine?: number;
}

export interface PlacedAnchor extends Anchor {
  readonly position: number;
}

export interface Comment {
  readonly id: number;
  readonly review: Review;
  readonly author: User;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly replyTo?: number;
}

/** A conversation on a line or on a file. */
export interface Thread {
  readonly id: number;
  readonly path: string;
  readonly subject: 'line' | 'file';
  /** Where it was written: the commit, the merge base that its diff started from, the place in that diff. */
  readonly original: {
    readonly commit: string;
    readonly mergeBase: string;
    /** The file's path at the merge base, for a comment on the left side. */
    readonly basePath: string;
    readonly anchor?: PlacedAnchor;
    readonly diffHunk: string;
    /** The commented lines. */
    readonly text: readonly string[];
  };
  /** Whether the diff no longer shows the place. */
  outdated: boolean;
  /** The place in the diff of today; unset where outdated or on a file. */
  current?: PlacedAnchor;
  resolvedBy?: string;
  readonly comments: Comment[];
}

export type ReviewState = 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'PENDING';

export interface Review {
  readonly id: number;
  readonly author: User;
  readonly body: string;
  readonly state: ReviewState;
  readonly commit: string;
  readonly createdAt: string;
}

export interface PullRequest {
  readonly number: number;
  readonly id: number;
  readonly title: string;
  readonly author: User;
  readonly baseBranch: string;
  readonly headBranch: string;
  /** The repository of the head; unset where a fork was deleted. */
  readonly headRepository?: { readonly owner: string; readonly name: string; readonly fork: boolean };
  readonly headOwner: string;
  readonly createdAt: string;
  state: 'open' | 'closed';
  base: string;
  head: string;
  mergeBase: string;
  commits: readonly string[];
  files: readonly DiffFile[];
  readonly reviews: Review[];
  readonly threads: Thread[];
}

export interface Repository {
  readonly owner: string;
  readonly name: string;
  readonly id: number;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly git: Git;
  readonly pulls: Map<number, PullRequest>;
}

/** Everything that the fake remembers. Its clock advances a second with each event, so runs repeat exactly. */
export class World {
  readonly limits: Limits;
  readonly anchorWording: AnchorWording;
  readonly repositories = new Map<string, Repository>();
  readonly tokens = new Map<string, Identity>();
  apiUrl = '';
  readonly #users = new Map<string, User>();
  #ids = 1000;
  #seconds = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(limits: Limits, anchorWording: AnchorWording) {
    this.limits = limits;
    this.anchorWording = anchorWording;
  }

  nextId(): number {
    return ++this.#ids;
  }

  now(): string {
    const time = Date.UTC(2026, 0, 1) + 1000 * this.#seconds++;
    return new Date(time).toISOString().replace('.000Z', 'Z');
  }

  user(login: string, id?: number): User {
    const known = this.#users.get(login);
    if (known !== undefined) return known;
    const user: User = { login, id: id ?? this.nextId(), type: login.endsWith('[bot]') ? 'Bot' : 'User' };
    this.#users.set(login, user);
    return user;
  }

  findRepository(fullName: string): Repository | undefined {
    return this.repositories.get(fullName.toLowerCase());
  }

  /** Runs changes of state one after the other, so that each is atomic though it waits for git. */
  exclusive<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#last.then(change);
    // The caller gets the failure; the next change only waits for the end of this one.
    this.#last = result.catch(() => undefined);
    return result;
  }
}
