import type { Deviance } from '../../../flow/precedent/deviance.ts';
import type { Observation, PrecedentKind } from '../../../flow/precedent/observation.ts';
import type { Package } from '../../../semantic/package.ts';
import type { Node } from '../../../syntax/tree.ts';

/** The practices that are compared here: the others have rules that know more than siblings, or can say more. */
export const comparedKinds = ['free', 'lock'] as const satisfies readonly PrecedentKind[];

type ComparedKind = (typeof comparedKinds)[number];

export interface Practice extends Observation {
  readonly kind: ComparedKind;
}

export function practicesOf(kind: ComparedKind, found: Deviance): readonly Practice[] {
  const isOfHandle = ({ subjects }: Observation): boolean =>
    subjects.some((subject) => subject.kind === 'wrapper-type');
  return found.observationsOf(kind).flatMap((one): Practice[] => {
    return kind === 'free' && isOfHandle(one) ? [] : [{ ...one, kind }];
  });
}

/** The reported node. A place that lacks two practices is two findings: each kind has a node of its own. */
export function placeOf({ kind, site: { node } }: Practice): Node {
  switch (kind) {
    case 'lock':
      return node.ancestor('call_expression')?.child('arguments') ?? node;
    case 'free':
      return node;
  }
}

/** What a place does that its siblings may do, too. */
export function practiceText({ kind, by, site }: Practice): string {
  const name = `\`${site.function.fullName}\``;
  const code = by === undefined ? undefined : quoted(by);
  switch (kind) {
    case 'free':
      return `what ${name} gets here is freed${code === undefined ? '' : ` with ${code}`}`;
    case 'lock':
      return `${name} holds a mutex here${code === undefined ? '' : `, by ${code}`}`;
  }
}

/** Why a place does not deviate from its siblings. */
export function accordance(practice: Practice, all: readonly Observation[], pkg: Package): string {
  const { kind, subjects, site } = practice;
  const isAlike = (one: Observation): boolean =>
    subjects.some((own) => one.subjects.some(({ kind: of, name }) => of === own.kind && name === own.name));
  const siblings = all.filter((one) => isAlike(one) && pkg.visibility.sees(site.file, one.site.file));
  if (practice.does) return practiceText(practice);
  const withIt = siblings.filter(({ does }) => does).length;
  return (
    `${lackText(kind)}, as ${times(siblings.length - withIt)} in this package against ${times(withIt)} ` +
    'the other way: too little to ask'
  );
}

function lackText(kind: ComparedKind): string {
  switch (kind) {
    case 'free':
      return 'what this gives is not freed';
    case 'lock':
      return 'no mutex is held';
  }
}

function times(count: number): string {
  return count === 1 ? 'once' : `${String(count)} times`;
}

/** Code on one line between backticks. */
function quoted(code: string): string {
  const text = code.replace(/\s+/g, ' ').replace(/`/g, "'");
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
}
