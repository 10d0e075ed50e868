import { argumentsOf, unparen } from '../callee.ts';
import type { FunctionParts } from './function-parts.ts';
import { releaseName } from './release-names.ts';

/**
 * The names of the functions and methods that may release something: those that call a C function which may, and those
 * that call such a function, or hand it over. By name, so rather too many; all others need not be followed.
 */
export function releasingNames(functions: readonly FunctionParts[]): ReadonlySet<string> {
  const users = new Map<string, Set<string>>();
  const releasing = new Set<string>();
  const uses = (name: string | undefined, by: string): void => {
    if (name === undefined) return;
    const known = users.get(name);
    if (known === undefined) users.set(name, new Set([by]));
    else known.add(by);
  };
  for (const { name, calls } of functions) {
    for (const call of calls) {
      const callee = call.child('function');
      const called = callee === undefined ? undefined : unparen(callee);
      const member = called?.child('field')?.text;
      if (member === undefined) uses(called?.text, name);
      else if (called?.child('operand')?.text !== 'C') uses(member, name);
      else if (releaseName(member) !== 'other') releasing.add(name);
      for (const argument of argumentsOf(call)) uses(unparen(argument).child('field')?.text, name);
    }
  }
  for (const name of releasing) for (const user of users.get(name) ?? []) releasing.add(user);
  return releasing;
}
