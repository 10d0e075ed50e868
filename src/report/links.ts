import type { Links } from './report.ts';

/** The product's own pages, and where the reviewed code can be read. */
export interface ReviewLinks extends Links {
  /**
   * `https://HOST/OWNER/NAME/blob/COMMIT` of the reviewed revision, without a slash at the end.
   * Left out where the code has no address, e.g. for a work tree: places are then shown as plain code.
   */
  readonly source?: string;
}

/** The page of a rule; `#write-it-instead` is its section with the good program. */
export function rulePage(links: Links, ruleId: string): string {
  return `${links.docs}/docs/rules/${encodePath(ruleId)}.md`;
}

export function remediationPage(links: Links, ruleId: string): string {
  return `${rulePage(links, ruleId)}#write-it-instead`;
}

/** The address of a line of the reviewed revision, or undefined where the code has none. */
export function sourceUrl(links: ReviewLinks, path: string, line: number): string | undefined {
  return links.source === undefined ? undefined : `${links.source}/${encodePath(path)}#L${line}`;
}

/** Encodes each part of a path so that it can stand in a URL and in Markdown's parentheses. */
export function encodePath(path: string): string {
  // A lone surrogate has no UTF-8 form: encodeURIComponent would throw on it.
  return path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replace(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/');
}
