import type { Analysis } from '../../semantic/analysis.ts';
import { calledDeclarations } from '../../semantic/called-declarations.ts';
import { argumentsOf, calleeOf } from '../../semantic/callee.ts';
import type { GoFunction, Package } from '../../semantic/package.ts';
import { usesCgo } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import { wrapperTypes } from '../../semantic/wrapper-types.ts';
import type { WrapperTypes } from '../../semantic/wrapper/model.ts';
import { short } from '../code-text.ts';
import { useOf } from '../value-use.ts';
import type { Acquisition } from './acquisitions.ts';
import { constructorGifts } from './constructor-gifts.ts';
import type { ConstructorGift } from './constructor-gifts.ts';
import { addressedPlace } from './failure.ts';
import { madeObjects, releasingCallers } from './made-objects.ts';
import type { MadeObject } from './made-objects.ts';
import { ownership } from './ownership.ts';
import type { Ownership } from './ownership.ts';
import { announced } from '../precedent/announced.ts';
import type { Announcements } from '../precedent/announced.ts';
import { deviance } from '../precedent/deviance.ts';
import type { Deviance } from '../precedent/deviance.ts';
import { mayGive } from '../precedent/observed-wrappers.ts';
import { cTypeBehind, mayBePointer, minedPairs } from '../precedent/mined-pairs.ts';
import type { MinedPairs } from '../precedent/mined-pairs.ts';
import type { Observation } from '../precedent/observation.ts';
import type { Site } from '../precedent/site.ts';
import { endOfStruct, givesView, structByValue } from '../precedent/structs-by-value.ts';

/** Memory that a call may give to its caller, as far as other callers or an announcement tell: only to be asked about. */
export interface SuggestedGift {
  readonly acquisition: Acquisition;
  /** A clause that can be quoted, without a full stop. */
  readonly text: string;
  /** Callers that free it; none where it is only announced. */
  readonly examples: readonly Site[];
  /** Whether a method of the object that the function itself makes is all that tells. */
  readonly isOfConstructor: boolean;
  /** Whether the function itself counts as one of those that free it: then it does as the others do. */
  readonly isAlike: boolean;
}

export interface SuggestedGifts {
  /** Those of a function, its literals left out, of which no table or body tells. */
  of(fn: GoFunction): readonly SuggestedGift[];
}

/**
 * What C functions that nobody knows may give. Callers that free it count for more than names and comments do, and a
 * comment that says that it is lent for more than both.
 */
export const suggestedGifts: Analysis<SuggestedGifts> = {
  name: 'suggested gifts',
  requires: [ownership, minedPairs, deviance, announced, wrapperTypes],
  run(pkg, use) {
    // What is suggested is memory that the package's own calls of C give.
    if (!pkg.usesCgo) return { of: () => [] };
    return new Suggestions(pkg, use(ownership), use(minedPairs), use(deviance), use(announced), () =>
      use(wrapperTypes),
    );
  },
};

type Suggested = Pick<SuggestedGift, 'text' | 'examples' | 'isOfConstructor' | 'isAlike'> & {
  readonly given: 'result' | number;
  readonly release: string | undefined;
  /** Whether what tells is the type of a struct that C gives by value. */
  readonly isOfStruct?: true;
};

/** What no sibling tells of. */
const plain = { examples: [], isOfConstructor: false, isAlike: false } as const;

class Suggestions implements SuggestedGifts {
  private readonly pkg: Package;
  private readonly owners: Ownership;
  private readonly pairs: MinedPairs;
  private readonly siblings: Deviance;
  private readonly announcements: Announcements;
  private readonly observed = new Map<Node, Observation[]>();
  private readonly known = new Map<Node, readonly SuggestedGift[]>();
  /** The calls of which the function ends a member of what they give, and nothing else. */
  private endingMembers: ReadonlySet<Node> | undefined;
  private readonly wrappers: () => WrapperTypes;
  private ofConstructors: ReadonlyMap<Node, ConstructorGift> | undefined;
  private made: ReadonlyMap<Node, MadeObject> | undefined;
  private namesByC: ReadonlySet<string> | undefined;
  private releasing: ReadonlyMap<Node, ReadonlySet<Node>> | undefined;

  constructor(
    pkg: Package,
    owners: Ownership,
    pairs: MinedPairs,
    siblings: Deviance,
    announcements: Announcements,
    wrappers: () => WrapperTypes,
  ) {
    this.wrappers = wrappers;
    this.pairs = pairs;
    this.pkg = pkg;
    this.owners = owners;
    this.siblings = siblings;
    this.announcements = announcements;
    for (const observation of siblings.observationsOf('free')) {
      const { subjects, site } = observation;
      if (subjects[0]?.kind !== 'c-function') continue;
      const list = this.observed.get(site.node);
      if (list === undefined) this.observed.set(site.node, [observation]);
      else list.push(observation);
    }
  }

  of(fn: GoFunction): readonly SuggestedGift[] {
    let gifts = this.known.get(fn.node);
    if (gifts === undefined) {
      gifts = fn.file.constraint.isTest ? [] : this.find(fn);
      this.known.set(fn.node, gifts);
    }
    return gifts;
  }

  private find(fn: GoFunction): SuggestedGift[] {
    return fn.body.allOutside('func_literal', 'call_expression').flatMap((call): SuggestedGift[] => {
      const callee = calleeOf(call, this.pkg);
      if (callee.kind === 'function') return this.ofMade(callee.symbol.name, call, fn);
      if (callee.kind === 'method') return this.ofMade(callee.name, call, fn);
      if (callee.kind !== 'c' || this.owners.knows(callee.name)) return [];
      const announcements = this.announcements.of(callee.name);
      // Who says that it is lent is not asked.
      if (announcements.some(({ says }) => says.kind === 'lends')) return [];
      const bySiblings = (this.observed.get(call) ?? []).flatMap((one) => this.bySiblings(one));
      const suggested = bySiblings.length > 0 ? bySiblings : this.announcedOf(callee.name, call);
      const given = suggested.flatMap((one) => this.gift(call, callee.name, one, fn));
      if (given.length > 0) return given;
      const ofStruct = this.byStruct(callee.name, call).flatMap((one) =>
        this.gift(call, callee.name, one, fn),
      );
      if (ofStruct.length > 0) return ofStruct;
      return this.byWrapper(callee.name, call).flatMap((one) => this.gift(call, callee.name, one, fn));
    });
  }

  private bySiblings(observation: Observation): Suggested[] {
    // A member that is freed is not seen by what follows the value itself.
    if (this.endsMembersOnly(observation.site.node)) return [];
    const support = this.siblings.supportOf(observation);
    const argument = observation.subjects[0]?.name.split('#')[1];
    if (support?.by === undefined) return [];
    const { others, examples, by } = support;
    const isOfStruct = this.siblings.subjectOf(observation)?.kind === 'c-type';
    if (isOfStruct && this.freesMember(observation.site.node)) return [];
    const given = argument === undefined ? 'result' : Number(argument);
    const elsewhere = examples.filter(({ node }) => node !== observation.site.node);
    const suggested: Suggested = {
      given,
      release: by.replace(/^C\./, ''),
      text: others,
      examples: elsewhere,
      isOfConstructor: false,
      isAlike: observation.does,
      ...(isOfStruct ? { isOfStruct } : {}),
    };
    return [suggested];
  }

  /** A struct that C gives by value, and for which the package's C code has a function that ends it. */
  private byStruct(name: string, call: Node): Suggested[] {
    // Where callers of the function are of two minds, the declaration says less than they do.
    if (!mayGive(name, this.pkg) || givesView(name) || this.endsMembersOnly(call)) return [];
    if ((this.observed.get(call) ?? []).some(({ does }) => does)) return [];
    const arguments_ = argumentsOf(call).map((argument) => addressedPlace(argument, this.pkg));
    const places: readonly ['result' | number, Node | undefined][] = [
      ['result', call],
      ...arguments_.map((place, index): [number, Node | undefined] => [index, place]),
    ];
    return places.flatMap(([given, place]): Suggested[] => {
      const struct = place === undefined ? undefined : structByValue(place, this.pkg);
      const release = struct === undefined ? undefined : endOfStruct(struct, this.pkg);
      if (release === undefined || release === name || this.freesMember(call)) return [];
      const text = `\`C.${release}\` is there to end a \`C.${String(struct)}\``;
      return [{ given, release, text, ...plain, isOfStruct: true }];
    });
  }

  /** What the constructor of a type gets, and a method of the type releases. */
  private byWrapper(name: string, call: Node): Suggested[] {
    if (!mayGive(name, this.pkg)) return [];
    this.ofConstructors ??= constructorGifts(this.wrappers().all, this.pkg);
    const gift = this.ofConstructors.get(call);
    if (gift === undefined) return [];
    const text = `\`${gift.method}\` frees it with \`C.${gift.release}\``;
    return [{ ...plain, given: gift.given, release: gift.release, text, isOfConstructor: true }];
  }

  /**
   * What a Go constructor makes around the result of a C function, and a method of the type releases. Where the names
   * of the C functions are no pair, others have to release it, or the function itself elsewhere.
   */
  private ofMade(name: string, call: Node, fn: GoFunction): SuggestedGift[] {
    // What a method belongs to is a question of types: the name alone answers it for most calls.
    this.namesByC ??= namesMentioningC(this.pkg);
    if (!this.namesByC.has(name)) return [];
    const [constructor, ...others] = calledDeclarations(call, this.pkg) ?? [];
    if (constructor === undefined || others.length > 0) return [];
    // What `main` holds ends with the process.
    if (this.pkg.name === 'main' && fn.node.child('name')?.text === 'main') return [];
    this.made ??= madeObjects(this.wrappers().all, (name) => this.owners.knows(name), this.pkg);
    const made = this.made.get(constructor);
    if (made === undefined) return [];
    if (!made.isNamedPair) {
      this.releasing ??= releasingCallers(this.made, this.pkg);
      const releasing = this.releasing.get(constructor);
      if (releasing === undefined || (releasing.size < 2 && !releasing.has(fn.node))) return [];
    }
    const flow = this.owners.flowOf(fn);
    const node = flow.nodeAt(call);
    if (node === undefined || !flow.facts.isReachable(node)) return [];
    const text = `\`${made.method.text}\` frees it with \`C.${made.release}\``;
    const acquisition: Acquisition = {
      call,
      node,
      callee: short(call.child('function') ?? call),
      way: { kind: 'result', index: 0 },
      gift: {
        release: [made.release],
        path: made.path,
        confidence: 'question',
        basis: { kind: 'precedent', text },
        failure: made.hasError ? { kind: 'error', result: 1 } : { kind: 'status', failure: 'null' },
      },
    };
    // How the call fails is known: by an error, or by nil.
    return [{ ...plain, acquisition, text }];
  }

  private endsMembersOnly(call: Node): boolean {
    this.endingMembers ??= new Set(
      this.pairs.values
        .filter(({ trace: { endings } }) => endings.length > 0 && endings.every((one) => one.isOfMember))
        .map(({ node }) => node),
    );
    return this.endingMembers.has(call);
  }

  /** `data := s.data` of what a call gives, and `C.free(data)`. */
  private freesMember(call: Node): boolean {
    const read = this.pairs.values
      .filter(({ node }) => node === call)
      .flatMap(({ trace }) => trace.dereferences);
    return read.some((value) => {
      let member = value;
      while (member.parent?.kind === 'selector_expression' && member.field === 'operand')
        member = member.parent;
      const use = useOf(member, this.pkg);
      if (use.kind !== 'alias') return false;
      return this.pkg.bindings.usesOf(use.symbol).some((one) => useOf(one, this.pkg).kind === 'free');
    });
  }

  private announcedOf(name: string, call: Node): Suggested[] {
    // A result that nobody takes may be a status.
    if (call.parent?.kind === 'expression_statement') return [];
    const [first] = this.announcements.of(name).flatMap(({ says, text }): Suggested[] => {
      if (says.kind !== 'gives') return [];
      const { of: given, release } = says;
      if (release !== undefined) return [{ ...plain, given, release, text }];
      const byType = given === 'result' ? this.endOfType(call) : undefined;
      const known =
        byType === undefined
          ? ''
          : `, and the package frees a \`${byType.type}\` with \`C.${byType.release}\``;
      return [{ ...plain, given, release: byType?.release, text: `${text}${known}` }];
    });
    return first === undefined ? [] : [first];
  }

  /** What the package ends other objects of the same C type with. */
  private endOfType(call: Node): { readonly type: string; readonly release: string } | undefined {
    const type = cTypeBehind(this.pkg.types.ofExpression(call));
    const [most] = type === undefined ? [] : this.pairs.ofType(type);
    return type === undefined || most === undefined ? undefined : { type, release: most.release };
  }

  /**
   * What siblings free is memory, and a result of a type that nobody knows may be a pointer. A name announces nothing of
   * a status, and a struct that a call fills may have nothing in it to free, as where it tells of an error.
   */
  private isPlausible(call: Node, name: string, suggested: Suggested, place: Node | undefined): boolean {
    const type = this.pkg.types.ofExpression(place ?? call);
    if (type.kind === 'pointer' || type.kind === 'unsafe-pointer') return true;
    if (suggested.isOfConstructor) return mayBePointer(type);
    // Who asks for the status may have got nothing.
    if (suggested.isOfStruct === true)
      return place === undefined || call.parent?.kind === 'expression_statement';
    if (place !== undefined || suggested.given !== 'result') return false;
    if (suggested.examples.length > 0) return mayBePointer(type);
    const declared = this.pkg.c.function(name)?.type.result;
    return declared !== undefined && this.pkg.c.resolve(declared).kind === 'pointer';
  }

  private gift(call: Node, name: string, suggested: Suggested, fn: GoFunction): SuggestedGift[] {
    const { given, release, text, examples, isOfConstructor, isAlike } = suggested;
    const argument = given === 'result' ? undefined : argumentsOf(call)[given];
    const place = argument === undefined ? undefined : addressedPlace(argument, this.pkg);
    if (!this.isPlausible(call, name, suggested, place)) return [];
    const flow = this.owners.flowOf(fn);
    const node = flow.nodeAt(call);
    if (node === undefined || !flow.facts.isReachable(node)) return [];
    const acquisition: Acquisition = {
      call,
      node,
      callee: `C.${name}`,
      way: place === undefined ? { kind: 'result', index: 0 } : { kind: 'place', place },
      gift: {
        release: release === undefined ? [] : [release],
        path: [],
        confidence: 'question',
        basis: { kind: 'precedent', text },
        // A null pointer is nothing to free.
        ...(place === undefined
          ? { failure: { kind: 'status', failure: 'null' } as const }
          : isOfConstructor
            ? { failure: { kind: 'left-null', place } as const }
            : {}),
      },
    };
    return [{ acquisition, text, examples, isOfConstructor, isAlike }];
  }
}

/** The names of the functions and methods that may get something of C themselves. */
function namesMentioningC(pkg: Package): ReadonlySet<string> {
  return new Set(
    pkg.functions().flatMap(({ file, node, body }) => {
      const name = node.child('name')?.text;
      return name !== undefined && usesCgo(file) && body.text.includes('C.') ? [name] : [];
    }),
  );
}
