import manifest from '../../package.json' with { type: 'json' };

/** The version that reports and the user agent name. */
export const version: string = manifest.version;

export const issuesUrl: string = manifest.bugs;

/** Where the rules' pages lie for this very version: the action's own repository and ref, else the package's. */
export function docsUrl(environment: Readonly<Record<string, string | undefined>>): string {
  const repository = nonEmpty(environment['GITHUB_ACTION_REPOSITORY']) ?? packageRepository();
  const ref =
    nonEmpty(environment['GITHUB_ACTION_REPOSITORY']) === undefined
      ? undefined
      : nonEmpty(environment['GITHUB_ACTION_REF']);
  const server = nonEmpty(environment['GITHUB_SERVER_URL']) ?? 'https://github.com';
  return `${server}/${repository}/blob/${ref ?? `v${version}`}`;
}

function packageRepository(): string {
  return new URL(manifest.repository.url.replace(/^git\+/, '')).pathname.replace(/^\/|\.git$/g, '');
}

export function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
