import { sarifRule } from './schema.ts';
import type { SarifResult, SarifRule, SarifRun } from './schema.ts';

const mostTags = 50;
const longestText = 10_000;

/** The rules of a run, by where its results look for them. */
export class RuleTable {
  private readonly components: readonly (readonly (SarifRule | undefined)[])[];
  private readonly byId = new Map<string, SarifRule>();

  constructor(run: SarifRun) {
    const { driver, extensions = [] } = run.tool;
    this.components = [driver, ...extensions].map(({ rules = [] }) =>
      rules.map((rule) => sarifRule.safeParse(rule).data),
    );
    for (const rule of this.components.flat()) {
      if (rule !== undefined && !this.byId.has(rule.id)) this.byId.set(rule.id, rule);
    }
  }

  /** @param extension the index of an extension of the tool; undefined for the tool itself */
  at(index: number, extension: number | undefined): SarifRule | undefined {
    return this.components[extension === undefined ? 0 : extension + 1]?.[index];
  }

  named(id: string): SarifRule | undefined {
    // `CA1000/1` is a case of the rule `CA1000`: SARIF 3.27.5.
    return this.byId.get(id) ?? this.byId.get(id.slice(0, Math.max(0, id.lastIndexOf('/'))));
  }
}

export function ruleOf(result: SarifResult, rules: RuleTable): SarifRule | undefined {
  const index = result.rule?.index ?? result.ruleIndex;
  const id = result.ruleId ?? result.rule?.id;
  const byIndex = index === undefined ? undefined : rules.at(index, result.rule?.toolComponent?.index);
  return byIndex ?? (id === undefined ? undefined : rules.named(id));
}

/** The message's own text, or the rule's with the arguments put in. */
export function messageText({ message }: SarifResult, rule: SarifRule | undefined): string {
  const template = message.text ?? rule?.messageStrings?.[message.id ?? '']?.text ?? message.markdown ?? '';
  const values = message.arguments ?? [];
  return template
    .slice(0, longestText)
    .replace(/\{(\d{1,3})\}/g, (placeholder, index) => values[Number(index)]?.slice(0, 200) ?? placeholder);
}

/** The weaknesses of a result: its taxa, its rule's relationships, and the tags of both. */
export function weaknessesOf(result: SarifResult, rule: SarifRule | undefined): number[] {
  const related = (rule?.relationships ?? []).map(({ target }) => target);
  const ids = [...(result.taxa ?? []), ...related].flatMap(({ id = '', toolComponent }) =>
    toolComponent?.name?.toUpperCase() === 'CWE' || /^CWE-/i.test(id) ? [id.replace(/^CWE-/i, '')] : [],
  );
  const tagged = tagsOf(result, rule).flatMap((tag) => /(?:^|\/)cwe-(\d{1,5})(?!\d)/.exec(tag)?.[1] ?? []);
  return [...new Set([...ids, ...tagged].map(Number))].filter(Number.isInteger).slice(0, mostTags);
}

export function tagsOf(result: SarifResult, rule: SarifRule | undefined): string[] {
  const tags = [...(rule?.properties?.tags ?? []), ...(result.properties?.tags ?? [])];
  return tags.slice(0, mostTags).map((tag) => tag.slice(0, 100).toLowerCase());
}
