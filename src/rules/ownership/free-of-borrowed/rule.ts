import type { RelatedInformation } from '../../../engine/diagnostic.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { freedByC } from '../../../flow/origin/freed-by-c.ts';
import type { FreedByC } from '../../../flow/origin/freed-by-c.ts';
import { origins } from '../../../flow/origin/pointer-origins.ts';
import { announced } from '../../../flow/precedent/announced.ts';
import { minedPairs } from '../../../flow/precedent/mined-pairs.ts';
import { shims } from '../../../flow/precedent/shims.ts';
import { unconverted } from '../../../flow/value-use.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import docs from './docs.ts';
import { verdictOf } from './loan.ts';
import type { Loan } from './loan.ts';

export default defineRule({
  id: 'free-of-borrowed',
  code: 'CGO113',
  category: 'ownership',
  severity: 'error',
  confidence: 'likely',
  cwe: 763,
  docs,
  requires: [origins, shims, announced, minedPairs],
  run(pass) {
    const hearsay = (): {
      announcements: ReturnType<typeof announced.run>;
      pairs: ReturnType<typeof minedPairs.run>;
    } => ({
      announcements: pass.use(announced),
      pairs: pass.use(minedPairs),
    });
    for (const fn of pass.functions()) {
      for (const freed of freedByC(fn, pass.use(origins), pass.use(shims))) {
        const verdict = verdictOf(freed, pass.use(origins), hearsay);
        if ('reason' in verdict)
          pass.clear(() => ({ at: freed.call, file: fn.file, reason: verdict.reason }));
        else report(pass, fn, freed, verdict);
      }
    }
  },
});

function report(pass: Pass, { file }: GoFunction, { call, name, argument }: FreedByC, loan: Loan): void {
  const { source, lender, text, isKnown, examples } = loan;
  const pointer = `\`${short(unconverted(argument, pass.package))}\``;
  const from = pass.package.files.find(({ tree }) => tree === source.tree);
  const lent: RelatedInformation[] =
    from === undefined
      ? []
      : [{ location: pass.location(from, source), message: 'C gives the pointer here' }];
  const siblings = examples.map((site) => ({
    location: pass.location(site.file, site.node),
    message: `\`${site.function.fullName}\` does not free it`,
  }));
  pass.report({
    at: call,
    file,
    message: isKnown
      ? `\`C.${name}\` frees ${pointer}, which \`C.${lender}\` only lends: ${text}`
      : `Is ${pointer} from \`C.${lender}\` the caller's to free? ${text.charAt(0).toUpperCase()}${text.slice(1)}`,
    steps: [...lent, ...siblings],
    ...(isKnown ? {} : { severity: 'info', confidence: 'question' }),
  });
}
