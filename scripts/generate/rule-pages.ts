import { renderRulePage } from '../../src/report/rule-page.ts';
import { markdownTable } from './markdown-table.ts';
import { markdownPage } from './notice.ts';
import type { LoadedRule } from './rules.ts';

/** The page of each rule, `docs/rules/ID.md`. */
export function rulePages(rules: readonly LoadedRule[]): { readonly id: string; readonly text: string }[] {
  return rules.map(({ rule, folder, remediation, evidence }) => {
    const page = renderRulePage({ ...rule, folder, remediation }, evidence);
    return { id: rule.id, text: markdownPage(page) };
  });
}

/** `docs/rules/index.md`. */
export function ruleIndex(rules: readonly LoadedRule[]): string {
  const rows = rules.map(({ rule, evidence }) => [
    `[\`${rule.id}\`](${rule.id}.md)`,
    rule.code,
    rule.category,
    rule.severity,
    rule.confidence,
    evidence.tool,
    rule.docs.title,
  ]);
  const head = ['Rule', 'Code', 'Category', 'Severity', 'Confidence', 'Shown by', 'What it reports'];
  return markdownPage(
    [
      '# Rules',
      'Each rule has a program that breaks it and a program that does the same job soundly. "Shown by" names the ' +
        'dynamic tool that convicts the first and passes the second; with `none` no tool shows the defect, and ' +
        "the rule's page says why.",
      markdownTable(head, rows),
    ].join('\n\n'),
  );
}

/**
 * The table of rules of the README.
 * @param folder where the rules' pages are, relative to the document, with a slash at the end
 */
export function ruleTable(rules: readonly LoadedRule[], folder: string): string {
  return markdownTable(
    ['Rule', 'Code', 'Severity', 'What it reports'],
    rules.map(({ rule }) => [
      `[\`${rule.id}\`](${folder}${rule.id}.md)`,
      rule.code,
      rule.severity,
      rule.docs.title,
    ]),
  );
}
