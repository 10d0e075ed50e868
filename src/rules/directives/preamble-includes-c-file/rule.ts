import { defineRule } from '../../../engine/rule.ts';
import type { Pass } from '../../../engine/rule.ts';
import { externalDefinitionsIn, mayRepeatDefinitions } from '../../../semantic/c-external-definitions.ts';
import type { ExternalDefinition } from '../../../semantic/c-external-definitions.ts';
import { areCompatible, parseBuildConstraint } from '../../../source/build-constraint.ts';
import type { CFile } from '../../../syntax/c-file.ts';
import type { GoFile } from '../../../syntax/go-file.ts';
import type { Node } from '../../../syntax/tree.ts';
import docs from './docs.ts';

export default defineRule({
  id: 'preamble-includes-c-file',
  code: 'CGO803',
  category: 'directive',
  severity: 'error',
  confidence: 'likely',
  docs,
  requires: [],
  run(pass) {
    for (const file of pass.package.files) {
      for (const { tree } of file.preambles) {
        for (const include of tree.root.all('preproc_include')) check(pass, file, include);
      }
    }
  },
});

function check(pass: Pass, file: GoFile, at: Node): void {
  const path = /^"(.+\.(?:c|cc|cpp|cxx|m))"$/.exec(at.child('path')?.text ?? '')?.[1];
  if (path === undefined) return;
  const clear = (reason: string): void => {
    pass.clear(() => ({ at, file, reason }));
  };
  const included = fileOfPackage(pass, path);
  if (included === undefined) {
    clear(`\`${path}\` is no file of the package's own directory: cgo does not compile it by itself`);
    return;
  }
  const constraint = parseBuildConstraint(included.path, included.tree.text);
  if (!areCompatible(file.constraint, constraint)) {
    clear(`no build that has this file compiles \`${path}\` by itself`);
    return;
  }
  if (at.ancestor('preproc_ifdef', 'preproc_if') !== undefined) {
    clear('a condition of the preprocessor decides whether it is included');
    return;
  }
  if (mayRepeatDefinitions(pass.package.files)) {
    clear('a `#cgo` line tells the linker to take the first of several definitions');
    return;
  }
  const [first] = externalDefinitionsIn(included);
  if (first === undefined) {
    clear(`\`${path}\` defines nothing for other object files that is certain to be there`);
    return;
  }
  report(pass, file, at, included, first);
}

function report(pass: Pass, file: GoFile, at: Node, included: CFile, first: ExternalDefinition): void {
  const name = included.path.slice(included.path.lastIndexOf('/') + 1);
  pass.report({
    at,
    file,
    message: `\`${first.name}\` is defined twice: cgo compiles \`${name}\` by itself, and the preamble includes it as well`,
    steps: [
      {
        location: pass.location(included, first.node),
        message: `\`${name}\` defines \`${first.name}\` here`,
      },
      { location: pass.location(file, at), message: 'and its code is part of this preamble, too' },
    ],
  });
}

function fileOfPackage(pass: Pass, included: string): CFile | undefined {
  const { path, cFiles } = pass.package;
  const name = included.replace(/^(\.\/)+/, '');
  const wanted = path === '.' || path === '' ? name : `${path}/${name}`;
  return name.includes('/') ? undefined : cFiles.find((file) => file.path === wanted);
}
