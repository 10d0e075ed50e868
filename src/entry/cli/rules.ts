import { ConfigurationError } from '../../base/errors.ts';
import { nearest } from '../../config/nearest.ts';
import type { RegisteredRule } from '../../engine/registry.ts';

/** One line a rule. */
export function renderRuleList(registry: readonly RegisteredRule[]): string {
  const width = Math.max(...registry.map(({ rule }) => rule.id.length));
  return registry
    .map(
      ({ rule }) =>
        `${rule.code}  ${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.docs.title}\n`,
    )
    .join('');
}

/** A rule's documentation for the terminal. */
export function renderRule(registry: readonly RegisteredRule[], name: string): string {
  const found = registry.find(({ rule }) => rule.id === name || rule.code === name);
  if (found === undefined) {
    const known = registry.flatMap(({ rule }) => [rule.id, rule.code]);
    const near = nearest(name, known);
    const advice = near === undefined ? '`cgo-review rules` lists them' : `the nearest is ${near}`;
    throw new ConfigurationError(`${JSON.stringify(name)} is no rule; ${advice}.`);
  }
  const { rule, remediation } = found;
  const { docs } = rule;
  const sections: readonly (readonly [string, string])[] = [
    ['What it does', docs.what],
    ['Why is this bad?', docs.why],
    ['The contract', `${docs.contract.text}\n${docs.contract.url}`],
    ['Example', docs.example],
    ['Write it instead', `${docs.remediation}\n\n${remediation}`],
    ['What the dynamic tools show', docs.dynamic],
    ['Known limits', docs.limits],
  ];
  const head = `${rule.id} (${rule.code}) · ${rule.severity} · ${docs.title}\n`;
  return head + sections.map(([title, text]) => `\n${title}\n\n${indent(text.trimEnd())}\n`).join('');
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
