import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { deviance } from '../../../flow/precedent/deviance.ts';
import type { Deviance, Support } from '../../../flow/precedent/deviance.ts';
import type { Observation } from '../../../flow/precedent/observation.ts';
import type { Release } from '../../../semantic/wrapper/model.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import { isGenerated } from '../../../source/classify.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'leak-missing-finalizer',
  code: 'CGO111',
  category: 'leak',
  severity: 'info',
  confidence: 'question',
  cwe: 401,
  docs,
  requires: [deviance, wrapperTypes],
  run(pass) {
    const subjects = new Set(pass.functions().map(({ node }) => node));
    const found = pass.use(deviance);
    for (const observation of [
      ...found.observationsOf('free').filter(isOfHandle),
      ...found.observationsOf('finalizer'),
    ]) {
      if (subjects.has(observation.site.function.node)) check(observation, found, pass);
    }
  },
});

/** Whether it is about a field that is released with its object. */
function isOfHandle({ subjects }: Observation): boolean {
  return subjects.some((one) => one.kind === 'wrapper-type');
}

function check(observation: Observation, found: Deviance, pass: Pass): void {
  const { kind, does, site } = observation;
  const { file, node } = site;
  const name = observation.subjects[0]?.name ?? '';
  if (does || isGenerated(file.tree.text)) {
    told(observation, pass);
    return;
  }
  const support = found.supportOf(observation);
  const disarming = kind === 'finalizer' ? disarmingRelease(name, observation, found, pass) : undefined;
  if (support === undefined && disarming === undefined) {
    told(observation, pass);
    return;
  }
  const others =
    support?.others ?? `\`${disarming?.name ?? ''}\` takes off a finalizer that was never set here`;
  const lacks =
    kind === 'finalizer'
      ? `\`${site.function.name}\` gives its \`${name}\` no finalizer or cleanup`
      : `Nothing releases what \`${node.text.replace(/\s+/g, ' ')}\` gives to a field of \`${name}\``;
  pass.report({
    at: node,
    file,
    sharedCause: `${kind} of ${name}`,
    message: `${lacks}; ${others}: who releases this one?`,
    steps: [...siblingSteps(observation, support, found, pass), ...disarmingSteps(disarming, pass)],
  });
}

/** A release that takes the finalizer off: where some constructor sets one, all are meant to. */
function disarmingRelease(
  name: string,
  { subjects }: Observation,
  found: Deviance,
  pass: Pass,
): Release | undefined {
  const type = pass.use(wrapperTypes).ofName(name);
  const isSet = found
    .observationsOf('finalizer')
    .some((one) => one.does && one.subjects[0]?.name === subjects[0]?.name);
  return isSet ? type?.releases.find(({ stopsCleanup }) => stopsCleanup === 'yes') : undefined;
}

function siblingSteps(
  { kind }: Observation,
  support: Support | undefined,
  found: Deviance,
  pass: Pass,
): RelatedInformation[] {
  return (support?.examples ?? []).flatMap((site): RelatedInformation[] => {
    const sibling = found.observationsOf(kind).find((one) => one.does && one.site === site);
    return sibling === undefined
      ? []
      : [{ location: pass.location(site.file, site.node), message: doesText(sibling) }];
  });
}

function disarmingSteps(release: Release | undefined, pass: Pass): RelatedInformation[] {
  const file = pass.package.files.find(({ tree }) => tree === release?.node.tree);
  if (release === undefined || file === undefined) return [];
  const at = release.node.child('name') ?? release.node;
  return [{ location: pass.location(file, at), message: `\`${release.name}\` takes the finalizer off` }];
}

function doesText({ kind, by, site }: Observation): string {
  const fn = `\`${site.function.fullName}\``;
  const code = by === undefined ? undefined : `\`${by}\``;
  return kind === 'finalizer'
    ? `${fn} gives what it makes ${code ?? 'a finalizer or cleanup'}`
    : `what ${fn} gets here is released${code === undefined ? '' : ` with ${code}`}`;
}

function told(observation: Observation, pass: Pass): void {
  const { does, kind, site } = observation;
  pass.clear(() => ({
    at: site.node,
    file: site.file,
    reason: does
      ? doesText(observation)
      : kind === 'finalizer'
        ? 'no constructor of the type sets a finalizer or cleanup, or too few do'
        : 'too few other fields of the type are released with it',
  }));
}
