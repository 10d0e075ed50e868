import { argumentsOf, calleeOf, packageMember } from '../../semantic/callee.ts';
import type { Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';

const systemPackages = new Set(['syscall', 'golang.org/x/sys/unix', 'golang.org/x/sys/windows']);

/** https://pkg.go.dev/golang.org/x/sys/unix#Mmap, and its kin on Windows. */
const mappingFunctions = new Set(['Mmap', 'MmapPtr', 'MapViewOfFile']);

/** Whether the first result of a call of a Go package is memory that the kernel maps. */
export function mapsMemory(call: Node, path: string, name: string, pkg: Package): boolean {
  if (!systemPackages.has(path)) return false;
  if (mappingFunctions.has(name)) return true;
  const [number] = argumentsOf(call);
  if (!/^(Raw)?Syscall6?$/.test(name) || number === undefined) return false;
  const member = packageMember(number, pkg);
  return member !== undefined && systemPackages.has(member.path) && /^SYS_MMAP2?$/.test(member.name);
}

/** Whether a call is `Munmap(b)` of a package for system calls, or of a module's own around one. */
export function unmapsMemory(call: Node, pkg: Package): boolean {
  if (call.child('function')?.child('field')?.text !== 'Munmap') return false;
  const callee = calleeOf(call, pkg);
  if (callee.kind !== 'package' || callee.name !== 'Munmap') return false;
  return systemPackages.has(callee.path) || callee.path.endsWith('/internal/unix');
}
