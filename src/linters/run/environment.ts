import { delimiter, isAbsolute, relative } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a linter needs of the environment to find its compiler and its caches, and nothing else: the names of GitHub's
 * and other services' tokens are not in it, so a tool that a pull request leads astray has none to give away.
 */
const passedOn: ReadonlySet<string> = new Set([
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'GOROOT',
  'GOPATH',
  'GOMODCACHE',
  'GOCACHE',
  'GOENV',
  'GOFLAGS',
  'GOOS',
  'GOARCH',
  'GOPROXY',
  'GONOPROXY',
  'GOPRIVATE',
  'GOSUMDB',
  'GONOSUMDB',
  'GOTOOLCHAIN',
  'GOWORK',
  'GOEXPERIMENT',
  'CGO_ENABLED',
  'CGO_CFLAGS',
  'CGO_CPPFLAGS',
  'CGO_CXXFLAGS',
  'CGO_LDFLAGS',
  'CC',
  'CXX',
  'CPATH',
  'C_INCLUDE_PATH',
  'LIBRARY_PATH',
  'LD_LIBRARY_PATH',
  'PKG_CONFIG',
  'PKG_CONFIG_PATH',
  'PKG_CONFIG_LIBDIR',
  'STATICCHECK_CACHE',
  'GOLANGCI_LINT_CACHE',
  // Windows finds neither its programs nor its caches without these.
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'PROGRAMFILES',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'TEMP',
  'TMP',
]);

/** The environment of the linters' processes, made from the one that the run was started with. */
export function linterEnvironment(inherited: Environment, root: string): Environment {
  const kept = Object.entries(inherited).filter(
    ([name, value]) => passedOn.has(name.toUpperCase()) && value !== undefined && !holdsPassword(value),
  );
  return {
    // The go.mod of a pull request may ask for another Go: it is not fetched unless the user allows it.
    GOTOOLCHAIN: 'local',
    ...Object.fromEntries(kept),
    PATH: safePath(inherited, root),
    // What the compilers print is read, and shown.
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** A proxy's address may carry the password of its user. */
function holdsPassword(value: string): boolean {
  return /:\/\/[^/\s@]{1,1000}@/.test(value);
}

/** The search path without what leads into the repository: a pull request may bring a program called `staticcheck`. */
function safePath(inherited: Environment, root: string): string {
  const own = Object.entries(inherited).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  return own
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && !isInside(entry, root))
    .join(delimiter);
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (!/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way));
}
