/** Expectations on the lines of a Go file: `// want "regexp"` for a finding, `// step "regexp"` for a path step. */
export interface Expectation {
  readonly kind: 'want' | 'step';
  readonly path: string;
  readonly line: number;
  readonly pattern: RegExp;
}

export function expectationsOf(path: string, text: string): Expectation[] {
  return text.split('\n').flatMap((line, index) => {
    const found: Expectation[] = [];
    for (const kind of ['want', 'step'] as const) {
      const comment = new RegExp(`//.*?\\b${kind} ((?:"(?:[^"\\\\]|\\\\.)*"\\s*)+)`).exec(line);
      for (const quoted of comment?.[1]?.match(/"(?:[^"\\]|\\.)*"/g) ?? []) {
        found.push({ kind, path, line: index + 1, pattern: new RegExp(JSON.parse(quoted) as string) });
      }
    }
    return found;
  });
}
