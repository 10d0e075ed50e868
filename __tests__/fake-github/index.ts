export { FakeGitHub } from './hub.ts';
export type { FakeGitHubOptions, NewComment, NewPullRequest, NewRepository, NewToken } from './hub.ts';
export type { Fault } from './faults.ts';
export type { Limits } from './limits.ts';
export type { RecordedRequest } from './server.ts';
export type { Permissions } from './state.ts';
export type { CommentView, PullRequestView, ReviewView, ThreadView } from './view.ts';
