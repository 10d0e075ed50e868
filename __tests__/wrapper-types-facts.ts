import type {
  Constructor,
  Origin,
  Release,
  Truth,
  WrapperType,
  WrapperTypes,
} from '../src/semantic/wrapper/model.ts';
import type { Node } from '../src/syntax/tree.ts';

/** All facts as `line: kind(what)`, the form of the `// want` comments of `__tests__/wrapper-types/`. */
export function factsOf(types: WrapperTypes): Set<string> {
  return new Set(types.all.flatMap(factsOfType));
}

function at(node: Node, kind: string, ...words: (string | undefined)[]): string {
  return `${String(node.line)}: ${kind}(${words.filter((word) => word !== undefined && word !== '').join(' ')})`;
}

function truth(answer: Truth, word: string): string | undefined {
  return answer === 'yes' ? word : answer === 'unknown' ? `maybe-${word}` : undefined;
}

function factsOfType(type: WrapperType): string[] {
  const declaration = type.symbols[0]?.declaration;
  if (declaration === undefined) throw new Error(`${type.name} has no declaration`);
  return [
    ...type.handles.map((handle) =>
      at(
        // A handle that lies in another type is a fact of the type that holds it.
        handle.inner === undefined ? handle.declaration : declaration,
        'handle',
        handle.path || 'self',
        handle.evidence,
        handle.isInline ? 'inline' : undefined,
      ),
    ),
    ...type.owners.map((owner) =>
      at(
        owner.declaration,
        'owner',
        owner.target,
        owner.relation,
        owner.relation === 'parent' && owner.setIn.length > 0 && owner.missingIn.length > 0
          ? `missing ${owner.missingIn.map((node) => node.child('name')?.text ?? '').join(',')}`
          : undefined,
      ),
    ),
    ...type.mutexes.map((mutex) => at(mutex.declaration, 'mutex', [...mutex.lockedBy].sort().join(','))),
    ...type.constructors.map((constructor) => constructorFact(constructor)),
    ...type.bypasses.map((bypass) =>
      at(
        bypass.node,
        'bypass',
        bypass.form,
        bypass.setsHandle === 'no' ? 'empty' : truth(bypass.setsHandle, 'sets'),
      ),
    ),
    ...type.accessors.map((accessor) =>
      at(accessor.node, 'accessor', accessor.kind, truth(accessor.borrows, 'borrows')),
    ),
    ...type.releases.map(releaseFact),
    ...type.cleanups.map((cleanup) =>
      at(
        cleanup.call,
        cleanup.kind,
        cleanup.path,
        cleanup.releases?.map((name) => `C.${name}`).join(',') ?? 'unknown',
      ),
    ),
  ];
}

function constructorFact(constructor: Constructor): string {
  return at(
    constructor.node,
    'constructor',
    ...constructor.sets.map(({ path, origins }) => `${path || 'self'}=${origins.map(originText).join(',')}`),
    constructor.isMany ? 'many' : undefined,
    constructor.through.length > 0 ? `via ${constructor.through.join(',')}` : undefined,
    ...(constructor.through.length > 0
      ? [constructor.nilReturns.length > 0 ? 'nil' : undefined, truth(constructor.cleanup, 'cleanup')]
      : [
          truth(constructor.cleanup, 'cleanup') ?? 'no-cleanup',
          constructor.nilReturns.length > 0 ? 'nil' : undefined,
        ]),
  );
}

function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'c-call':
      return `C.${origin.name}`;
    case 'c-out':
      return `&C.${origin.name}`;
    case 'parameter':
      return 'param';
    default:
      return origin.kind;
  }
}

function releaseFact(release: Release): string {
  return at(
    release.node,
    'release',
    release.path,
    `C.${release.cFunction}`,
    release.isMethod ? undefined : 'func',
    truth(release.clears, 'clears'),
    release.guard === undefined
      ? undefined
      : release.guard.kind === 'handle'
        ? 'guards'
        : `guards:${release.guard.kind}`,
    truth(release.locks, 'locks'),
    truth(release.stopsCleanup, 'stops'),
    release.through.length > 0 ? `via ${release.through.join(',')}` : undefined,
  );
}
