import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { isBehindTestOf } from '../../../flow/ownership/constructor-gifts.ts';
import { askedText } from '../../../flow/ownership/leak.ts';
import type { OwnedLeak } from '../../../flow/ownership/leak.ts';
import { mayBeOwnOn } from '../../../flow/ownership/own-frees.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import { suggestedGifts } from '../../../flow/ownership/suggested-gifts.ts';
import type { GoFunction, Package } from '../../../semantic/package.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import type { Node } from '../../../syntax/tree.ts';
import { givenBy, givenMemory } from '../leak-c-returned/given-memory.ts';
import type { GivenMemory } from '../leak-c-returned/given-memory.ts';
import { capitalised, checkGiven, endOf, holderName, releaseText } from '../leak-c-returned/leak-report.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'leak-error-path',
  code: 'CGO108',
  category: 'leak',
  severity: 'warning',
  confidence: 'likely',
  cwe: 401,
  docs,
  requires: [ownership, wrapperTypes, suggestedGifts],
  run(pass) {
    const otherwise = 'no path frees it or hands it over: leak-c-returned tells of that';
    for (const fn of pass.functions()) {
      const own = checkOwn(pass, fn);
      for (const given of givenMemory(pass, fn)) {
        // What the function does itself says more than what others do.
        if (given.suggestion !== undefined && own.has(given.acquisition.call)) continue;
        const isOwn = (leak: OwnedLeak): boolean =>
          leak.handledElsewhere && !isOwnFailure(leak, given, pass.package);
        checkGiven(given, pass, isOwn, otherwise, { message });
      }
    }
  },
});

/** Looks at what the function itself frees on another path. @returns the calls that give it */
function checkOwn(pass: Pass, fn: GoFunction): ReadonlySet<Node> {
  const calls = new Set<Node>();
  if (fn.file.constraint.isTest) return calls;
  const otherwise = 'the return that it is lost at is one that the free comes to as well';
  for (const freed of pass.use(ownership).freedByItself(fn)) {
    calls.add(freed.acquisition.call);
    const given = givenBy(freed.acquisition, fn, pass);
    const isOwn = (leak: OwnedLeak): boolean =>
      leak.handledElsewhere && leak.asked === undefined && mayBeOwnOn(leak, freed);
    checkGiven(given, pass, isOwn, otherwise, { message });
  }
  return calls;
}

/** Whether a constructor leaves where the call itself, of which no more is known, may have failed. */
function isOwnFailure(leak: OwnedLeak, given: GivenMemory, pkg: Package): boolean {
  const { suggestion, acquisition } = given;
  if (suggestion?.isOfConstructor !== true) return false;
  return isBehindTestOf(acquisition.call, endOf(leak, given), pkg);
}

function message(leak: OwnedLeak, given: GivenMemory): string {
  const { callee } = given.acquisition;
  const name = holderName(leak, given);
  const what = name === undefined ? `What \`${callee}\` gives` : `${name} from \`${callee}\``;
  const where = `${placeText(leak)} at line ${String(endOf(leak, given).line)}`;
  if (given.suggestion !== undefined)
    return `${what} is not freed ${where}, and ${given.suggestion.text}: is that meant?`;
  if (leak.asked !== undefined)
    return `Does ${askedText(leak.asked, given.fn)} keep ${what}? If it does not, it is not freed ${where}`;
  const { basis, confidence } = given.acquisition.gift;
  if (basis.kind === 'precedent') {
    const text = `${what} is not freed ${where}, while ${basis.text}`;
    return confidence === 'question' ? `${text}: is that meant?` : text;
  }
  return `${capitalised(what)} is not freed ${where}; ${releaseText(given)} frees it`;
}

function placeText({ end }: OwnedLeak): string {
  switch (end) {
    case 'exit':
      return 'where the function returns';
    case 'overwritten':
      return 'where its place gets another value';
    case 'scope':
      return 'where its block ends';
    case 'dropped':
      return 'where nothing holds it';
  }
}
