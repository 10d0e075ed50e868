export { FakeGitHub } from './hub.ts';
export type { FakeGitHubOptions, NewPullRequest } from './hub.ts';
export type { Limits } from './limits.ts';
export type { RecordedRequest } from './server.ts';
export type { Permissions } from './state.ts';
export type { PullRequestView } from './view.ts';
