import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { packageMaps } from '../../../flow/callbacks/package-maps.ts';
import { callsCUnder, lockText, unlockedAccesses } from '../../../flow/callbacks/unlocked-callbacks.ts';
import type { LockedCode, Unlocked } from '../../../flow/callbacks/unlocked-callbacks.ts';
import { functionAround } from '../../../flow/callbacks/registries.ts';
import { functionFlows } from '../../../flow/function-flow.ts';
import { calledFromC } from '../../../flow/threads/exported.ts';
import { locks } from '../../../flow/threads/locks.ts';
import { threadLocks } from '../../../flow/threads/thread-lock.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'callback-concurrent-map',
  code: 'CGO406',
  category: 'lifetime',
  severity: 'warning',
  confidence: 'likely',
  cwe: 362,
  docs,
  requires: [packageMaps, calledFromC, locks, functionFlows, threadLocks],
  run(pass) {
    const { files } = pass.package;
    if (!files.some(({ directives, imports }) => directives.exports.length > 0 || imports.some(handsOver)))
      return;
    const fromC = pass.use(calledFromC);
    if (fromC.all.length === 0) return;
    const code: LockedCode = {
      package: pass.package,
      fromC,
      locks: pass.use(locks),
      flowOf: pass.use(functionFlows),
    };
    const inScope = new Set(pass.functions().map(({ node }) => node));
    for (const map of pass.use(packageMaps)) {
      const { unlocked, fine } = unlockedAccesses(map, code);
      for (const { access, reason } of fine) {
        if (inScope.has(access.function.node))
          pass.clear(() => ({ at: access.at, file: access.function.file, reason }));
      }
      // One finding a function and map: what it forgets, it forgets once.
      const told = new Set<Node>();
      for (const one of unlocked) {
        const { node } = one.access.function;
        if (!inScope.has(node) || told.has(node)) continue;
        if (tell(pass, one, code)) told.add(node);
      }
    }
  },
});

function handsOver({ path }: { readonly path: string }): boolean {
  return (
    path === 'runtime/cgo' ||
    path === 'github.com/ebitengine/purego' ||
    path.endsWith('windows') ||
    path === 'syscall'
  );
}

function tell(pass: Pass, found: Unlocked, code: LockedCode): boolean {
  const { map, access, reached, other, lock } = found;
  const { at, function: fn } = access;
  const { file } = fn;
  const changes = access.kind !== 'read' && access.kind !== 'range';
  const clear = (reason: string): false => {
    pass.clear(() => ({ at, file, reason }));
    return false;
  };
  if (lock === undefined && !changes) return clear('no function locks the map, and this one only reads it');
  if (lock === undefined && pass.use(threadLocks).initsLeaveLocked())
    return clear('an `init` of the package locks the thread of `main`, for which the package is made');
  const isNested = lock !== undefined && callsCUnder(lock, code);
  const entered =
    reached.entry.kind === 'export' ? `C calls \`${reached.entry.name}\`` : 'C calls this function back';
  const what = `it ${verbs[access.kind]} \`${map.name}\``;
  const elsewhere = functionAround(other.at);
  const steps = [
    {
      location: pass.location(other.function.file, other.at),
      message: `${verbs[other.kind]} \`${map.name}\`${lock === undefined ? ', without a lock as well' : ` under \`${lockText(lock)}\``}`,
    },
  ];
  if (lock !== undefined && !isNested) {
    pass.report({
      at,
      file,
      message: `${entered}, on a thread of its own: ${what} without \`${lockText(lock)}\`, under which ${elsewhere} ${verbs[other.kind]} it`,
      steps,
    });
  } else {
    const ask =
      lock === undefined
        ? `May C call \`${nameOf(reached.entered.node)}\` while Go runs elsewhere? ${capital(what)} without a lock, and ${elsewhere} ${verbs[other.kind]} it`
        : `Does C call \`${nameOf(reached.entered.node)}\` only where the caller holds \`${lockText(lock)}\`? ${capital(what)} without it`;
    pass.report({ at, file, message: ask, steps, severity: 'info', confidence: 'question' });
  }
  return true;
}

const verbs = {
  set: 'writes',
  delete: 'deletes from',
  clear: 'replaces',
  read: 'reads',
  range: 'goes through',
} as const;

function nameOf(fn: Node): string {
  return fn.child('name')?.text ?? 'the literal';
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
