import { enclosingDeclaration } from '../../../engine/declaration.ts';
import { pathStates, pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { short } from '../../../flow/code-text.ts';
import { enclosingFunction } from '../../../flow/literals.ts';
import { remarksOf } from '../../../flow/ownership/aftermath.ts';
import { disposedFields } from '../../../flow/ownership/disposed-fields.ts';
import { clearedUses, freeingCalls } from '../../../flow/ownership/freed-uses.ts';
import { holderText } from '../../../flow/ownership/holder.ts';
import { keptElements } from '../../../flow/ownership/kept-elements.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import type { Ownership } from '../../../flow/ownership/ownership.ts';
import { accountForNoUse, releasedText, untracked } from '../../../flow/ownership/release-account.ts';
import type { ReleaseAccount } from '../../../flow/ownership/release-account.ts';
import type { Release } from '../../../flow/ownership/releases.ts';
import { callsOf } from '../../../semantic/calls.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import { wrapperTypes } from '../../../semantic/wrapper-types.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'c-use-after-free',
  code: 'CGO104',
  category: 'lifetime',
  severity: 'error',
  confidence: 'certain',
  cwe: 416,
  docs,
  requires: [ownership, wrapperTypes],
  run(pass) {
    const told: Told = { frees: new Set(), uses: [] };
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file)) continue;
      const owners = pass.use(ownership);
      const releases = owners.releasesOf(fn);
      for (const release of releases) {
        for (const { event, path, confidence } of owners.touchedAfter(release, fn)) {
          if (event.kind !== 'use') continue;
          const story = {
            from: { node: release.call, message: `${releasedText(release)} is freed` },
            path,
            end:
              event.by === '`return`'
                ? 'the caller gets the freed pointer'
                : `${event.by} gets the freed memory`,
            endAt: event.at,
          };
          told.uses.push({ at: event.at, release });
          pass.report({
            at: event.at,
            file: fn.file,
            confidence,
            message: `\`${holderText(event.holder)}\` is used after \`${release.by}\`, by ${event.by}`,
            steps: pathSteps(pass, fn, story),
            states: () => pathStates(pass, fn, story, remarksOf(owners.aftermathOf(release, fn), release)),
          });
        }
      }
      for (const { release, event, path } of owners.touchedByName(fn, () => pass.use(wrapperTypes))) {
        if (event.kind !== 'use' || told.uses.some(({ at }) => at === event.at)) continue;
        const name = releasedText(release);
        told.uses.push({ at: event.at, release });
        pass.report({
          at: event.at,
          file: fn.file,
          severity: 'info',
          confidence: 'question',
          message: `${name} is used after \`${release.by}\`, by ${event.by}, if that function frees it, as its name says: nothing else is known of it`,
          steps: pathSteps(pass, fn, {
            from: { node: release.call, message: `${name} is freed, by the name of \`${release.by}\`` },
            path,
            end: event.by === '`return`' ? `the caller gets ${name}` : `${event.by} gets ${name}`,
            endAt: event.at,
          }),
        });
      }
      for (const { release, isOfC, field, saved } of owners.keptFields(fn)) {
        if (saved !== undefined) {
          pass.clear(() => ({ at: field, file: fn.file, reason: saved }));
          continue;
        }
        const name = releasedText(release);
        told.uses.push({ at: field, release });
        pass.report({
          at: field,
          file: fn.file,
          severity: 'info',
          confidence: 'question',
          message: `\`${field.text}\` keeps ${name}, which the deferred \`${release.by}\` frees as the ${isOfC ? 'function returns to C' : 'method returns'}: does anything read the field later?`,
        });
      }
      for (const { release, returned, field, setAt, isOfC } of owners.returnedFreed(fn)) {
        if (told.uses.some((one) => one.release === release)) continue;
        const name = releasedText(release);
        told.uses.push({ at: returned, release });
        pass.report({
          at: release.call,
          file: fn.file,
          severity: isOfC ? 'warning' : 'info',
          confidence: isOfC ? 'likely' : 'question',
          message: `The deferred \`${release.by}\` frees ${name} as the function returns the object that keeps it in \`${field}\`${isOfC ? '' : ': does anything read the field later?'}`,
          steps: [
            ...(setAt === undefined
              ? []
              : [{ location: pass.location(fn.file, setAt), message: `\`${field}\` gets ${name} here` }]),
            { location: pass.location(fn.file, returned), message: 'the caller gets the object' },
          ],
        });
      }
      for (const { free, place, use } of keptElements(fn, pass.package)) {
        if (told.uses.some(({ release }) => release.call === free)) continue;
        const by = use.child('function')?.text ?? '';
        pass.report({
          at: free,
          file: fn.file,
          confidence: 'likely',
          message: `\`C.free\` frees what \`${short(place)}\` holds, and \`${by}\` gets it behind that`,
          steps: [
            { location: pass.location(fn.file, place), message: 'the pointer is put here' },
            { location: pass.location(fn.file, use), message: `\`${by}\` gets it` },
          ],
        });
      }
      for (const { call, name, argument, read } of disposedFields(fn, pass.package)) {
        pass.report({
          at: read,
          file: fn.file,
          severity: 'warning',
          confidence: 'likely',
          message: `\`${read.text}\` is read after \`C.${name}\` has freed what is in the struct`,
          steps: [
            {
              location: pass.location(fn.file, call),
              message: `\`C.${name}\` gets \`${argument.text}\`, and frees what it holds`,
            },
          ],
        });
      }
      pass.trace(() => {
        clearFunction(pass, fn, owners, told);
      });
    }
  },
});

/** What is told already: function literals are looked at by the function that makes them as well. */
interface Told {
  readonly frees: Set<Node>;
  readonly uses: { readonly at: Node; readonly release: Release }[];
}

/** Says of each free and of each use of a pointer that is freed somewhere why it is not reported. */
function clearFunction(pass: Pass, fn: GoFunction, owners: Ownership, told: Told): void {
  const { file, node } = fn;
  const flow = owners.flowOf(fn);
  const releases = owners.releasesOf(fn);
  const behind = (release: Release): ReturnType<Ownership['aftermathOf']> => owners.aftermathOf(release, fn);
  const clear = (at: Node, { reason, remarks }: ReleaseAccount): void => {
    pass.clear(() => ({
      at,
      file,
      reason,
      states: remarks.map((remark) => ({
        location: pass.location(file, remark.at),
        message: remark.message,
      })),
    }));
  };
  for (const release of releases) {
    told.frees.add(release.call);
    const use = told.uses.find((one) => one.release === release)?.at;
    const account =
      use === undefined
        ? accountForNoUse(release, behind, flow)
        : { reason: `the use behind it, at line ${String(use.line)}, is reported`, remarks: [] };
    clear(release.call, account);
  }
  const calls = freeingCalls(enclosingDeclaration(node), pass.package);
  const own = calls.map(({ call }) => call).filter((call) => enclosingFunction(call) === node);
  for (const call of new Set([...callsOf(fn, pass.package, 'free'), ...own])) {
    if (!told.frees.has(call)) clear(call, { reason: untracked(call, flow, pass.package), remarks: [] });
  }
  for (const use of clearedUses({ flow, releases, calls, behind }, pass.package)) {
    const isReported = told.uses.some(({ at }) => at.contains(use.at) || use.at.contains(at));
    if (!isReported) clear(use.at, use);
  }
}
