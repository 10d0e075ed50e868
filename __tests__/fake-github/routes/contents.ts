import { posix } from 'node:path';
import type { Answer } from '../answers.ts';
import { json, notFound, Refusal } from '../answers.ts';
import type { GitObject, TreeItem } from '../git.ts';
import {
  factsOf,
  htmlUrl,
  nodeId,
  repositoryPayload,
  repositoryUrl,
  urlPath,
} from '../repository-payloads.ts';
import type { Call, Route } from '../routing.ts';
import { parameter } from '../routing.ts';
import type { Repository } from '../state.ts';

const SYMLINK = '120000';

/** Reads of a repository and of its git objects. */
export const contentRoutes: readonly Route[] = [
  {
    name: 'GET /repos/{owner}/{repo}',
    needs: { permission: 'metadata', level: 'read' },
    handle: async ({ world }, repository) => json(200, repositoryPayload(world, factsOf(repository))),
  },
  {
    name: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
    needs: { permission: 'contents', level: 'read' },
    handle: answerTree,
  },
  {
    name: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
    needs: { permission: 'contents', level: 'read' },
    handle: answerBlob,
  },
  {
    name: 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
    needs: { permission: 'contents', level: 'read' },
    handle: answerCommit,
  },
  {
    name: 'GET /repos/{owner}/{repo}/contents/{path}',
    needs: { permission: 'contents', level: 'read' },
    handle: answerContents,
  },
];

async function answerTree(call: Call, repository: Repository): Promise<Answer> {
  const found = await repository.git.object(parameter(call, 'tree_sha'));
  if (found === undefined || found.type === 'blob') throw notFound();
  const git = `${repositoryUrl(call.world, repository)}/git`;
  // Any value of `recursive` asks for it, "false" too.
  const items = await repository.git.tree(found.id, call.url.searchParams.has('recursive'));
  const shown = items.slice(0, call.world.limits.treeEntries);
  return json(200, {
    sha: found.id,
    url: `${git}/trees/${found.id}`,
    tree: shown.map((item) => ({
      path: item.path,
      mode: item.mode,
      type: item.type,
      sha: item.id,
      ...(item.size === undefined ? {} : { size: item.size }),
      ...(item.type === 'commit' ? {} : { url: `${git}/${item.type}s/${item.id}` }),
    })),
    truncated: shown.length < items.length,
  });
}

async function answerBlob(call: Call, repository: Repository): Promise<Answer> {
  const id = parameter(call, 'file_sha');
  const found = /^[0-9a-f]{40}$/.test(id) ? await repository.git.object(id) : undefined;
  if (found?.type !== 'blob') throw notFound();
  assertBlobSize(call, found);
  const bytes = await repository.git.blob(found.id);
  if (wantsRaw(call)) return { status: 200, body: { bytes, type: 'application/vnd.github.raw+json' } };
  return json(200, {
    sha: found.id,
    node_id: nodeId('B', found.id),
    size: bytes.length,
    url: `${repositoryUrl(call.world, repository)}/git/blobs/${found.id}`,
    content: base64(bytes),
    encoding: 'base64',
  });
}

async function answerCommit(call: Call, repository: Repository): Promise<Answer> {
  const id = parameter(call, 'commit_sha');
  const found = /^[0-9a-f]{40}$/.test(id) ? await repository.git.object(id) : undefined;
  if (found?.type !== 'commit') throw notFound();
  const commit = await repository.git.commit(found.id);
  const git = `${repositoryUrl(call.world, repository)}/git`;
  const html = `${htmlUrl(repository)}/commit`;
  return json(200, {
    sha: commit.id,
    node_id: nodeId('C', commit.id),
    url: `${git}/commits/${commit.id}`,
    html_url: `${html}/${commit.id}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${git}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${git}/commits/${parent}`,
      html_url: `${html}/${parent}`,
    })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  });
}

async function answerContents(call: Call, repository: Repository): Promise<Answer> {
  const ref = call.url.searchParams.get('ref') ?? repository.defaultBranch;
  const commit = await repository.git.commitId(ref);
  if (commit === undefined) throw notFound(`No commit found for the ref ${ref}`);
  const path = parameter(call, 'path').replace(/\/$/, '');
  const found = await findPath(repository, commit, path);
  if (found === undefined) throw notFound();
  if (found.type === 'tree') {
    const items = await repository.git.tree(found.id, false);
    return json(
      200,
      items.map((item) => entry(call, repository, ref, posix.join(path, item.path), item)),
    );
  }
  if (found.mode !== SYMLINK) return answerFile(call, repository, ref, path, found);
  const target = (await repository.git.blob(found.id)).toString('utf8');
  const behind = posix.isAbsolute(target)
    ? undefined
    : await findPath(repository, commit, posix.join(posix.dirname(path), target));
  // GitHub follows a link to a regular file of the repository and describes any other.
  if (behind?.type === 'blob' && behind.mode !== SYMLINK) {
    return answerFile(call, repository, ref, path, behind);
  }
  return json(200, { ...entry(call, repository, ref, path, found), type: 'symlink', target });
}

async function answerFile(
  call: Call,
  repository: Repository,
  ref: string,
  path: string,
  item: TreeItem,
): Promise<Answer> {
  const described = entry(call, repository, ref, path, item);
  if (item.type === 'commit') {
    return json(200, { ...described, type: 'submodule', submodule_git_url: `${htmlUrl(repository)}.git` });
  }
  assertBlobSize(call, { id: item.id, size: item.size ?? 0 });
  const bytes = await repository.git.blob(item.id);
  if (wantsRaw(call)) return { status: 200, body: { bytes, type: 'application/vnd.github.raw+json' } };
  const fits = bytes.length <= call.world.limits.contentBytes;
  return json(200, {
    ...described,
    type: 'file',
    content: fits ? base64(bytes) : '',
    encoding: fits ? 'base64' : 'none',
  });
}

async function findPath(repository: Repository, commit: string, path: string): Promise<TreeItem | undefined> {
  let at: TreeItem | undefined = { mode: '040000', type: 'tree', id: commit, path: '' };
  for (const segment of path.split('/').filter(Boolean)) {
    if (at?.type !== 'tree') return undefined;
    const items: readonly TreeItem[] = await repository.git.tree(at.id, false);
    at = items.find((item) => item.path === segment);
  }
  return at;
}

function entry(
  call: Call,
  repository: Repository,
  ref: string,
  path: string,
  item: TreeItem,
): Readonly<Record<string, unknown>> {
  const api = repositoryUrl(call.world, repository);
  const html = htmlUrl(repository);
  const where = `${urlPath(ref)}/${urlPath(path)}`;
  const self = `${api}/contents/${urlPath(path)}?ref=${encodeURIComponent(ref)}`;
  const git =
    item.type === 'commit' ? null : `${api}/git/${item.type === 'tree' ? 'trees' : 'blobs'}/${item.id}`;
  const page = `${html}/${item.type === 'tree' ? 'tree' : 'blob'}/${where}`;
  return {
    type: item.type === 'tree' ? 'dir' : item.mode === SYMLINK ? 'symlink' : 'file',
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha: item.id,
    size: item.size ?? 0,
    url: self,
    git_url: git,
    html_url: page,
    download_url: item.type === 'blob' ? `${html}/raw/${where}` : null,
    _links: { self, git, html: page },
  };
}

function assertBlobSize(call: Call, blob: Pick<GitObject, 'id' | 'size'>): void {
  if (blob.size <= call.world.limits.blobBytes) return;
  throw new Refusal(
    403,
    'This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API, ' +
      'but you can always clone the repository via Git in order to obtain it.',
    { errors: [{ resource: 'Blob', field: 'data', code: 'too_large' }] },
  );
}

function wantsRaw(call: Call): boolean {
  return /application\/vnd\.github\.(v3\.)?raw\b/.test(call.accept);
}

/** GitHub breaks base64 after 60 characters, with a newline at the end too. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{1,60}/g, '$&\n');
}
