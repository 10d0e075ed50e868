/**
 * The operating systems and architectures of cmd/go (internal/syslist of Go 1.26): past, present and future names,
 * since a file's name is read by them.
 */
const knownOs: readonly string[] = (
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 ' +
  'windows zos'
).split(' ');

const knownArch: readonly string[] = (
  '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ' +
  'ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'
).split(' ');

const unixOs: ReadonlySet<string> = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris'.split(' '),
);

/** Systems that satisfy the tag of the one they descend from as well. */
const parentOs: ReadonlyMap<string, string> = new Map([
  ['android', 'linux'],
  ['illumos', 'solaris'],
  ['ios', 'darwin'],
]);

const osNames: ReadonlySet<string> = new Set(knownOs);
const archNames: ReadonlySet<string> = new Set(knownArch);

export function isKnownOs(name: string): boolean {
  return osNames.has(name);
}

export function isKnownArch(name: string): boolean {
  return archNames.has(name);
}

/** Some tags that one choice makes true or false together, by the alternatives of that choice. */
export interface TagChoice {
  readonly tags: readonly string[];
  /** For each alternative the tags among `tags` that it makes true. */
  readonly alternatives: readonly ReadonlySet<string>[];
}

/**
 * The choices behind some tags (go/build's matchTag): GOOS, GOARCH, the compiler and the release have one value each,
 * and every other tag stands for itself. Values that the tags do not tell apart are one alternative.
 */
export function choicesFor(tags: Iterable<string>): TagChoice[] {
  const os: string[] = [];
  const arch: string[] = [];
  const compiler: string[] = [];
  const release: string[] = [];
  const choices: TagChoice[] = [];
  for (const name of tags) {
    if (isKnownOs(name) || name === 'unix') os.push(name);
    else if (isKnownArch(name)) arch.push(name);
    else if (name === 'gc' || name === 'gccgo') compiler.push(name);
    else if (releaseNumber(name) !== undefined) release.push(name);
    else choices.push({ tags: [name], alternatives: [new Set([name]), new Set()] });
  }
  const byTarget = [
    choice(os, tagsByOs),
    choice(arch, tagsByArch),
    choice(compiler, [['gc'], ['gccgo']]),
    choice(release, releaseSets(release)),
  ];
  return [...byTarget.filter(({ tags: named }) => named.length > 0), ...choices];
}

const tagsByOs = knownOs.map(osTags);
const tagsByArch = knownArch.map((name) => [name]);

function choice(tags: readonly string[], sets: readonly (readonly string[])[]): TagChoice {
  if (tags.length === 0) return { tags, alternatives: [] };
  const distinct = new Map<string, ReadonlySet<string>>();
  for (const set of sets) {
    const named = tags.filter((name) => set.includes(name));
    distinct.set(named.join(' '), new Set(named));
  }
  return { tags, alternatives: [...distinct.values()] };
}

/** The tags that a GOOS satisfies. */
function osTags(name: string): string[] {
  const parent = parentOs.get(name);
  return [name, ...(parent === undefined ? [] : [parent]), ...(unixOs.has(name) ? ['unix'] : [])];
}

/** Go 1.N satisfies `go1.1` to `go1.N`. */
function releaseSets(tags: readonly string[]): string[][] {
  const ordered = [...tags].sort((a, b) => (releaseNumber(a) ?? 0) - (releaseNumber(b) ?? 0));
  return [[], ...ordered.map((_, index) => ordered.slice(0, index + 1))];
}

/** N of a release tag `go1.N`. */
function releaseNumber(name: string): number | undefined {
  const match = /^go1\.([1-9]\d{0,5})$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}
