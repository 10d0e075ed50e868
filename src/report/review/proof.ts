/** What a tool saw that ran the program, as Markdown: the sentence, and folded the stacks and the tool's own words. */
import type { Evidence } from '../../engine/evidence.ts';
import type { Finding } from '../../engine/diagnostic.ts';
import type { ReviewLinks } from '../links.ts';
import { fence, place, sentence } from '../markdown.ts';
import { byteLength, clip, takeWithin } from '../plain.ts';
import { counted, evidenceSentence } from '../wording.ts';

const maxFrames = 12;
const stackBytes = 6_000;
const reportBytes = 10_000;
const maxFrame = 300;

/** Empty where no tool saw anything of the finding. */
export function proof(finding: Finding, links: ReviewLinks): string {
  const { evidence } = finding;
  const said = evidenceSentence(finding);
  if (evidence === undefined || said === undefined) return '';
  const folded = [stacks(evidence, links), report(evidence)].filter((part) => part !== '').join('\n\n');
  return `${sentence(said)}\n\n<details>\n<summary>The report</summary>\n\n${folded}\n\n</details>`;
}

function stacks(evidence: Evidence, links: ReviewLinks): string {
  const lines = evidence.stacks.flatMap(({ label, frames }) => {
    if (frames.length === 0) return [];
    const shown = frames.slice(0, maxFrames).map(({ location, message }) => {
      const where = place(links, location.path, location.span.start.line);
      return `  - ${where}: ${sentence(clip(message, maxFrame))}`;
    });
    const left = frames.length - shown.length;
    const more = left === 0 ? [] : [`  - ${counted(left, 'more frame')}`];
    return [`- ${sentence(clip(label, maxFrame))}`, ...shown, ...more];
  });
  return takeWithin(lines, stackBytes).taken.join('\n');
}

/** The tool's own words, cut where a comment has no room for them. */
function report({ report: text }: Evidence): string {
  const { taken, left } = takeWithin(text.replace(/\n+$/, '').split('\n'), reportBytes);
  const rest = left === 0 ? [] : [`… ${counted(left, 'more line')} in the JSON report`];
  const shown = fence('text', [...taken, ...rest].join('\n'));
  return byteLength(shown) > 2 * reportBytes ? 'The report is in the JSON report.' : shown;
}
