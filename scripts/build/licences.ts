import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const manifest = z.object({ name: z.string(), version: z.string(), license: z.string() });

const rule = '-'.repeat(80);

/**
 * The notices that the licences of the bundled packages ask for: name, version and licence of each, with the
 * text of its licence file.
 *
 * @param inputs paths relative to `root`; those under `node_modules/` name the packages
 * @throws where a package says nothing of its licence
 */
export async function licenceNotices(root: string, inputs: readonly string[]): Promise<string> {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const notices = await Promise.all([...folders].map((folder) => notice(path.join(root, folder))));
  const unique = [...new Set(notices)].sort();
  return [
    'The files of this folder contain the following packages.',
    ...unique.map((text) => `${rule}\n${text}`),
    '',
  ].join('\n');
}

/** `node_modules/@octokit/core/dist/x.js` is a file of `node_modules/@octokit/core`. */
function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

async function notice(folder: string): Promise<string> {
  const { name, version, license } = manifest.parse(
    JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')),
  );
  const file = (await readdir(folder)).sort().find((entry) => /^(?:licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? '' : await readFile(path.join(folder, file), 'utf8');
  const title = `${name} ${version} (${license})`;
  const body = text.replaceAll('\r\n', '\n').trim();
  return body === '' ? title : `${title}\n\n${body}`;
}
