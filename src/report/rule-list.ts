/** The rules for machines; the shape is docs/schema/rules.v1.schema.json. */
import { rulePage } from './links.ts';
import type { Links, RuleInfo } from './report.ts';

/** All rules with their documentation as JSON, in the order given, with a line feed at the end. */
export function renderRulesJson(rules: Iterable<RuleInfo>, links: Links): string {
  const document = { schemaVersion: 1, rules: Array.from(rules, (rule) => ruleJson(rule, links)) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function ruleJson(rule: RuleInfo, links: Links): object {
  const { docs } = rule;
  return {
    id: rule.id,
    code: rule.code,
    severity: rule.severity,
    confidence: rule.confidence,
    category: rule.category,
    preview: rule.preview === true,
    classes: docs.classes,
    ...(rule.cwe === undefined ? {} : { cwe: rule.cwe }),
    title: docs.title,
    what: docs.what,
    why: docs.why,
    contract: { text: docs.contract.text, url: docs.contract.url },
    example: docs.example,
    remediation: { text: docs.remediation, code: rule.remediation },
    dynamic: docs.dynamic,
    limits: docs.limits,
    url: rulePage(links, rule.id),
  };
}
