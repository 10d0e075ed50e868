import { announcesTaking, copiesOutOfC, mayKeep, onlyReads } from '../../knowledge/c-names.ts';
import type { CFunctionDefinition } from '../../semantic/c-functions.ts';
import type { Package } from '../../semantic/package.ts';
import { isCertainName, releaseName } from '../../semantic/wrapper/release-names.ts';
import type { Node } from '../../syntax/tree.ts';
import type { Shims } from './shims.ts';

/** What a C function does with an argument, as far as precedent asks: by tables, bodies and, last, by its name. */
export type Treatment = 'ends' | 'may-end' | 'keeps' | 'looks' | 'unknown';

/** So far calls in bodies are followed. */
const maximalDepth = 3;

/** Reads what C functions do with their arguments, each once. */
export class CEndings {
  private readonly pkg: Package;
  private readonly shims: Shims;
  private readonly known = new Map<string, Treatment>();

  constructor(pkg: Package, shims: Shims) {
    this.pkg = pkg;
    this.shims = shims;
  }

  /** @param index of the argument, from 0 */
  treatment(name: string, index: number): Treatment {
    const key = `${name}/${String(index)}`;
    let treatment = this.known.get(key);
    if (treatment === undefined) {
      treatment = this.find(name, index, 0);
      this.known.set(key, treatment);
    }
    return treatment;
  }

  private find(name: string, index: number, depth: number): Treatment {
    if (name === 'free') return 'ends';
    const found = this.pkg.libraries.factsOf(name);
    if (found !== undefined) {
      const kind = found.facts.parameters.get(index)?.kind;
      if (kind === 'frees') return 'ends';
      return kind === 'takes' || kind === 'keeps' || kind === 'destructor-decides' ? 'keeps' : 'looks';
    }
    if (onlyReads(name) || copiesOutOfC(name)) return 'looks';
    const shim = this.shims.shimOf(name);
    if (shim !== undefined && depth < maximalDepth) {
      const passed = shim.parameterMap.indexOf(index);
      return passed < 0 ? 'looks' : this.find(shim.callee, passed, depth + 1);
    }
    const bodies = this.pkg.c.definitions.callable(name);
    if (bodies.length > 0 && depth < maximalDepth) {
      const [first, ...others] = bodies.map((body) => this.inBody(body, index, depth));
      if (first !== undefined && others.every((other) => other === first) && first !== 'unknown')
        return first;
    }
    // What ends an object is given it first: `lib_free(obj)`, `ctx_free_string(ctx, s)`.
    switch (releaseName(name)) {
      case 'releases':
        return index === 0 || isCertainName(name) ? 'ends' : 'unknown';
      case 'may-release':
      case 'may-stop':
        return index === 0 ? 'may-end' : 'unknown';
      case 'other':
        return announcesTaking(name) || mayKeep(name) ? 'keeps' : 'unknown';
    }
  }

  private inBody({ type, body, isPartial }: CFunctionDefinition, index: number, depth: number): Treatment {
    const parameter = type.parameters?.[index]?.name;
    if (parameter === undefined || isPartial) return 'unknown';
    let treatment: Treatment = 'looks';
    for (const mention of body.all('identifier')) {
      if (mention.text !== parameter) continue;
      const use = argumentOf(mention);
      if (use !== undefined) {
        const own = this.find(use.name, use.index, depth + 1);
        if (own === 'ends') return 'ends';
        if (own !== 'looks') treatment = own;
      } else if (!isLookedAt(mention)) {
        treatment = 'keeps';
      }
    }
    return treatment;
  }
}

/** The call of a named C function in whose arguments a mention stands, casts looked through. */
function argumentOf(
  mention: Node,
): { readonly name: string; readonly index: number; readonly call: Node } | undefined {
  let value = mention;
  while (value.parent?.is('parenthesized_expression', 'cast_expression') === true) value = value.parent;
  const list = value.parent;
  const callee = list?.kind === 'argument_list' ? list.parent?.child('function') : undefined;
  if (list?.parent === undefined || callee?.kind !== 'identifier') return undefined;
  return { name: callee.text, index: list.children.indexOf(value), call: list.parent };
}

function isLookedAt(mention: Node): boolean {
  const parent = mention.parent;
  if (parent?.is('field_expression', 'subscript_expression', 'binary_expression', 'if_statement') === true)
    return true;
  if (parent?.kind === 'pointer_expression') return parent.text.startsWith('*');
  if (parent?.kind === 'assignment_expression') return mention.field === 'left';
  return (
    parent?.kind === 'unary_expression' || parent?.parent?.is('if_statement', 'while_statement') === true
  );
}
