/** What running the program gave, as a section of the job summary. */
import type { ReviewLinks } from './links.ts';
import { code, escapeText, place, sentence, tableRow } from './markdown.ts';
import { spill, table } from './markdown-table.ts';
import { clip, takeWithin } from './plain.ts';
import type { ReviewReport, SanitizerSummary } from './report.ts';
import { apartHeading, duration, outcomeText, sanitizerSentence, silenceSentence } from './sanitizer-text.ts';
import { fullStop } from './wording.ts';

const maxCell = 400;

/** What running the program gave: the table of packages, what lies apart from the change, what could not run. */
export function sanitizerSection(
  sanitizer: SanitizerSummary,
  links: ReviewLinks,
  bytes: number,
  mode: ReviewReport['mode'],
): string {
  const { packages, apart, unplaced, problems } = sanitizer;
  const rows = packages.map((one) =>
    tableRow([
      code(one.package),
      escapeText(one.mode),
      escapeText(outcomeText(one)),
      String(one.reports),
      duration(one.seconds),
      one.note === undefined ? '' : sentence(clip(one.note, maxCell)),
    ]),
  );
  const told = [
    escapeText(sanitizerSentence(sanitizer)),
    silenceSentence(sanitizer) ?? '',
    ...problems.map((problem) => `- ${fullStop(sentence(clip(problem, maxCell)))}`),
  ].filter((text) => text !== '');
  const others = [
    ...apart.map((finding) => {
      const { path, span } = finding.location;
      return `- ${place(links, path, span.start.line)}: ${fullStop(sentence(clip(finding.message, maxCell)))}`;
    }),
    ...unplaced.map((one) => `- ${escapeText(`${one.tool}: ${one.kind}, in ${one.tests.join(', ')}`)}`),
  ];
  const { taken, left } = takeWithin(others, Math.floor(bytes / 3));
  return [
    ['### Under the sanitizers', '', told.join('\n')].join('\n'),
    table('', ['Package', 'Tool', 'Tests', 'Reports', 'Time', 'Note'], rows, Math.floor(bytes / 3)),
    others.length === 0 ? undefined : [apartHeading(mode), '', ...taken, ...spill(left)].join('\n'),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}
