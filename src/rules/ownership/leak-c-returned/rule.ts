import { defineRule } from '../../../engine/rule.ts';
import { askedText } from '../../../flow/ownership/leak.ts';
import type { OwnedLeak } from '../../../flow/ownership/leak.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import { suggestedGifts } from '../../../flow/ownership/suggested-gifts.ts';
import type { SuggestedGift } from '../../../flow/ownership/suggested-gifts.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import { deferFix } from './defer-fix.ts';
import docs from './docs.ts';
import { givenMemory } from './given-memory.ts';
import type { GivenMemory } from './given-memory.ts';
import { capitalised, checkGiven, holderName, releaseText } from './leak-report.ts';

export default defineRule({
  id: 'leak-c-returned',
  code: 'CGO107',
  category: 'leak',
  severity: 'warning',
  confidence: 'likely',
  cwe: 401,
  docs,
  requires: [ownership, wrapperTypes, suggestedGifts],
  run(pass) {
    const otherwise = 'some path frees it or hands it over: leak-error-path tells of the one that does not';
    for (const fn of pass.functions()) {
      for (const given of givenMemory(pass, fn)) {
        checkGiven(given, pass, ({ handledElsewhere }) => !handledElsewhere, otherwise, {
          message,
          fix: deferFix,
        });
      }
    }
  },
});

function message(leak: OwnedLeak, given: GivenMemory): string {
  const { callee } = given.acquisition;
  const name = holderName(leak, given);
  if (given.suggestion !== undefined) return questionText(name, given, given.suggestion);
  const release = releaseText(given);
  const what = name === undefined ? `what \`${callee}\` gives` : `${name} from \`${callee}\``;
  if (leak.asked !== undefined)
    return `Does ${askedText(leak.asked, given.fn)} keep ${what}? If it does not, it is never freed; ${release} frees it`;
  if (name === undefined)
    return `\`${callee}\` gives memory that nothing holds and that is never freed; ${release} frees it`;
  return `${capitalised(what)} is never freed; ${release} frees it`;
}

/** Who frees it elsewhere, or what announces that it has to be freed. */
function questionText(
  name: string | undefined,
  { acquisition: { callee } }: GivenMemory,
  { text, examples }: SuggestedGift,
): string {
  if (examples.length > 0) return `${capitalised(text)}, this one does not: is that meant?`;
  const what = name === undefined ? `what \`${callee}\` gives` : `${name} from \`${callee}\``;
  return `Does ${what} have to be freed? Nothing here does, and ${text}`;
}
