import { pathStates, pathSteps } from '../../../engine/path-steps.ts';
import type { PathStory } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { enclosingFunction } from '../../../flow/literals.ts';
import type { TouchedAfterFreeing } from '../../../flow/ownership/after-freeing.ts';
import { remarksOf } from '../../../flow/ownership/aftermath.ts';
import { freeingCalls } from '../../../flow/ownership/freed-uses.ts';
import { holderText } from '../../../flow/ownership/holder.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import type { Ownership } from '../../../flow/ownership/ownership.ts';
import { accountForOneFree, releasedText, untracked } from '../../../flow/ownership/release-account.ts';
import type { Release } from '../../../flow/ownership/releases.ts';
import { callsOf } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { checkGivenAway } from './given-away.ts';

export default defineRule({
  id: 'c-double-free',
  code: 'CGO105',
  category: 'ownership',
  severity: 'error',
  confidence: 'certain',
  cwe: 415,
  docs,
  requires: [ownership, wrapperTypes],
  run(pass) {
    checkGivenAway(pass);
    const looked = new Set<Node>();
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file)) continue;
      const owners = pass.use(ownership);
      const releases = owners.releasesOf(fn);
      const pairs: Pair[] = [];
      for (const release of releases) {
        for (const touched of owners.touchedAfter(release, fn)) {
          if (touched.event.kind !== 'free') continue;
          const story = storyOf(touched);
          const { reported } = story.pair;
          pairs.push(story.pair);
          pass.report({
            at: reported,
            file: fn.file,
            confidence: touched.confidence,
            message: `${story.name} is freed twice${byWhom(touched)}`,
            steps: pathSteps(pass, fn, story),
            states: () => pathStates(pass, fn, story, remarksOf(owners.aftermathOf(release, fn), release)),
          });
        }
      }
      for (const touched of owners.touchedByName(fn, () => pass.use(wrapperTypes))) {
        if (touched.event.kind !== 'free') continue;
        const story = storyOf(touched);
        if (pairs.some(({ reported }) => reported === story.pair.reported)) continue;
        pairs.push(story.pair);
        const { by } = touched.release;
        pass.report({
          at: story.pair.reported,
          file: fn.file,
          severity: 'info',
          confidence: 'question',
          message: `${story.name} is freed twice, if \`${by}\` does what its name says: nothing else is known of it`,
          steps: pathSteps(pass, fn, story),
        });
      }
      pass.trace(() => {
        clearFrees(pass, fn, owners, pairs, looked);
      });
    }
  },
});

/** Two frees of one pointer, and which of them is reported. */
interface Pair {
  readonly reported: Node;
  readonly other: Node;
}

/** The second free is reported, but of a function literal that runs at the end the first one: there it is to be mended. */
function storyOf({ release, event, path, isClosing }: TouchedAfterFreeing): PathStory & {
  readonly name: string;
  readonly pair: Pair;
} {
  if (isClosing) {
    const name = releasedText(release);
    return {
      name,
      pair: { reported: release.call, other: event.at },
      from: { node: release.call, message: `${name} is freed, and keeps its value` },
      path,
      end: `the deferred function frees ${name} again`,
      endAt: event.at,
    };
  }
  const name = `\`${holderText(event.holder)}\``;
  const isAtEnd = event.at.parent?.kind === 'defer_statement';
  return {
    name,
    pair: { reported: event.at, other: release.call },
    from: { node: release.call, message: firstFree(release) },
    path,
    end: `${name} is freed ${isAtEnd ? 'again when the function returns' : 'again'}`,
    endAt: event.at,
  };
}

/** Which functions free, where it is not `C.free` that does so twice. */
function byWhom({ release, event }: TouchedAfterFreeing): string {
  if (release.by === 'C.free' && event.by === 'C.free') return '';
  return release.by === event.by ? `, by \`${release.by}\`` : `, by \`${release.by}\` and by \`${event.by}\``;
}

/** @param looked the frees that are told already, those of closures by the function that makes them */
function clearFrees(
  pass: Pass,
  fn: GoFunction,
  owners: Ownership,
  pairs: readonly Pair[],
  looked: Set<Node>,
): void {
  const { file, node } = fn;
  const flow = owners.flowOf(fn);
  const releases = owners.releasesOf(fn);
  for (const release of releases) {
    looked.add(release.call);
    if (pairs.some(({ reported }) => reported === release.call)) continue;
    const pair = pairs.find(({ other }) => other === release.call);
    if (pair !== undefined) {
      const line = String(pair.reported.line);
      pass.clear(() => ({
        at: release.call,
        file,
        reason: `it is one of two frees, and the one at line ${line} is reported`,
      }));
      continue;
    }
    const behind = (one: Release): ReturnType<Ownership['aftermathOf']> => owners.aftermathOf(one, fn);
    const { reason, remarks } = accountForOneFree(release, releases, behind, flow);
    const states = remarks.map(({ at, message }) => ({ location: pass.location(file, at), message }));
    pass.clear(() => ({ at: release.call, file, reason, states }));
  }
  const named = freeingCalls(node, pass.package)
    .map(({ call }) => call)
    .filter((call) => enclosingFunction(call) === node);
  for (const call of new Set([...callsOf(fn, pass.package, 'free'), ...named])) {
    if (looked.has(call) || pairs.some(({ reported }) => reported === call)) continue;
    pass.clear(() => ({ at: call, file, reason: untracked(call, flow, pass.package) }));
  }
}

/** A deferred free took the pointer when it was deferred: assigning nil later does not call it off. */
function firstFree(release: Release): string {
  const name = releasedText(release);
  return release.way === 'deferred'
    ? `the deferred \`${release.by}\` has taken ${name} and will free it when the function returns`
    : `${name} is freed`;
}
