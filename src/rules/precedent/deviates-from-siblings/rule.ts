import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import { deviance } from '../../../flow/precedent/deviance.ts';
import type { Deviance, Support } from '../../../flow/precedent/deviance.ts';
import { suggestedGifts } from '../../../flow/ownership/suggested-gifts.ts';
import { isGenerated } from '../../../source/classify.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { accordance, comparedKinds, placeOf, practicesOf, practiceText } from './practices.ts';
import type { Practice } from './practices.ts';

export default defineRule({
  id: 'deviates-from-siblings',
  code: 'CGO601',
  category: 'ownership',
  severity: 'info',
  confidence: 'question',
  docs,
  requires: [deviance, ownership, suggestedGifts],
  run(pass) {
    const found = pass.use(deviance);
    const subjects = new Set(pass.functions().map(({ node }) => node));
    for (const practice of comparedKinds.flatMap((kind) => practicesOf(kind, found))) {
      if (subjects.has(practice.site.function.node)) check(practice, found, pass);
    }
  },
});

function check(practice: Practice, found: Deviance, pass: Pass): void {
  const support = practice.does ? undefined : found.supportOf(practice);
  const { file } = practice.site;
  const at = placeOf(practice);
  const other = support === undefined ? undefined : otherwiseTold(practice, pass);
  if (support === undefined || other !== undefined) {
    pass.clear(() => {
      const reason = other ?? accordance(practice, found.observationsOf(practice.kind), pass.package);
      return { at, file, reason };
    });
    return;
  }
  const { text } = support;
  const message = `${text.charAt(0).toUpperCase()}${text.slice(1)}: is that meant?`;
  pass.report({ at, file, message, steps: stepsOf(practice, support, found, pass) });
}

/** Why a deviation is no question. */
function otherwiseTold({ kind, site }: Practice, pass: Pass): string | undefined {
  if (isGenerated(site.file.tree.text)) return 'the file is generated, and its template says it all';
  // The rules of leaks follow every path: what a table or a body says, and else what the siblings do.
  if (kind !== 'free') return undefined;
  const own = pass.functions().filter(({ file, body }) => file === site.file && body.contains(site.node));
  const isOf = ({ call }: { readonly call: Node }): boolean => call === site.node;
  if (own.some((fn) => pass.use(ownership).acquisitionsOf(fn).some(isOf)))
    return 'what the call gives is known without siblings: leak-c-returned looks at it';
  return own.some((fn) =>
    pass
      .use(suggestedGifts)
      .of(fn)
      .some(({ acquisition }) => isOf(acquisition)),
  )
    ? 'leak-c-returned follows what the call gives, and asks about it'
    : undefined;
}

function stepsOf({ kind }: Practice, support: Support, found: Deviance, pass: Pass): RelatedInformation[] {
  return support.examples.flatMap((site) => {
    const example = practicesOf(kind, found).find((one) => one.does && one.site === site);
    if (example === undefined) return [];
    return [{ location: pass.location(site.file, placeOf(example)), message: practiceText(example) }];
  });
}
