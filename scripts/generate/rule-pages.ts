import { bugClasses, sampledBugs } from '../../src/knowledge/bug-classes.ts';
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
  return markdownPage(
    [
      '# Rules',
      'Each rule has a program that breaks it and a program that does the same job soundly. "Shown by" names the ' +
        'dynamic tool that convicts the first and passes the second; with `none` no tool shows the defect, and ' +
        "the rule's page says why. A preview is off until the configuration turns it on.",
      '[Remedies to copy](../remedies.md) has larger programs that were run in the same way, ' +
        '[diagnosing](../diagnosing.md) shows how to confirm a suspicion with the tools, and ' +
        '[claims that are not true](../myths.md) lists what is often said and does not hold.',
      markdownTable(
        ['Rule', 'Code', 'Category', 'Severity', 'Confidence', 'Shown by', 'What it reports', 'Contract'],
        rules.map(({ rule, evidence }) => [
          pageLink(rule.id),
          rule.code,
          rule.category,
          severityText(rule),
          rule.confidence,
          evidence.tool,
          rule.docs.title,
          `<${rule.docs.contract.url}>`,
        ]),
      ),
      '## Classes of real bugs',
      `The rules were chosen by ${String(sampledBugs)} bugs that were repaired in the histories of 63 repositories of Go code ` +
        'with cgo or unsafe. A rule that is for a class does not find every bug of it: see the limits on its page.',
      markdownTable(
        ['Class', 'In the sample', 'Rules'],
        Object.entries(bugClasses).map(([name, { text, count }]) => [
          `${text} (\`${name}\`)`,
          String(count),
          rules
            .filter(({ rule }) => rule.docs.classes.some((one) => one === name))
            .map(({ rule }) => pageLink(rule.id))
            .join(', '),
        ]),
      ),
    ].join('\n\n'),
  );
}

function pageLink(id: string): string {
  return `[\`${id}\`](${id}.md)`;
}

function severityText({ severity, preview }: LoadedRule['rule']): string {
  return preview === true ? `${severity} (preview)` : severity;
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
      severityText(rule),
      rule.docs.title,
    ]),
  );
}
