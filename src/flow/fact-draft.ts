import { nilKey, nonEmptyKey, nonZeroKey } from './conditions.ts';
import type { Fact, FactSet } from './conditions.ts';

/** Facts that are changed from others, which are copied with the first change: most points of a function change none. */
export class Draft {
  current: FactSet;
  private own: Map<string, Fact> | undefined;

  constructor(facts: FactSet) {
    this.current = facts;
  }

  set(fact: Fact): void {
    if (this.current.get(fact.key) !== fact) this.owned().set(fact.key, fact);
  }

  delete(key: string): void {
    this.owned().delete(key);
  }

  private owned(): Map<string, Fact> {
    if (this.own === undefined) {
      this.own = new Map(this.current);
      this.current = this.own;
    }
    return this.own;
  }
}

/** Draws what follows from lengths: what is at least as long as something with elements has elements. */
export function saturate(draft: Draft): void {
  for (let again = true; again;) {
    again = false;
    const relations: Fact[] = [];
    for (const fact of draft.current.values()) if (isRelation(fact.key)) relations.push(fact);
    for (const fact of relations) {
      for (const implied of impliedByStatus(fact, draft.current)) {
        draft.set(implied);
        again = true;
      }
      const longer = fact.value ? impliedBy(fact.key, draft.current) : undefined;
      if (longer === undefined || draft.current.has(nonEmptyKey(longer))) continue;
      draft.set({ key: nonEmptyKey(longer), value: true, symbols: fact.symbols });
      again = true;
    }
  }
}

/** Whether a key is of a kind that others can follow from. */
function isRelation(key: string): boolean {
  return key.startsWith('atleast(') || key.startsWith('sized(') || key.startsWith('nilunless(');
}

const relation = /^(atleast|sized)\(([^;]*);(.*)\)$/;

export function sizedKey(place: string, count: string): string {
  return `sized(${place};${count})`;
}

const statusRelation = /^nilunless\(([^;]*);(.*)\)$/;

/** The facts that a relation of two places speaks of. */
export function keysOfRelation(key: string): string[] {
  const [, error, failing] = statusRelation.exec(key) ?? [];
  return error === undefined || failing === undefined ? [] : [nilKey(error), failing];
}

/** What an error says of its status, and the other way round, where only one of the two is known. */
function impliedByStatus(fact: Fact, facts: FactSet): Fact[] {
  const [nil, failing] = keysOfRelation(fact.key);
  if (nil === undefined || failing === undefined) return [];
  const [isNil, isFailure] = [facts.get(nil)?.value, facts.get(failing)?.value];
  const { symbols } = fact;
  if (isNil !== undefined && isFailure === undefined) return [{ key: failing, value: !isNil, symbols }];
  if (isNil === undefined && isFailure !== undefined) return [{ key: nil, value: !isFailure, symbols }];
  return [];
}

/** The place that has elements because of one relation, given the other facts. */
function impliedBy(key: string, facts: FactSet): string | undefined {
  const [, kind, place, other] = relation.exec(key) ?? [];
  if (place === undefined || other === undefined) return undefined;
  const premise = kind === 'sized' ? nonZeroKey(other) : nonEmptyKey(other);
  return facts.get(premise)?.value === true ? place : undefined;
}
