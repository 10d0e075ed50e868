import { notice } from './notice.ts';
import type { LoadedRule } from './rules.ts';

/** The text of `src/rules/registry.generated.ts`: every rule with its folder and its remediation. */
export function registryModule(rules: readonly LoadedRule[]): string {
  const imports = rules.map(
    ({ rule, folder }) =>
      `import ${identifier(rule.id)} from './${folder.replace('src/rules/', '')}/rule.ts';`,
  );
  const entries = rules.map(({ rule, folder, remediation }) =>
    [
      '  {',
      `    rule: ${identifier(rule.id)},`,
      `    folder: ${JSON.stringify(folder)},`,
      '    remediation: [',
      ...remediation.split('\n').map((line) => `      ${JSON.stringify(line)},`),
      "    ].join('\\n'),",
      '  },',
    ].join('\n'),
  );
  return [
    `// ${notice}`,
    "import type { RegisteredRule } from '../engine/registry.ts';",
    ...imports,
    '',
    '/** Every rule, sorted by code. */',
    'export const registry: readonly RegisteredRule[] = [',
    ...entries,
    '];',
    '',
  ].join('\n');
}

/** `c-double-free` becomes `cDoubleFree`. */
function identifier(id: string): string {
  return id.replace(/-(?<letter>[a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
