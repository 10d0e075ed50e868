import { parseReports } from '../../src/sanitizer/reports/parse.ts';
import { bounds } from '../../src/sanitizer/reports/report.ts';
import type { Frame, SanitizerReport } from '../../src/sanitizer/reports/report.ts';
import { kindInfo } from '../../src/sanitizer/reports/kinds.ts';
import { blameOf, crossingsOf, sitesOf } from '../../src/sanitizer/sites/sites.ts';
import type { BuildLayout } from '../../src/sanitizer/sites/layout.ts';

/**
 * The layout of the runs behind the samples. The paths of the first of them are relative to a folder outside any
 * module: here its folders stand for modules.
 */
export const layout: BuildLayout = {
  root: '/home/runner/work/fx/fx',
  modules: [
    { path: 'asan', dir: '' },
    { path: 'cases', dir: 'cases' },
    { path: 'example.com/fx', dir: '' },
  ],
  cgoHashes: new Map([
    ['52f7584d347b', 'example.com/fx/kit'],
    ['145c788d8950', 'example.com/fx/kit'],
    ['10f27e9bb2d6', 'cases/cstring-leak/bad'],
    ['6d7ec4ebc4e3', 'cases/gostring-after-free/bad'],
    ['8437aa256ce7', 'cases/c-side-bugs/bad'],
    ['e479d8bc05dd', 'cases/missing-keepalive/bad'],
  ]),
  files: new Set(['kit/kit.c', 'kit/kit.go', 'kit/kit_test.go', 'cases/gostring-after-free/bad/main.go']),
};

/** What must hold of the reports of any text, as sentences; none where all of it holds. */
export function problemsOfLog(text: string): string[] {
  const reports = parseReports(text);
  return [
    ...(reports.length > bounds.reports ? [`${reports.length} reports`] : []),
    ...reports.flatMap((report) => problemsOfReport(report, text)),
  ];
}

function problemsOfReport(report: SanitizerReport, log: string): string[] {
  const problems: string[] = [];
  const hold = (isTrue: boolean, problem: string): void => {
    if (!isTrue) problems.push(`${report.tool}/${report.kind}: ${problem}`);
  };
  hold(/^[a-z][a-z0-9-]{1,140}$/.test(report.kind), 'the kind is no kebab name');
  hold(kindInfo(report.kind).title !== '', 'the kind has no title');
  hold(report.message !== '' && report.message.length <= bounds.message, 'the message is empty or too long');
  hold(!/[\r\n]/.test(report.message), 'the message has more than one line');
  hold(!/0x[0-9a-f]{6}/i.test(report.message), `an address in the message: ${report.message}`);
  hold(report.text.length <= bounds.text, 'the text is too long');
  hold(report.text.length <= log.length, 'the text is longer than the log');
  hold(report.stacks.length <= bounds.stacks, 'there are too many stacks');
  for (const stack of report.stacks) {
    hold(stack.frames.length > 0, 'a stack is empty');
    hold(stack.frames.length <= bounds.frames, 'a stack has too many frames');
    hold(stack.label.length <= bounds.label, 'a label is too long');
    for (const frame of stack.frames) hold(isSound(frame), `a frame is not sound: ${JSON.stringify(frame)}`);
    for (const site of sitesOf(stack, layout)) {
      hold(!site.path.startsWith('/') && !site.path.split('/').includes('..'), `a path leaves: ${site.path}`);
      hold(Number.isInteger(site.line) && site.line > 0, `the line of a site is ${site.line}`);
    }
    crossingsOf(stack, layout);
  }
  const blame = blameOf(report, layout);
  hold(
    blame === undefined || report.stacks.some(({ role }) => role === blame.role),
    'the blame has no stack',
  );
  return problems;
}

function isSound({ function: name, file, line, column, module }: Frame): boolean {
  return (
    name.length <= bounds.symbol &&
    (file ?? '').length <= bounds.file &&
    (module ?? '').length <= bounds.file &&
    [line, column].every((number) => number === undefined || (Number.isInteger(number) && number > 0)) &&
    (column === undefined || line !== undefined) &&
    (line === undefined || file !== undefined)
  );
}
