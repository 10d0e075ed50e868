import path from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Directories that belong to one process of the repository's, and are removed after it. */
export interface Quarters {
  readonly home: string;
  readonly temporary: string;
}

/** The variable that every process of a run carries, and by which those that stay behind are found. */
export const markerVariable = 'CGO_REVIEW_RUN';

/**
 * Handed on as they are. None of them holds a secret by its purpose; a name that is in neither list, such as
 * every `GITHUB_*`, `ACTIONS_*` and `RUNNER_*`, reaches no process of ours.
 */
const passedOn = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'LD_LIBRARY_PATH'] as const;

/** What only a build needs: where libraries, headers and modules are. */
const passedToBuilds = [
  'CXX',
  'AR',
  'PKG_CONFIG',
  'PKG_CONFIG_PATH',
  'PKG_CONFIG_LIBDIR',
  'PKG_CONFIG_SYSROOT_DIR',
  'CPATH',
  'C_INCLUDE_PATH',
  'CPLUS_INCLUDE_PATH',
  'LIBRARY_PATH',
  'CGO_CPPFLAGS',
  'CGO_LDFLAGS',
  'CGO_CFLAGS_ALLOW',
  'CGO_CFLAGS_DISALLOW',
  'CGO_LDFLAGS_ALLOW',
  'CGO_LDFLAGS_DISALLOW',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NO_PROXY',
  'no_proxy',
] as const;

/** Addresses, which may hold a name and a password. */
const addresses = ['GOPROXY', 'GOSUMDB', 'HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'] as const;

/** What `go env` tells of the tool chain that is installed, and the builds are given. */
export const goSettings = [
  'GOCACHE',
  'GOMODCACHE',
  'GOPATH',
  'GOPROXY',
  'GOSUMDB',
  'GOPRIVATE',
  'GONOPROXY',
  'GONOSUMDB',
  'GOINSECURE',
] as const;

/** As the recipe for readable reports asks: dead stores are deleted at -O1 before AddressSanitizer sees them. */
const compilerFlags = '-g -O0 -fno-omit-frame-pointer';

/**
 * What CGO_CXXFLAGS gets besides, so that C++ is instrumented: Go's own -asan tells only the C compiler. C and C++
 * have to be of one maker, or two runtimes of AddressSanitizer meet in a program.
 */
export function addressFlagOf(compiler: string, inherited: Environment): string | undefined {
  const isClang = (command: string): boolean =>
    path.basename(command.trim().split(/\s+/)[0] ?? '').includes('clang');
  return isClang(compiler) === isClang(inherited['CXX'] ?? 'g++') ? '-fsanitize=address' : undefined;
}

/** What every process of the repository's is given. */
function base(inherited: Environment, quarters: Quarters, marker: string): Record<string, string> {
  return {
    ...picked(inherited, passedOn),
    HOME: quarters.home,
    TMPDIR: quarters.temporary,
    GOTOOLCHAIN: 'local',
    GOFLAGS: keptFlags(inherited['GOFLAGS']),
    [markerVariable]: marker,
  };
}

/**
 * The environment of a build, which runs compilers over code of strangers.
 *
 * @param settings What `go env` answered for `goSettings`.
 */
export function buildEnvironment(
  inherited: Environment,
  settings: Environment,
  quarters: Quarters,
  marker: string,
  compiler: string,
): Record<string, string> {
  const known = { ...inherited, ...settings };
  const urls = Object.entries(picked(known, addresses)).map(([name, value]) => [
    name,
    withoutCredentials(value),
  ]);
  const flags = (name: string) => [inherited[name], compilerFlags].filter(Boolean).join(' ');
  return {
    ...picked(inherited, passedToBuilds),
    ...picked(settings, goSettings),
    ...(Object.fromEntries(urls) as Record<string, string>),
    ...base(inherited, quarters, marker),
    GOTMPDIR: quarters.temporary,
    GOENV: 'off',
    CC: compiler,
    CGO_ENABLED: '1',
    CGO_CFLAGS: flags('CGO_CFLAGS'),
    CGO_CXXFLAGS: flags('CGO_CXXFLAGS'),
    LC_ALL: 'C',
  };
}

/**
 * The environment of a test. It is not told where the build cache is, since later builds trust what lies
 * there.
 */
export function testEnvironment(
  inherited: Environment,
  quarters: Quarters,
  marker: string,
): Record<string, string> {
  return base(inherited, quarters, marker);
}

/** The addresses among the settings that hold a name or password, and therefore cannot be handed on as they are. */
export function addressesWithCredentials(inherited: Environment, settings: Environment): string[] {
  const known = picked({ ...inherited, ...settings }, addresses);
  return Object.entries(known)
    .filter(([, value]) => withoutCredentials(value) !== value)
    .map(([name]) => name);
}

function picked(from: Environment, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = from[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

/** `https://name:password@host` without what stands before the host, in a list of such addresses. */
function withoutCredentials(value: string): string {
  return value
    .split(/([,|\s])/)
    .map((part) => {
      const start = part.indexOf('://');
      const authority = start === -1 ? 0 : start + 3;
      const slash = part.indexOf('/', authority);
      const at = part.lastIndexOf('@', slash === -1 ? part.length : slash);
      return at < authority ? part : part.slice(0, authority) + part.slice(at + 1);
    })
    .join('');
}

/**
 * Of the flags that a user set for every go command those are kept that say what is built: `-tags`, and `-mod`, but not
 * `-mod=mod`, which lets go write to the work tree. One that runs a program of somebody's is none of them.
 */
function keptFlags(flags: string | undefined): string {
  return (flags ?? '')
    .split(/\s/)
    .filter((flag) => /^--?(?:mod=(?:vendor|readonly)|tags=[\w.,]{0,1000})$/.test(flag))
    .join(' ');
}

/** The build tags that a user set for every go command; of several lists the last counts. */
export function tagsOf(flags: string | undefined): string {
  const given = keptFlags(flags).split(' ');
  return (
    /^--?tags=(?<tags>.*)$/.exec(given.findLast((flag) => flag.includes('tags=')) ?? '')?.groups?.['tags'] ??
    ''
  );
}
