import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import type { ReviewConfig } from '../../config/review-config.ts';
import type { Finding } from '../../engine/diagnostic.ts';
import { renderAnnotations } from '../../report/annotations.ts';
import type { SourceLines } from '../../report/columns.ts';
import { renderJson } from '../../report/json.ts';
import type { ReviewLinks } from '../../report/links.ts';
import type { ReviewReport } from '../../report/report.ts';
import { renderSarif } from '../../report/sarif.ts';
import { renderSummary } from '../../report/summary.ts';
import { headline, unreadFiles } from '../../report/wording.ts';
import type { Published } from './publish.ts';
import { nonEmpty } from '../product.ts';

export interface Output {
  readonly report: ReviewReport;
  readonly lines: SourceLines;
  readonly published: Published;
  readonly links: ReviewLinks;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Annotations for what the pull request does not show, the job summary, the report files and the outputs. */
export async function writeOutput({ report, lines, published, links, environment }: Output): Promise<void> {
  annotate(
    report,
    report.findings.filter((finding) => !published.visible.has(finding.fingerprint)),
    links,
  );
  const summaryFile = nonEmpty(environment['GITHUB_STEP_SUMMARY']);
  if (summaryFile !== undefined) await appendFile(summaryFile, renderSummary(report, links));
  const folder = await reportFolder(nonEmpty(environment['RUNNER_TEMP']) ?? tmpdir());
  const [json, sarif] = [join(folder, 'report.json'), join(folder, 'report.sarif')];
  await writeFile(json, renderJson(report, links));
  await writeFile(sarif, renderSarif(report, links, lines));
  core.setOutput('verdict', report.verdict);
  core.setOutput('findings', report.findings.length);
  core.setOutput('not-reviewed', unreadFiles(report).length);
  core.setOutput('report-json', json);
  core.setOutput('sarif', sarif);
  core.setOutput('review-url', published.reviewUrl ?? '');
}

function annotate(report: ReviewReport, findings: readonly Finding[], links: ReviewLinks): void {
  const { annotations, leftOut } = renderAnnotations({ ...report, findings }, links);
  const write = { error: core.error, warning: core.warning, notice: core.notice };
  for (const { level, message, title, path, startLine, endLine, startColumn, endColumn } of annotations) {
    write[level](message, {
      title,
      file: path,
      startLine,
      endLine,
      ...(startColumn === undefined ? {} : { startColumn }),
      ...(endColumn === undefined ? {} : { endColumn }),
    });
  }
  if (leftOut > 0) {
    core.info(
      `${String(leftOut)} more findings are in the job summary: GitHub shows ten annotations of each level.`,
    );
  }
}

/** A folder of this step's own: two steps of a job do not overwrite each other's reports. */
async function reportFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, 'cgo-review-'));
}

/** Ends the job as the verdict and the policy say. */
export function conclude(report: ReviewReport, config: ReviewConfig): void {
  core.info(headline(report));
  if (config.reportOnly || report.verdict === 'pass') return;
  if (report.verdict === 'incomplete' && config.onIncomplete === 'pass') return;
  core.setFailed(headline(report));
}
