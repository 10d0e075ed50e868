import { pathSteps } from '../../../engine/path-steps.ts';
import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import {
  leftBehind,
  misdirectedRemovals,
  neverRemoved,
} from '../../../flow/callbacks/forgotten-registrations.ts';
import type {
  LeftBehind,
  Misdirected,
  NeverRemoved,
} from '../../../flow/callbacks/forgotten-registrations.ts';
import { functionAround, registries } from '../../../flow/callbacks/registries.ts';
import type { Registry } from '../../../flow/callbacks/registries.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { calledFromC } from '../../../flow/threads/exported.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'callback-registry-leak',
  code: 'CGO410',
  category: 'leak',
  severity: 'warning',
  confidence: 'likely',
  cwe: 401,
  docs,
  requires: [registries, calledFromC, functionFlows],
  run(pass) {
    if (!pass.package.files.some(usesCgo)) return;
    const inScope = new Set(pass.functions().map(({ node }) => node));
    const found = pass.use(registries);
    const told = new Set<Registry>();
    for (const one of misdirectedRemovals(found)) {
      if (!inScope.has(one.removal.function.node)) continue;
      told.add(one.addition.registry);
      tellMisdirected(pass, one);
    }
    const fromC = pass.use(calledFromC);
    if (fromC.all.length === 0) return;
    for (const one of neverRemoved(found, fromC, pass.package)) {
      if (told.has(one.registry) || !inScope.has(one.added.function.node)) continue;
      told.add(one.registry);
      tellNeverRemoved(pass, one);
    }
    for (const addition of found.additions) {
      const { function: fn, registry, call } = addition;
      if (!inScope.has(fn.node) || told.has(registry)) continue;
      const left = leftBehind(addition, found, pass.use(functionFlows)(fn));
      if (left !== undefined) tellLeftBehind(pass, left);
      else if (found.removals.some((one) => one.registry === registry))
        pass.clear(() => ({
          at: call,
          file: fn.file,
          reason: `\`${registry.name}\` is removed from, and no branch that returns an error leaves the entry`,
        }));
    }
  },
});

function tellMisdirected(pass: Pass, { addition, removal }: Misdirected): void {
  const { file } = removal.function;
  const id = removal.id?.name ?? '';
  pass.report({
    at: removal.call,
    file,
    message: `\`${id}\` is a number of \`${addition.registry.name}\`, and is removed from \`${removal.registry.name}\`: the entry stays, and another one may be removed`,
    steps: [step(pass, file, addition.call, `\`${addition.registry.name}\` gives \`${id}\``)],
  });
}

function tellNeverRemoved(pass: Pass, one: NeverRemoved): void {
  const { registry, added } = one;
  const at = one.kind === 'map' ? one.added.at : one.added.call;
  const { file } = added.function;
  const support =
    one.kind === 'map'
      ? `each entry has a number of its own, and nothing in the package deletes one`
      : `nothing in the package removes from it, as ${functionAround(one.sibling.call)} does from \`${one.sibling.registry.name}\``;
  pass.report({
    at,
    file,
    message: `Is an entry of \`${registry.name}\` meant to stay for good? ${support.slice(0, 1).toUpperCase()}${support.slice(1)}`,
    steps:
      one.kind === 'map' ? [] : [step(pass, one.sibling.function.file, one.sibling.call, 'removed here')],
    severity: 'info',
    confidence: 'question',
  });
}

function tellLeftBehind(pass: Pass, { addition, path, elsewhere }: LeftBehind): void {
  const { registry, call, function: fn } = addition;
  pass.report({
    at: call,
    file: fn.file,
    message: `Is the entry in \`${registry.name}\` meant to stay where this returns an error? Nothing removes it on the way, as ${functionAround(elsewhere.call)} does`,
    steps: [
      ...pathSteps(pass, fn, {
        from: { node: call, message: `an entry is added to \`${registry.name}\`` },
        path,
        end: 'returns an error, with the entry still there',
      }),
      step(pass, elsewhere.function.file, elsewhere.call, 'removed here'),
    ],
    sharedCause: `left behind in ${registry.name}`,
    severity: 'info',
    confidence: 'question',
  });
}

function step(
  pass: Pass,
  file: GoFile,
  node: Node,
  message: string,
): { location: ReturnType<Pass['location']>; message: string } {
  return { location: pass.location(file, node), message };
}
