/** Which rules of other analysers speak of cgo and unsafe, and which of ours say the same. */

/** Where a result of a rule is of the kind: everywhere, or only in a file that crosses into C or uses `unsafe`. */
type Place = 'everywhere' | 'crossing';

/** A rule of another analyser that this product passes on. */
export interface KnownRule {
  readonly place: Place;
  /** Set where a rule speaks of more than our kind: what its message must hold. */
  readonly message?: RegExp;
  /** Our rules of the same class; none where we have none. */
  readonly ours: readonly string[];
  /** Where the rule is described. */
  readonly source: string;
}

function vet(name: string, place: Place, ours: readonly string[]): [string, KnownRule] {
  const source = `https://pkg.go.dev/golang.org/x/tools/go/analysis/passes/${name}`;
  return [`vet/${name}`, { place, ours, source }];
}

function staticcheck(
  id: string,
  place: Place,
  ours: readonly string[],
  message?: RegExp,
): [string, KnownRule] {
  const source = `https://staticcheck.dev/docs/checks#${id}`;
  return [`staticcheck/${id}`, { place, ours, source, ...(message === undefined ? {} : { message }) }];
}

/** The rules are in gosec's list; each names its weakness in https://github.com/securego/gosec/blob/master/issue/issue.go. */
function gosec(id: string, place: Place, ours: readonly string[]): [string, KnownRule] {
  return [`gosec/${id}`, { place, ours, source: 'https://github.com/securego/gosec#available-rules' }];
}

function golangci(linter: string, ours: readonly string[], message?: RegExp): [string, KnownRule] {
  const source = `https://golangci-lint.run/docs/linters/configuration/#${linter}`;
  return [
    `golangci-lint/${linter}`,
    { place: 'everywhere', ours, source, ...(message === undefined ? {} : { message }) },
  ];
}

const uintptrRules = [
  'unsafe-uintptr-roundtrip',
  'go-pointer-hidden-as-uintptr',
  'cgo-handle-as-pointer',
  'fake-pointer',
  'unsafe-slice-header-literal',
];
const passingRules = [
  'cgo-map-to-c',
  'cgo-slice-header-to-c',
  'cgo-typed-pointer-launders-check',
  'go-pointer-in-c',
];
const integerRules = ['c-int-len-truncation', 'int-width-mismatch', 'c-malloc-size-overflow'];
const importOfKind = /\b(?:unsafe|C)\b/;

/** By `tool/rule`. A rule of one of these tools that is not here is not of the kind. */
export const knownRules: ReadonlyMap<string, KnownRule> = new Map([
  vet('cgocall', 'everywhere', passingRules),
  vet('unsafeptr', 'everywhere', uintptrRules),
  // A constraint that is read otherwise than it was meant decides whether the file with C is built at all.
  vet('buildtag', 'crossing', []),
  vet('directive', 'crossing', ['unknown-go-directive', 'export-directive-space']),
  // A copied lock, or a copied strings.Builder, of a struct that C knows by its address.
  vet('copylocks', 'crossing', []),
  vet('nilfunc', 'crossing', []),

  staticcheck('SA1019', 'everywhere', ['unsafe-slice-header-literal'], /\breflect\.(?:Slice|String)Header\b/),
  staticcheck('SA1027', 'everywhere', []),
  staticcheck('SA5005', 'everywhere', ['finalizer-self-reference']),
  staticcheck('SA5011', 'crossing', ['unchecked-null-return']),
  staticcheck('SA9001', 'crossing', ['defer-free-in-loop']),
  staticcheck('SA9009', 'everywhere', ['export-directive-space', 'unknown-go-directive']),

  gosec('G103', 'everywhere', []),
  gosec('G109', 'crossing', integerRules),
  gosec('G115', 'crossing', integerRules),
  gosec('G601', 'crossing', []),
  gosec('G602', 'crossing', ['empty-slice-index-zero', 'oversized-array-cast']),

  golangci('gocheckcompilerdirectives', ['unknown-go-directive', 'export-directive-space']),
  // Packages that a project forbids: here only unsafe and C are of the kind.
  golangci('depguard', [], importOfKind),
  golangci('gomodguard', [], importOfKind),
  golangci('forbidigo', [], importOfKind),
]);

/** The tools whose rules the table is of. */
export const knownTools: ReadonlySet<string> = new Set(['vet', 'staticcheck', 'gosec', 'golangci-lint']);

/**
 * The weaknesses that memory of C and `unsafe` are about, in the groups that tools do not keep apart
 * (https://cwe.mitre.org/data/definitions/1000.html). Two results of one group say the same of one line.
 */
const weaknessGroups = {
  // Use after free, expired pointers, double free, resources that are used after their release, stack addresses.
  lifetime: [415, 416, 562, 672, 825],
  release: [401, 404, 771, 772, 775],
  // A free of what is not on the heap, of another allocator's memory, of a pointer that is not the start.
  'wrong-free': [590, 761, 762, 763],
  bounds: [118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 129, 131, 170, 787, 788, 805, 806, 823, 824],
  integer: [190, 191, 192, 194, 195, 196, 197, 680, 681],
  null: [476, 690],
  type: [467, 468, 469, 587, 588, 704, 843],
  uninitialized: [456, 457, 665, 908],
  sharing: [362, 364, 479, 662, 667, 820, 821],
  dangerous: [242, 676, 758],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type WeaknessGroup = keyof typeof weaknessGroups;

const groupOfWeakness: ReadonlyMap<number, WeaknessGroup> = new Map(
  (Object.keys(weaknessGroups) as WeaknessGroup[]).flatMap((group) =>
    weaknessGroups[group].map((number) => [number, group] as const),
  ),
);

/** The group of a weakness; undefined for one that is not of the kind. */
export function weaknessGroup(cwe: number): WeaknessGroup | undefined {
  return groupOfWeakness.get(cwe);
}

/**
 * Parts of the rule names of analysers of C and Go, without case and punctuation: cppcheck's `doubleFree` and `memleak`,
 * clang's `unix.MallocSizeof` and `core.StackAddressEscape`, Infer's `USE_AFTER_FREE`, CodeQL's `cpp/overflow-buffer`.
 * Sources: https://cppcheck.sourceforge.io/, https://clang.llvm.org/docs/analyzer/checkers.html,
 * https://fbinfer.com/docs/all-issue-types, https://codeql.github.com/codeql-query-help/cpp/.
 */
const wordGroups: readonly (readonly [part: string, group: WeaknessGroup])[] = [
  ['useafter', 'lifetime'],
  ['doublefree', 'lifetime'],
  ['deallocuse', 'lifetime'],
  ['dangling', 'lifetime'],
  ['stackaddress', 'lifetime'],
  ['returnaddress', 'lifetime'],
  ['newdelete', 'lifetime'],
  ['unixmalloc', 'lifetime'],
  ['memleak', 'release'],
  ['memoryleak', 'release'],
  ['resourceleak', 'release'],
  ['invalidfree', 'wrong-free'],
  ['mismatchalloc', 'wrong-free'],
  ['mismatcheddeallocator', 'wrong-free'],
  ['outofbounds', 'bounds'],
  ['arraybound', 'bounds'],
  ['bufferover', 'bounds'],
  ['overflowbuffer', 'bounds'],
  ['bufferaccess', 'bounds'],
  ['bufferunder', 'bounds'],
  ['cstring', 'bounds'],
  ['integeroverflow', 'integer'],
  ['nullpointer', 'null'],
  ['nulldereference', 'null'],
  ['nulldref', 'null'],
  ['uninit', 'uninitialized'],
  ['mallocsize', 'type'],
  ['unsafe', 'dangerous'],
  ['cgo', 'dangerous'],
];

/** The group that the name of a rule tells of, where it tells of one. */
export function groupOfRuleName(ruleId: string): WeaknessGroup | undefined {
  const folded = ruleId.toLowerCase().replace(/[^a-z0-9]/g, '');
  return wordGroups.find(([part]) => folded.includes(part))?.[1];
}
