import { ruleInfos } from '../../app/policy.ts';
import { ConfigurationError } from '../../base/errors.ts';
import { nearest } from '../../config/nearest.ts';
import type { RegisteredRule } from '../../engine/registry.ts';
import { renderRulesJson } from '../../report/rule-list.ts';
import { docsUrl } from '../product.ts';

const links = { docs: docsUrl({}) };

/** One line a rule, or all of their documentation as JSON. */
export function renderRuleList(registry: readonly RegisteredRule[], format: 'text' | 'json'): string {
  if (format === 'json') return renderRulesJson(ruleInfos(registry).values(), links);
  const width = Math.max(...registry.map(({ rule }) => rule.id.length));
  return registry
    .map(
      ({ rule }) =>
        `${rule.code}  ${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.docs.title}${rule.preview === true ? ' (preview: off until it is turned on)' : ''}\n`,
    )
    .join('');
}

/** A rule's documentation for the terminal, or as JSON. */
export function renderRule(
  registry: readonly RegisteredRule[],
  name: string,
  format: 'text' | 'json',
): string {
  const found = findRule(registry, name);
  if (format === 'json') return renderRulesJson(ruleInfos([found]).values(), links);
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
  const preview = rule.preview === true ? ' · preview: off until the configuration turns it on' : '';
  const head = `${rule.id} (${rule.code}) · ${rule.severity}${preview} · ${docs.title}\n`;
  return head + sections.map(([title, text]) => `\n${title}\n\n${indent(text.trimEnd())}\n`).join('');
}

/**
 * The rule with an id or a code.
 *
 * @throws {ConfigurationError} with the nearest name
 */
export function findRule(registry: readonly RegisteredRule[], name: string): RegisteredRule {
  const found = registry.find(({ rule }) => rule.id === name || rule.code === name);
  if (found !== undefined) return found;
  const near = nearest(
    name,
    registry.flatMap(({ rule }) => [rule.id, rule.code]),
  );
  const advice = near === undefined ? '`cgo-review rules` lists them' : `the nearest is ${near}`;
  throw new ConfigurationError(`${JSON.stringify(name)} is no rule; ${advice}.`);
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
