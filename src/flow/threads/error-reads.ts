import type { Analysis } from '../../semantic/analysis.ts';
import { calleeOf } from '../../semantic/callee.ts';
import { cCallsOf } from '../../semantic/calls.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import type { Node } from '../../syntax/tree.ts';
import type { FlowNode } from '../cfg.ts';
import { functionFlows } from '../function-flow.ts';
import type { FunctionFlow } from '../function-flow.ts';
import { callGraph } from '../lifetime/call-graph.ts';
import type { CallGraph } from '../lifetime/call-graph.ts';
import { callsAt } from '../lifetime/evaluation.ts';
import { readsErrno } from './errno-readers.ts';
import { isSilent, readsError } from './error-reader-names.ts';
import { threadLocks, weaker } from './thread-lock.ts';
import type { ThreadLocks, ThreadState } from './thread-lock.ts';

/** A call of C, and the reader of the thread's error that a path leads to before C is called again. */
export interface ErrorRead {
  readonly call: Node;
  /** The C function. */
  readonly name: string;
  /** The call that reads: of the reader itself, or of a function of the package that comes to it. */
  readonly readAt: Node;
  /** The reader's C function. */
  readonly reader: string;
  /** The functions of the package between `readAt` and the reader's call, the outermost first. */
  readonly through: readonly Node[];
  /** The weakest of the states from the call to the read, on the worst path. */
  readonly thread: ThreadState;
  /** Whether a condition is passed before the read: the error is read where the call has failed. */
  readonly isConditional: boolean;
  /**
   * `table`: a library's facts say that the error is the thread's; `name`: the reader's name is all there is;
   * `errno`: it is C's errno.
   */
  readonly basis: 'table' | 'name' | 'errno';
}

/** How a function of the package, or a call, comes to read the thread's error before it calls anything else of C. */
interface Reader {
  readonly name: string;
  readonly basis: ErrorRead['basis'];
  readonly through: readonly Node[];
  /** Whether a condition stands before the read in the functions that come to it. */
  readonly isConditional: boolean;
}

type Event =
  | { readonly kind: 'calls'; readonly call: Node; readonly name: string }
  | { readonly kind: 'reads'; readonly call: Node; readonly reader: Reader }
  /** What was left before is gone. */
  | { readonly kind: 'clears' };

interface Visit {
  readonly node: FlowNode;
  readonly thread: ThreadState;
  readonly isConditional: boolean;
}

/** What says that a call of C reads the thread's error; `silent` where it does neither that nor leave one. */
type Classify = (call: Node, name: string, pkg: Package) => ErrorRead['basis'] | 'silent' | undefined;

/** The reads of errors that C leaves in a place of the thread's own. */
export class ErrorReads {
  private readonly pkg: Package;
  private readonly parts: { readonly graph: () => CallGraph; readonly locks: () => ThreadLocks };
  private readonly flows: (fn: GoFunction) => FunctionFlow;
  private readonly classify: Classify;
  private readonly readers = new Map<Node, Reader | undefined>();
  private readonly events = new Map<FlowNode, readonly Event[]>();
  private readonly reads = new Map<Node, readonly ErrorRead[]>();
  private mayRead: ReadonlySet<Node> | undefined;

  /** @param parts made when first asked for: where nothing reads the error of a thread nothing is */
  constructor(
    pkg: Package,
    parts: { readonly graph: () => CallGraph; readonly locks: () => ThreadLocks },
    flows: (fn: GoFunction) => FunctionFlow,
    classify: Classify,
  ) {
    this.pkg = pkg;
    this.parts = parts;
    this.flows = flows;
    this.classify = classify;
  }

  private get graph(): CallGraph {
    return this.parts.graph();
  }

  private get locks(): ThreadLocks {
    return this.parts.locks();
  }

  /** The calls of C in a function whose error it reads in a later call, with what binds the thread in between. */
  of(fn: GoFunction): readonly ErrorRead[] {
    let reads = this.reads.get(fn.node);
    if (reads === undefined) {
      reads = this.reading().has(fn.node) ? this.find(fn) : [];
      this.reads.set(fn.node, reads);
    }
    return reads;
  }

  /** The C function that a function of the package reads the thread's error with, before it calls C otherwise. */
  readerOf(fn: GoFunction): string | undefined {
    return this.readerIn(fn)?.name;
  }

  private find(fn: GoFunction): readonly ErrorRead[] {
    const { graph } = this.flows(fn);
    const found = new Map<string, ErrorRead>();
    for (const node of graph.nodes) {
      const events = this.eventsAt(node);
      events.forEach((event, index) => {
        if (event.kind === 'calls') this.follow(event, node, events.slice(index + 1), fn, found);
      });
    }
    return [...found.values()];
  }

  /** Follows all paths from a call of C to the next calls; of several paths to one read the worst counts. */
  private follow(
    source: Extract<Event, { kind: 'calls' }>,
    start: FlowNode,
    rest: readonly Event[],
    fn: GoFunction,
    found: Map<string, ErrorRead>,
  ): void {
    const thread = this.locks.atCall(source.call, fn);
    const meet = (events: readonly Event[], visit: Visit): Visit | undefined => {
      const [next] = events;
      if (next === undefined) return visit;
      if (next.kind !== 'reads' || !this.belongs(source.name, next.reader)) return undefined;
      const state = weaker(visit.thread, this.locks.atCall(next.call, fn));
      addWorst(found, {
        call: source.call,
        name: source.name,
        readAt: next.call,
        reader: next.reader.name,
        through: next.reader.through,
        thread: state,
        isConditional: visit.isConditional || next.reader.isConditional,
        basis: next.reader.basis,
      });
      return undefined;
    };
    const first = meet(rest, { node: start, thread, isConditional: false });
    const work = first === undefined ? [] : [first];
    const seen = new Set<string>();
    for (let visit = work.pop(); visit !== undefined; visit = work.pop()) {
      for (const { to, condition } of visit.node.successors) {
        const state = weaker(visit.thread, this.locks.at(to, fn));
        const isConditional = visit.isConditional || condition !== undefined;
        const key = `${String(to.id)}/${state}/${String(isConditional)}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const next = meet(this.eventsAt(to), { node: to, thread: state, isConditional });
        if (next !== undefined) work.push(next);
      }
    }
  }

  /** Whether a reader tells of the errors of a function: of the same library, as far as libraries are known. */
  private belongs(name: string, reader: Reader): boolean {
    const own = this.pkg.libraries.libraryOf(name);
    const other = this.pkg.libraries.libraryOf(reader.name);
    return own === undefined || other === undefined || own === other;
  }

  private eventsAt(node: FlowNode): readonly Event[] {
    let events = this.events.get(node);
    if (events === undefined) {
      events = callsAt(node).flatMap((call) => this.eventsOf(call));
      this.events.set(node, events);
    }
    return events;
  }

  private eventsOf(call: Node): readonly Event[] {
    const callee = calleeOf(call, this.pkg);
    if (callee.kind === 'c') {
      const basis = this.classify(call, callee.name, this.pkg);
      if (basis === 'silent') return [];
      if (/_(clear|reset)_?\w*err|err\w*_(clear|reset)|^xmlResetLastError$/i.test(callee.name))
        return [{ kind: 'clears' }];
      if (basis !== undefined)
        return [
          { kind: 'reads', call, reader: { name: callee.name, basis, through: [], isConditional: false } },
        ];
      return [{ kind: 'calls', call, name: callee.name }];
    }
    // Of several definitions under build constraints each has to read.
    const callees = this.graph.callees(call);
    const readers = callees.map((fn) => {
      const reader = this.readerIn(fn);
      return reader === undefined ? undefined : { ...reader, through: [fn.node, ...reader.through] };
    });
    const [reader] = readers;
    if (reader === undefined || readers.includes(undefined)) return [];
    return [{ kind: 'reads', call, reader }];
  }

  private readerIn(fn: GoFunction): Reader | undefined {
    if (this.readers.has(fn.node)) return this.readers.get(fn.node);
    // A function that calls itself reads what the rest of its body reads.
    this.readers.set(fn.node, undefined);
    const reader = this.reading().has(fn.node) ? this.firstReader(fn) : undefined;
    this.readers.set(fn.node, reader);
    return reader;
  }

  /** A reader that some path from the start comes to before any other call of C. */
  private firstReader(fn: GoFunction): Reader | undefined {
    const { entry } = this.flows(fn).graph;
    const seen = new Set<FlowNode>([entry]);
    const work = [{ node: entry, isConditional: false }];
    for (const { node, isConditional } of work) {
      const [event] = this.eventsAt(node);
      if (event?.kind === 'reads')
        return { ...event.reader, isConditional: isConditional || event.reader.isConditional };
      for (const { to, condition } of event === undefined ? node.successors : []) {
        if (seen.has(to)) continue;
        seen.add(to);
        work.push({ node: to, isConditional: isConditional || condition !== undefined });
      }
    }
    return undefined;
  }

  /** The functions that call a reader, at once or through others. */
  private reading(): ReadonlySet<Node> {
    this.mayRead ??= this.findReading();
    return this.mayRead;
  }

  private findReading(): ReadonlySet<Node> {
    const reading = new Set<Node>();
    for (const fn of this.pkg.functions()) {
      const isReader = cCallsOf(fn, this.pkg).some(({ call, callee }) => {
        const basis = this.classify(call, callee.name, this.pkg);
        return basis !== undefined && basis !== 'silent';
      });
      if (isReader) reading.add(fn.node);
    }
    for (const fn of reading) for (const { caller } of this.graph.callsTo(fn)) reading.add(caller.node);
    return reading;
  }
}

/** Which calls of C leave an error that a later call reads from the thread; errno is not among them. */
export const errorReads = readsBy('reads of thread errors', (call, name, pkg) => {
  if (isSilent(name) || readsErrno(name, pkg)) return 'silent';
  return readsError(call, name, pkg);
});

/** Which calls of C leave an errno that a later call reads. */
export const errnoReads = readsBy('reads of errno', (_call, name, pkg) => {
  if (readsErrno(name, pkg)) return 'errno';
  return isSilent(name) ? 'silent' : undefined;
});

function readsBy(name: string, classify: Classify): Analysis<ErrorReads> {
  return {
    name,
    requires: [callGraph, threadLocks, functionFlows],
    run: (pkg, use) =>
      new ErrorReads(
        pkg,
        { graph: () => use(callGraph), locks: () => use(threadLocks) },
        use(functionFlows),
        classify,
      ),
  };
}

function addWorst(found: Map<string, ErrorRead>, read: ErrorRead): void {
  const key = `${String(read.call.id)}/${String(read.readAt.id)}`;
  const known = found.get(key);
  if (known === undefined || isWorse(read, known)) found.set(key, read);
}

/** A path on which the thread is less surely bound, or else one that passes a condition. */
function isWorse(a: ErrorRead, b: ErrorRead): boolean {
  if (a.thread !== b.thread) return weaker(a.thread, b.thread) === a.thread;
  return a.isConditional && !b.isConditional;
}
