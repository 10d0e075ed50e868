import { analysePackage } from '../../src/engine/analyse.ts';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import type { Rule } from '../../src/engine/rule.ts';
import type { Parser } from '../../src/parser/parser.ts';
import { Package } from '../../src/semantic/package.ts';
import { readCFile } from '../../src/syntax/c-file.ts';
import { readGoFile } from '../../src/syntax/go-file.ts';
import type { RuleCase } from './cases.ts';

export function packageOf(parser: Parser, files: RuleCase['files']): Package {
  const go = [...files]
    .filter(([path]) => path.endsWith('.go'))
    .map(([path, text]) => readGoFile(parser, path, text));
  const c = [...files]
    .filter(([path]) => /\.[ch]$/.test(path))
    .map(([path, text]) => readCFile(parser, path, text));
  return new Package('.', go, c, [1, 21]);
}

export function diagnosticsOf(parser: Parser, rule: Rule, files: RuleCase['files']): Diagnostic[] {
  return [...analysePackage(packageOf(parser, files), [{ rule }]).diagnostics];
}
