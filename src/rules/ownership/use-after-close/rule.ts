import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { deviance } from '../../../flow/precedent/deviance.ts';
import type { Support } from '../../../flow/precedent/deviance.ts';
import type { Observation } from '../../../flow/precedent/observation.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import { isGenerated } from '../../../source/classify.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'use-after-close',
  code: 'CGO110',
  category: 'ownership',
  severity: 'info',
  confidence: 'question',
  cwe: 672,
  docs,
  requires: [deviance, wrapperTypes],
  run(pass) {
    const subjects = new Set(pass.functions().map(({ node }) => node));
    const found = pass.use(deviance);
    const guards = found.observationsOf('closed-guard');
    for (const observation of guards) {
      if (!subjects.has(observation.site.function.node)) continue;
      const isAsked = !observation.does && /^\p{Lu}/u.test(observation.site.function.name);
      const support = isAsked ? found.supportOf(observation) : undefined;
      if (support === undefined || isGenerated(observation.site.file.tree.text)) clear(observation, pass);
      else ask(observation, support, guards, pass);
    }
  },
});

function ask(
  { site, subjects }: Observation,
  support: Support,
  guards: readonly Observation[],
  pass: Pass,
): void {
  const name = subjects[0]?.name ?? '';
  const { file, node } = site;
  const [release] = pass.use(wrapperTypes).ofName(name)?.releases ?? [];
  const after = release === undefined ? 'it is closed' : `\`${release.name}\``;
  const leaves = release?.clears === 'yes' ? `, which sets \`${release.path.slice(1)}\` to nil` : '';
  pass.report({
    at: node,
    file,
    sharedCause: `type ${name}`,
    message:
      `Nothing asks whether the \`${name}\` is closed before C gets \`${node.text}\`: ${support.others}; ` +
      `can \`${site.function.name}\` be called after ${after}${leaves}?`,
    steps: support.examples.flatMap((example): RelatedInformation[] => {
      const sibling = guards.find((one) => one.site === example);
      return [
        { location: pass.location(example.file, example.node), message: asksText(example, sibling?.by) },
      ];
    }),
  });
}

function asksText({ function: { fullName } }: Observation['site'], by: string | undefined): string {
  const code = by === undefined ? '' : `, by \`${by.replace(/\s+/g, ' ').replace(/`/g, "'")}\``;
  return `\`${fullName}\` asks before this whether the object is closed${code}`;
}

function clear({ site, does, by }: Observation, pass: Pass): void {
  const { file, node } = site;
  pass.clear(() => ({
    at: node,
    file,
    reason: does ? asksText(site, by) : whyItIsNotAsked(site.function.name),
  }));
}

function whyItIsNotAsked(method: string): string {
  return /^\p{Lu}/u.test(method)
    ? 'nobody asks whether the object is closed, as too many other methods of the type do not'
    : 'whoever calls the method is in this package, and may have asked before';
}
