import { defineRule } from '../../../engine/rule.ts';
import type { OwnedLeak } from '../../../flow/ownership/leak.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import { givenMemory } from '../leak-c-returned/given-memory.ts';
import type { GivenMemory } from '../leak-c-returned/given-memory.ts';
import {
  askedText,
  capitalised,
  checkGiven,
  endOf,
  holderName,
  releaseText,
} from '../leak-c-returned/leak-report.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'leak-error-path',
  code: 'CGO108',
  category: 'leak',
  severity: 'warning',
  confidence: 'likely',
  cwe: 401,
  docs,
  requires: [ownership, wrapperTypes],
  run(pass) {
    const otherwise = 'no path frees it or hands it over: leak-c-returned tells of that';
    for (const fn of pass.functions()) {
      for (const given of givenMemory(pass, fn)) {
        checkGiven(given, pass, ({ handledElsewhere }) => handledElsewhere, otherwise, { message });
      }
    }
  },
});

function message(leak: OwnedLeak, given: GivenMemory): string {
  const { callee } = given.acquisition;
  const name = holderName(leak, given);
  const what = name === undefined ? `What \`${callee}\` gives` : `${name} from \`${callee}\``;
  const where = `${placeText(leak)} at line ${String(endOf(leak, given).line)}`;
  if (leak.asked !== undefined)
    return `Does ${askedText(leak.asked, given)} keep ${what}? If it does not, it is not freed ${where}`;
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
