import type { MacroLookup } from './c-macro-definitions.ts';

/** A macro that stands where a declaration can stand. */
export interface MacroUse {
  readonly name: string;
  /** Whether it stands in an enum. */
  readonly isEnumerator: boolean;
  readonly arguments: readonly string[];
}

/** An expansion past this length is not a declaration that anybody calls from Go. */
const maximalLength = 20_000;

/**
 * The text that a use of a declaration macro stands for (C11 6.10.3: arguments put in, `#` and `##` applied, no
 * second round); undefined where the macro is not known, has several definitions, or declares nothing.
 */
export function expansionOf(use: MacroUse, macros: MacroLookup): string | undefined {
  const definitions = macros.get(use.name);
  const [definition] = definitions ?? [];
  if (definition?.parameters === undefined || definitions?.length !== 1) return undefined;
  const values = argumentsByName(definition.parameters, use.arguments);
  if (values === undefined || definition.body.length > maximalLength) return undefined;
  const text = definition.body.replace(
    /\s*##\s*|#\s*([A-Za-z_]\w*)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*/g,
    (whole: string, stringized?: string) => {
      if (whole.trim() === '##') return '';
      if (stringized !== undefined) return JSON.stringify(values.get(stringized) ?? stringized);
      return values.get(whole) ?? whole;
    },
  );
  if (text.length > maximalLength) return undefined;
  if (use.isEnumerator) return `enum { ${text} };`;
  return /[;}]\s*$/.test(text) ? text : `${text};`;
}

function argumentsByName(
  parameters: readonly string[],
  values: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const variadic = parameters[parameters.length - 1]?.endsWith('...') === true;
  const fixed = variadic ? parameters.length - 1 : parameters.length;
  if (variadic ? values.length < fixed : values.length !== fixed) return undefined;
  const named = new Map(parameters.slice(0, fixed).map((name, index) => [name, values[index] ?? '']));
  if (variadic) named.set('__VA_ARGS__', values.slice(fixed).join(', '));
  return named;
}
