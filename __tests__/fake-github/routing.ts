import type { Answer } from './answers.ts';
import { forbidden, notFound } from './answers.ts';
import type { Identity, Permissions, PullRequest, Repository, World } from './state.ts';

/** A request as a route sees it. */
export interface Call {
  readonly world: World;
  readonly caller: Identity;
  readonly parameters: Readonly<Record<string, string>>;
  readonly url: URL;
  /** The `Accept` header. */
  readonly accept: string;
  /** The parsed JSON body, which fits the route's schema. */
  readonly body: unknown;
}

export interface Route {
  /** As GitHub's description spells it: `GET /repos/{owner}/{repo}`. */
  readonly name: string;
  /** What the token must be allowed; a public repository can be read with any token. */
  readonly needs: { readonly permission: keyof Permissions; readonly level: 'read' | 'write' };
  handle(call: Call, repository: Repository): Promise<Answer>;
}

/** Parameters that take in slashes, besides a path. */
const SEVERAL_SEGMENTS = new Set(['basehead', 'tree_sha']);

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the route of a request; undefined where the fake does not serve it. */
export function matchRoute(routes: readonly Route[], method: string, pathname: string): Match | undefined {
  for (const route of routes) {
    const [routeMethod = '', template = ''] = route.name.split(' ');
    if (routeMethod !== method) continue;
    const names: string[] = [];
    const pattern = template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      names.push(name);
      // The root folder is the empty path.
      if (name === 'path') return '(.*)';
      return SEVERAL_SEGMENTS.has(name) ? '(.+)' : '([^/]+)';
    });
    const found = new RegExp(`^${pattern}$`).exec(pathname);
    if (found === null) continue;
    const values = names.map((name, index) => [name, decode(found[index + 1] ?? '')] as const);
    return { route, parameters: Object.fromEntries(values) };
  }
  return undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound();
  }
}

/** The repository of a call, if its token may do what the route needs. */
export function authorizedRepository(call: Call, route: Route): Repository {
  const repository = call.world.findRepository(`${parameter(call, 'owner')}/${parameter(call, 'repo')}`);
  if (repository === undefined) throw notFound();
  const { permission, level } = route.needs;
  const granted = call.caller.permissions[permission];
  const enough = granted === 'write' || (granted !== undefined && level === 'read');
  if (!enough && (level === 'write' || repository.private)) throw forbidden();
  return repository;
}

export function parameter(call: Call, name: string): string {
  const value = call.parameters[name];
  if (value === undefined) throw new Error(`the route has no parameter ${name}`);
  return value;
}

/** The pull request that `{pull_number}` names; 404 where there is none. */
export function pullOf(call: Call, repository: Repository): PullRequest {
  const pull = repository.pulls.get(Number(parameter(call, 'pull_number')));
  if (pull === undefined) throw notFound();
  return pull;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

/** One page of a list, with the `Link` header that leads to the others. */
export function paginate<T>(call: Call, all: readonly T[]): Page<T> {
  const { limits } = call.world;
  const perPage = Math.min(count(call, 'per_page') ?? limits.perPageDefault, limits.perPageMaximum);
  const page = count(call, 'page') ?? 1;
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const link = (relation: string, to: number): string => {
    const url = new URL(call.url);
    url.searchParams.set('page', String(to));
    return `<${url.href}>; rel="${relation}"`;
  };
  const links = [
    ...(page > 1 ? [link('prev', page - 1)] : []),
    ...(page < last ? [link('next', page + 1), link('last', last)] : []),
    ...(page > 1 ? [link('first', 1)] : []),
  ];
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  };
}

function count(call: Call, name: string): number | undefined {
  const value = call.url.searchParams.get(name);
  return value !== null && /^[1-9]\d*$/.test(value) ? Number(value) : undefined;
}
