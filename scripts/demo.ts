/**
 * Replays the pull request of `examples/demo` on a fake GitHub and shows the review:
 * `node scripts/demo.ts [--picture] [--dist DIR]`.
 *
 * Runs the bundled action twice, as GitHub's runner does; prints the review, writes it as `demo-review.html` into
 * the current directory, and exits with 1 where it is not exactly the expected one. `--picture` also draws
 * `docs/review.svg`. Needs git and no compiler.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { renderHtml } from '../src/report/html.ts';
import { renderTerminalReview } from '../src/report/terminal-review.ts';
import { differences } from './demo/expectation.ts';
import { reviewPicture } from './demo/picture.ts';
import { replay } from './demo/replay.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const { values } = parseArgs({
  options: {
    picture: { type: 'boolean', default: false },
    dist: { type: 'string', default: path.join(root, 'dist') },
  },
});

const action = path.resolve(values.dist, 'index.js');
if (existsSync(action)) {
  await demo();
} else {
  console.error(`There is no ${action}; run "npm run build" first.`);
  process.exitCode = 1;
}

async function demo(): Promise<void> {
  const replayed = await replay(action);
  const { review, first, secondWrites } = replayed;
  const color = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  console.log(renderTerminalReview(review, { color, width: process.stdout.columns || 100 }));

  const page = path.resolve('demo-review.html');
  await writeFile(page, renderHtml(review));
  console.log(`The same as a page: ${page}`);
  console.log(
    `verdict: ${first.outputs.get('verdict') ?? 'none'}, exit code of the action: ${first.exitCode}`,
  );
  console.log(
    secondWrites.length === 0
      ? 'Run again on the same commit, the action wrote nothing.'
      : `Run again on the same commit, the action wrote: ${secondWrites.join(', ')}`,
  );
  if (values.picture) {
    const file = path.join(root, 'docs/review.svg');
    await writeFile(file, reviewPicture(review));
    console.log(`The picture: ${file}`);
  }

  const wrong = differences(replayed);
  if (wrong.length === 0) {
    console.log('Each of the three bugs has its comment, and the harmless unsafe line has none.');
    return;
  }
  console.error(['', 'This is not the expected review:', ...wrong.map((line) => `- ${line}`)].join('\n'));
  console.error(`\nThe log of the first run:\n${first.log}`);
  process.exitCode = 1;
}
