import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { definitionsOf } from '../../../flow/definitions.ts';
import type { Definition } from '../../../flow/definitions.ts';
import { enclosingFunction } from '../../../flow/literals.ts';
import type { FlowNode } from '../../../flow/cfg.ts';
import { ownership } from '../../../flow/ownership/ownership.ts';
import type { Release } from '../../../flow/ownership/releases.ts';
import { unconverted, useOf } from '../../../flow/value-use.ts';
import { argumentsOf, calleeOf, isCall } from '../../../semantic/callee.ts';
import type { GoFunction } from '../../../semantic/package.ts';
import type { GoSymbol } from '../../../semantic/symbol.ts';
import { usesCgo } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';
import { isSmallLoop } from './small-loop.ts';

export default defineRule({
  id: 'defer-free-in-loop',
  code: 'CGO116',
  category: 'leak',
  severity: 'info',
  confidence: 'certain',
  cwe: 770,
  docs,
  requires: [ownership],
  run(pass) {
    const owners = pass.use(ownership);
    for (const fn of pass.functions()) {
      if (!usesCgo(fn.file) || fn.file.constraint.isTest || !defersInLoop(fn)) continue;
      for (const release of owners.releasesOf(fn)) {
        if (release.way !== 'now') check(pass, fn, release);
      }
    }
  },
});

function defersInLoop({ body }: GoFunction): boolean {
  return body
    .allOutside('func_literal', 'defer_statement')
    .some((statement) => statement.ancestor('for_statement', 'func_literal')?.kind === 'for_statement');
}

function check(pass: Pass, { file }: GoFunction, { call, node, by, place, holder }: Release): void {
  const statement = node.syntax;
  const loop = statement?.ancestor('for_statement', 'func_literal');
  if (statement === undefined || loop?.kind !== 'for_statement') return;
  const name = `\`${place.text}\``;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at: call, file, reason }));
  };
  if (holder.path.length > 0 || !loop.contains(holder.symbol.declaration)) {
    clear(`${name} is not made anew in each round`);
    return;
  }
  const made = definitionsOf(holder.symbol, pass.package).filter((one) => isMadeByCall(one, pass));
  if (!made.some(({ target }) => target.start < statement.start)) {
    clear(`no call of the round gives ${name} above its deferred free`);
    return;
  }
  if (!leadsBack(node)) {
    clear('no path leads from here into another round of the loop');
    return;
  }
  if (isSmallLoop(loop)) {
    clear('the loop has a few rounds, which stand in the code');
    return;
  }
  const outside = neededOutside(holder.symbol, loop, pass);
  if (outside !== undefined) {
    clear(`\`${oneLine(outside)}\` may need ${name} beyond its round`);
    return;
  }
  const isEndless = loop.child('body') === loop.children[0];
  const end = isEndless ? 'the function ends, if it does' : 'the function ends';
  pass.report({
    at: call,
    file,
    message: `The deferred \`${by}\` frees ${name} of every round only when ${end}`,
    ...(isEndless ? { severity: 'warning' } : {}),
    steps: [
      { location: pass.location(file, loop), message: 'each round of the loop defers one more call' },
      { location: pass.location(file, statement), message: `${name} is kept until the function ends` },
    ],
  });
}

/** Whether a call of C or of a function makes the value, or fills the variable; what is only read out of something was there before the loop. */
function isMadeByCall({ target, value, result }: Definition, pass: Pass): boolean {
  if (result !== undefined || target.parent?.kind === 'unary_expression') return true;
  const source = value === undefined ? undefined : unconverted(value, pass.package);
  // A method may read it out of an object.
  return (
    source !== undefined && isCall(source) && ['c', 'function'].includes(calleeOf(source, pass.package).kind)
  );
}

/** Whether a path of the graph comes back to a point. */
function leadsBack(from: FlowNode): boolean {
  const seen = new Set<FlowNode>();
  const work = from.successors.map(({ to }) => to);
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    if (node === from) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    work.push(...node.successors.map(({ to }) => to));
  }
  return false;
}

/** A use that may carry the pointer out of the round: into a slice, a variable around, Go code, or C code that keeps it. */
function neededOutside(symbol: GoSymbol, loop: Node, pass: Pass): Node | undefined {
  const pkg = pass.package;
  return pkg.bindings.usesOf(symbol).find((mention) => {
    if (mention === symbol.declaration) return false;
    if (!loop.contains(mention)) return true;
    const isInLiteral = enclosingFunction(mention) !== enclosingFunction(loop);
    const use = useOf(mention, pkg);
    switch (use.kind) {
      case 'free':
      case 'go-copy':
      case 'compare':
      case 'dereference':
      case 'discard':
      case 'overwrite':
        return false;
      case 'c-argument': {
        const { call } = use;
        const index = argumentsOf(call).findIndex((one) => one.contains(mention));
        const { outcomes } = pass.use(ownership).effects.onArgument(call, calleeOf(call, pkg), index, []);
        if (carriesOn(call, use.name, pass)) return true;
        return !outcomes.every(({ effect }) => effect.kind === 'borrows' || effect.kind === 'frees');
      }
      case 'address':
        return useOf(use.node, pkg).kind !== 'c-argument' || isInLiteral;
      default:
        return true;
    }
  });
}

/** `objects[i] = C.lib_new(cname)`: what an unknown function makes of the pointer, and leaves the round, may hold it. */
function carriesOn(call: Node, name: string, pass: Pass): boolean {
  if (pass.use(ownership).knows(name)) return false;
  const { kind } = useOf(call, pass.package);
  if (kind === 'store' || kind === 'element' || kind === 'return') return true;
  return kind === 'alias' && pass.package.types.ofExpression(call).kind === 'pointer';
}

function oneLine(node: Node): string {
  const statement = node.ancestor(
    'expression_statement',
    'if_statement',
    'assignment_statement',
    'short_var_declaration',
    'return_statement',
  );
  return ((statement ?? node).text.split('\n')[0] ?? '').replace(/`/g, "'");
}
