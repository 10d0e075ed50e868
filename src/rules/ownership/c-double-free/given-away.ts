import type { Pass } from '../../../engine/rule.ts';
import type { GivenHandle } from '../../../flow/ownership/given-away.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import { cCallsWithin } from '../../../semantic/calls.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';

/**
 * Reports the handles that some function gives to C while the wrapper goes on to free them, too. The free that is told
 * of may stand in another function than the gift, and only one of the two may be what is looked at.
 */
export function checkGivenAway(pass: Pass): void {
  const owners = pass.use(ownership);
  const subjects = pass.functions().filter(({ file }) => usesCgo(file));
  const isLookedAt = (node: Node): boolean => subjects.some((fn) => fn.node.contains(node));
  const mayFree = subjects.some((fn) =>
    cCallsWithin(fn, pass.package).some(({ callee }) => owners.effects.mayFree(callee.name)),
  );
  const told = new Set<Node>();
  for (const fn of mayFree ? pass.package.functions() : subjects) {
    if (fn.file.constraint.isTest || !usesCgo(fn.file)) continue;
    for (const given of owners.handlesGivenAway(fn, () => pass.use(wrapperTypes))) {
      const { call, outcome } = given;
      const at = outcome.kind === 'release' ? outcome.release.call : call;
      if (told.has(at) || !isLookedAt(at)) continue;
      told.add(at);
      check(pass, given);
    }
  }
}

function check(pass: Pass, { fn, call, callee, at, outcome }: GivenHandle): void {
  const { file } = fn;
  const taken = {
    location: pass.location(file, call),
    message: `\`C.${callee}\` becomes the owner of \`${at.text}\`, and frees it some time`,
  };
  switch (outcome.kind) {
    case 'none':
      pass.clear(() => ({ at: call, file, reason: outcome.reason }));
      return;
    case 'cleanup': {
      const { wrapper, cleanup, by } = outcome;
      pass.report({
        at: call,
        file,
        confidence: 'likely',
        message: `\`${at.text}\` is freed twice, by \`C.${callee}\`, which becomes its owner, and by the ${cleanup.kind} of \`${wrapper.name}\``,
        steps: [
          taken,
          {
            location: pass.location(cleanup.file, cleanup.call),
            message: `the ${cleanup.kind} stays set, and frees it with \`C.${by}\``,
          },
        ],
      });
      return;
    }
    case 'release': {
      const { wrapper, release } = outcome;
      const where = pass.package.files.find(({ tree }) => tree === release.call.tree);
      if (where === undefined) return;
      pass.report({
        at: release.call,
        file: where,
        confidence: 'likely',
        message: `\`C.${release.cFunction}\` frees what \`C.${callee}\` has become the owner of: it is freed twice`,
        steps: [
          taken,
          {
            location: pass.location(where, release.call),
            message: `\`(*${wrapper.name}).${release.name}\` frees it as well`,
          },
        ],
      });
    }
  }
}
