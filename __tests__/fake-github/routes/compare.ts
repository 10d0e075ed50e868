import type { Answer } from '../answers.ts';
import { json, notFound } from '../answers.ts';
import { diffFiles } from '../difference.ts';
import { commitPayload, filePayload } from '../pull-payloads.ts';
import { htmlUrl, repositoryUrl } from '../repository-payloads.ts';
import type { Call, Route } from '../routing.ts';
import { paginate, parameter } from '../routing.ts';
import type { Repository } from '../state.ts';

export const compareRoutes: readonly Route[] = [
  {
    name: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    needs: { permission: 'contents', level: 'read' },
    handle: answerCompare,
  },
];

async function answerCompare(call: Call, repository: Repository): Promise<Answer> {
  const { world } = call;
  const { git } = repository;
  const [baseName, headName, ...more] = parameter(call, 'basehead').split('...');
  if (baseName === undefined || headName === undefined || more.length > 0) throw notFound();
  const base = await git.commitId(withoutOwner(baseName));
  const head = await git.commitId(withoutOwner(headName));
  if (base === undefined || head === undefined) throw notFound();
  const mergeBase = await git.mergeBase(base, head);
  if (mergeBase === undefined) throw notFound(`No common ancestor between ${baseName} and ${headName}.`);

  const ahead = await git.commitsBetween(base, head);
  const behind = await git.commitsBetween(head, base);
  const paginated = call.url.searchParams.has('page') || call.url.searchParams.has('per_page');
  const page = paginated
    ? paginate(call, ahead)
    : { items: ahead.slice(-world.limits.compareCommits), headers: {} };
  const first = (call.url.searchParams.get('page') ?? '1') === '1';
  const files = first ? await diffFiles(git, mergeBase, head, world.limits) : [];
  const payload = async (id: string): Promise<unknown> =>
    commitPayload(world, repository, await git.commit(id));
  const html = `${htmlUrl(repository)}/compare/${base}...${head}`;
  return json(
    200,
    {
      url: `${repositoryUrl(world, repository)}/compare/${base}...${head}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: await payload(base),
      merge_base_commit: await payload(mergeBase),
      status: comparison(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: await Promise.all(page.items.map(payload)),
      files: files
        .slice(0, world.limits.compareFiles)
        .map((file) => filePayload(world, repository, file, head)),
    },
    page.headers,
  );
}

/** `owner:branch` names a branch of a fork, which shares this repository's objects. */
function withoutOwner(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function comparison(ahead: number, behind: number): 'ahead' | 'behind' | 'diverged' | 'identical' {
  if (ahead === 0) return behind === 0 ? 'identical' : 'behind';
  return behind === 0 ? 'ahead' : 'diverged';
}
