import type { RunResult } from '../../app/review-change.ts';
import { renderCheckstyle } from '../../report/checkstyle.ts';
import { renderHtmlReport } from '../../report/html-report.ts';
import { renderJson } from '../../report/json.ts';
import { renderRdjson } from '../../report/rdjson.ts';
import type { Links } from '../../report/report.ts';
import { renderSarif } from '../../report/sarif.ts';
import { renderText } from '../../report/text.ts';
import { renderWorkflowCommands } from '../../report/workflow-commands.ts';
import type { Format, RunOptions } from './arguments.ts';

export interface View extends Pick<RunOptions, 'detail'> {
  readonly color: boolean;
  readonly links: Links;
}

/** A report in one of the formats, with a line feed at its end. */
export function render(format: Format, { report, lines }: RunResult, view: View): string {
  const { links } = view;
  switch (format) {
    case 'text':
      return renderText(report, { color: view.color, links, source: lines, detail: view.detail });
    case 'json':
      return renderJson(report, links);
    case 'sarif':
      return renderSarif(report, links, lines);
    case 'rdjson':
      return renderRdjson(report, links, lines);
    case 'github':
      return renderWorkflowCommands(report, links);
    case 'checkstyle':
      return renderCheckstyle(report, links);
    case 'html':
      return renderHtmlReport(report, links, lines);
  }
}
