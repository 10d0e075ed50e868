/**
 * Begins a rule: `node scripts/new-rule.ts GROUP/ID CODE`, for example `ownership/my-rule CGO199`.
 *
 * Writes `src/rules/GROUP/ID/` with every file that a rule needs. They type-check and format, and the registry takes
 * them; the rule's tests fail until it is written.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GenerateError } from './generate/error.ts';
import { loadRules } from './generate/rules.ts';
import { newRule } from './new-rule/request.ts';
import { scaffold } from './new-rule/scaffold.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

async function main(args: readonly string[]): Promise<number> {
  const taken = (await loadRules(root)).flatMap(({ rule }) => [rule.id, rule.code]);
  const request = newRule(args, new Set(taken));
  if (!request.ok) {
    console.error(`${request.error}\nusage: npm run new-rule -- GROUP/ID CODE`);
    return 2;
  }
  const { group, id } = request.value;
  const folder = path.posix.join('src/rules', group, id);
  if (existsSync(path.join(root, folder))) {
    console.error(`${folder} is there already`);
    return 2;
  }
  for (const [file, text] of scaffold(request.value)) {
    const target = path.join(root, folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
    console.log(`wrote ${folder}/${file}`);
  }
  console.log(nextSteps(id));
  return 0;
}

function nextSteps(id: string): string {
  return [
    '',
    'Write the test data first, then the rule, its documentation and its evidence. Then:',
    '',
    `  npm run evidence -- --record ${id}`,
    '  npm run generate',
    '  npm test',
  ].join('\n');
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof GenerateError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
