import { defineRule } from '../../../engine/rule.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import { releasedText } from '../../../flow/ownership/release-account.ts';
import { announced } from '../../../flow/precedent/announced.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import docs from './docs.ts';
import { transferOf } from './transfer.ts';

export default defineRule({
  id: 'ownership-transfer',
  code: 'CGO114',
  category: 'ownership',
  severity: 'info',
  confidence: 'question',
  cwe: 415,
  docs,
  requires: [ownership, announced],
  run(pass) {
    const owners = pass.use(ownership);
    for (const fn of pass.functions()) {
      const { file } = fn;
      if (!usesCgo(file)) continue;
      for (const release of owners.releasesOf(fn)) {
        const name = releasedText(release);
        const transfer = transferOf(release, fn, owners, pass.use(announced));
        if (transfer === undefined) {
          const reason = `nothing announces that a call on the way becomes the owner of ${name}`;
          pass.clear(() => ({ at: release.call, file, reason }));
          continue;
        }
        const { text, isKnown } = transfer;
        const taker = `\`C.${transfer.name}\``;
        pass.report({
          at: release.call,
          file,
          message: isKnown
            ? `\`${release.by}\` frees ${name}, which ${taker} becomes the owner of: ${text}`
            : `Does ${taker} become the owner of ${name}? ${text.charAt(0).toUpperCase()}${text.slice(1)}, and \`${release.by}\` frees it as well`,
          ...(isKnown ? { severity: 'error', confidence: 'likely' } : {}),
          steps: [
            { location: pass.location(file, transfer.call), message: `${taker} gets ${name}` },
            { location: pass.location(file, release.call), message: `\`${release.by}\` frees it` },
          ],
        });
      }
    }
  },
});
