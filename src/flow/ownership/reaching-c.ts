import type { Package } from '../../semantic/package.ts';

/** The names of functions and methods that call C, and of those that call them: by name, so rather too many. */
export function namesReachingC(pkg: Package): ReadonlySet<string> {
  const callers = new Map<string, Set<string>>();
  const reaching = new Set<string>();
  if (!pkg.usesCgo) return reaching;
  for (const { node } of pkg.functions()) {
    const name = node.child('name')?.text;
    if (name === undefined) continue;
    for (const call of node.all('call_expression')) {
      const callee = call.child('function');
      const called = callee?.kind === 'selector_expression' ? callee.child('field') : callee;
      if (callee?.child('operand')?.text === 'C') reaching.add(name);
      else if (called !== undefined)
        callers.set(called.text, (callers.get(called.text) ?? new Set()).add(name));
    }
  }
  for (const name of reaching) for (const caller of callers.get(name) ?? []) reaching.add(caller);
  return reaching;
}
