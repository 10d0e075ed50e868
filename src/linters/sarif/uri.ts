import { isWindowsPath } from '../repository-path.ts';
import type { ArtifactLocation, SarifRun } from './schema.ts';

/** A base may rest on another one, and a hostile file may let it rest on itself. */
const mostBases = 8;

/**
 * The path that an artifact's location names: absolute, or relative to the repository's root. Empty where it names
 * none, undefined where what it names is no file. Whether it lies in the repository is for others to say.
 */
export function artifactPath(location: ArtifactLocation | undefined, run: SarifRun): string | undefined {
  let named = location;
  if (named?.uri === undefined && named?.index !== undefined) named = run.artifacts?.[named.index]?.location;
  if (named?.uri === undefined) return '';
  let path = uriPath(named.uri);
  let baseId = named.uriBaseId;
  for (let left = mostBases; path !== undefined && baseId !== undefined && left > 0; left--) {
    if (isAbsolutePath(path)) return path;
    const base = run.originalUriBaseIds?.[baseId];
    // A base without an address is the root of what was analysed, which the file leaves to its reader.
    if (base?.uri === undefined) return path;
    const start = uriPath(base.uri);
    path = start === undefined ? undefined : `${start.replace(/\/$/, '')}/${path}`;
    baseId = base.uriBaseId;
  }
  return path;
}

/** The path of a URI reference; undefined for one of another scheme or another machine. */
function uriPath(uri: string): string | undefined {
  // Tools of Windows write their paths as they are.
  if (isWindowsPath(uri)) return uri;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]{0,31}):/.exec(uri);
  if (scheme !== null && scheme[1]?.toLowerCase() !== 'file') return undefined;
  const rest = scheme === null ? uri : uri.slice(scheme[0].length);
  const authority = /^\/\/([^/]{0,255})(?=\/)/.exec(rest);
  if (authority === null && rest.startsWith('//')) return undefined;
  if (authority !== null && (scheme === null || !/^(?:localhost)?$/i.test(authority[1] ?? '')))
    return undefined;
  const path = (authority === null ? rest : rest.slice(authority[0].length)).replace(/[?#].*$/s, '');
  const decoded = decode(path);
  return /^\/[A-Za-z]:[\\/]/.test(decoded) ? decoded.slice(1) : decoded;
}

function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || isWindowsPath(path);
}

/** A tool that does not encode may write a lone `%`: then the path is meant as it stands. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
