import { readdirSync, readFileSync } from 'node:fs';
import { markerVariable } from './child-environment.ts';
import { errorCode } from './error-code.ts';

/** A running process as Linux's /proc shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** When it started, in ticks since boot: with the number it names a process, since numbers are reused. */
  readonly start: string;
}

/** The processes of the machine that are not yet dead, in one look. */
function runningProcesses(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d{1,10}$/.test(name))
    .flatMap((name) => {
      const entry = parseStat(procText(name, 'stat'));
      return entry === undefined ? [] : [entry];
    });
}

/** Reads a line of /proc/PID/stat; undefined for a dead process and for what is no such line. */
export function parseStat(text: string): ProcessEntry | undefined {
  // The name of the program stands in parentheses, and may hold some itself.
  const fields = text
    .slice(text.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  const [state = 'X', parent, group, session] = fields;
  const start = fields[19];
  const pid = Number.parseInt(text, 10);
  if (state === 'Z' || state === 'X' || start === undefined || Number.isNaN(pid)) return undefined;
  return { pid, parent: Number(parent), group: Number(group), session: Number(session), start };
}

/** Bytes of physical memory that a process holds; 0 where it is gone. */
export function residentBytes(pid: number): number {
  const found = /^VmRSS:\s{1,20}(\d{1,15}) kB$/m.exec(procText(String(pid), 'status'));
  return Number(found?.[1] ?? 0) * 1024;
}

/** Whether a process was started with a marker that begins so. */
function carries(pid: number, marker: string): boolean {
  const environ = procText(String(pid), 'environ');
  const wanted = `${markerVariable}=${marker}`;
  return environ.startsWith(wanted) || environ.includes(`\0${wanted}`);
}

/** A file of a process; empty where the process is gone or another user's. */
function procText(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    // Processes end while the table is read, and those of others may not be looked into.
    return '';
  }
}

/**
 * Follows all processes that come from one: its group and session, the children of members, and whoever carries
 * its marker, which also finds a process that made itself a session of its own after its parent ended. A process
 * that does this and wipes its environment between two looks is not found.
 */
export class ProcessFamily {
  private readonly leader: number | undefined;
  private readonly marker: string;
  /** Whether a process, by number and start, belongs: its marker is read once. */
  private readonly known = new Map<string, boolean>();

  /** @param leader The number of the first process, which leads its group; undefined where only the marker tells. */
  constructor(leader: number | undefined, marker: string) {
    this.leader = leader;
    this.marker = marker;
  }

  /** The members that run now. */
  members(): number[] {
    const running = runningProcesses();
    const inside = new Set<number>();
    for (const entry of running) if (this.belongs(entry)) inside.add(entry.pid);
    // A child stands behind its parent in most tables, not in all: numbers are reused.
    for (let before = -1; before !== inside.size;) {
      before = inside.size;
      for (const entry of running) if (inside.has(entry.parent)) inside.add(entry.pid);
    }
    for (const entry of running) if (inside.has(entry.pid)) this.known.set(key(entry), true);
    return [...inside];
  }

  private belongs(entry: ProcessEntry): boolean {
    if (entry.pid === process.pid) return false;
    if (this.leader !== undefined && [entry.pid, entry.group, entry.session].includes(this.leader))
      return true;
    const name = key(entry);
    let known = this.known.get(name);
    if (known === undefined) {
      known = carries(entry.pid, this.marker);
      this.known.set(name, known);
    }
    return known;
  }

  /** Ends every member, and those that they start meanwhile. The result is the number of those that remain. */
  end(): number {
    for (let round = 0; round < 100; round++) {
      const members = this.members();
      if (members.length === 0) return 0;
      for (const pid of members) kill(pid);
    }
    return this.members().length;
  }
}

function key(entry: ProcessEntry): string {
  return `${entry.pid} ${entry.start}`;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended between the look and the signal, or changed its user: the next look tells.
    const code = errorCode(error);
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
