import type { Analysis } from '../../semantic/analysis.ts';
import type { Package } from '../../semantic/package.ts';
import { wrapperTypes } from '../../semantic/wrapper-types.ts';
import { isGenerated } from '../../source/classify.ts';
import type { GoFile } from '../../syntax/go-file.ts';
import type { Node } from '../../syntax/tree.ts';
import { CEndings } from './c-endings.ts';
import { minedPairs } from './mined-pairs.ts';
import type { Observation, PrecedentKind, Subject } from './observation.ts';
import { shims } from './shims.ts';
import { precedentFunctions } from './site.ts';
import type { Site } from './site.ts';
import { frees, heldHandles, nilChecks } from './observed-values.ts';
import { threadLocks } from './observed-threads.ts';
import { HandleUses, finalizers } from './observed-wrappers.ts';

/** A place that lacks what most of its siblings have. */
export interface Deviant {
  readonly kind: PrecedentKind;
  readonly subject: Subject;
  readonly site: Site;
  readonly support: Support;
}

/** How many siblings do it, and how many do not; the deviant is one of the latter. */
export interface Support {
  readonly withIt: number;
  readonly without: number;
  /** Up to three that do, those in the deviant's file first. */
  readonly examples: readonly Site[];
  /** What they do it with, the most frequent: `C.lib_free`, `runtime.KeepAlive`. */
  readonly by: string | undefined;
  /** One clause about them: `nine callers free what C.lib_get_x returns with C.lib_free`. */
  readonly others: string;
  /** The same with its contrast, for a message, without a full stop. */
  readonly text: string;
}

export interface Deviance {
  /** Every place at which it was looked whether it does what siblings do, in the order of the files. */
  observationsOf(kind: PrecedentKind): readonly Observation[];
  deviantsOf(kind: PrecedentKind): readonly Deviant[];
  /** How many siblings do what a place of a function does not: the support of the deviant there. */
  supportIn(kind: PrecedentKind, fn: Node, isAt: (place: Node) => boolean): Support | undefined;
  /** How a practice is supported at a place that may or may not follow it; undefined where too few siblings do. */
  supportOf(observation: Observation): Support | undefined;
  /** Whose siblings these are. */
  subjectOf(observation: Observation): Subject | undefined;
}

/**
 * From how many siblings on the others deviate. Three siblings, and three to one: in 44 repositories of C bindings most
 * practices that a package is of two minds about (locks, tests for nil) lie below that, and 66 places above it; of 30
 * of these a reader called 26 true, and four (one package's test for a closed socket) without harm. Two who free are
 * enough: nobody frees twice by chance what is borrowed. A constructor has seldom more than one sibling.
 */
interface Threshold {
  /** The least number of different functions. */
  readonly withIt: number;
  /** At most so many do without it, to each one that does it. */
  readonly ratio: number;
}

const thresholds: Readonly<Record<PrecedentKind, Threshold>> = {
  free: { withIt: 2, ratio: 1 / 2 },
  finalizer: { withIt: 1, ratio: 1 },
  'nil-check': { withIt: 3, ratio: 1 / 3 },
  'closed-guard': { withIt: 3, ratio: 1 / 3 },
  lock: { withIt: 3, ratio: 1 / 3 },
  'lock-os-thread': { withIt: 3, ratio: 1 / 3 },
  'keep-alive': { withIt: 3, ratio: 1 / 3 },
};

/** What one function gives may be lent though another's of the same type is not: more of them have to agree. */
const ofType: Threshold = { withIt: 3, ratio: 1 / 3 };

/**
 * Places that do not do what their siblings do: whether the siblings are right, the package does not say, so a rule
 * that rests on this asks. Tests are no siblings, nor are files of builds that the place is never in.
 */
export const deviance: Analysis<Deviance> = {
  name: 'deviance from siblings',
  requires: [minedPairs, shims, wrapperTypes],
  run(pkg, use) {
    const functions = pkg.usesCgo ? precedentFunctions(pkg) : [];
    // All that siblings do is done around calls of C.
    if (!functions.some(({ cCalls }) => cCalls.length > 0)) return new Siblings(pkg, () => []);
    const endings = new CEndings(pkg, use(shims));
    let handles: HandleUses | undefined;
    const uses = (): HandleUses => (handles ??= new HandleUses(pkg, use(wrapperTypes), functions, endings));
    return new Siblings(pkg, (kind) => {
      switch (kind) {
        case 'free':
          return [
            ...frees(use(minedPairs), pkg),
            ...heldHandles(use(minedPairs), use(wrapperTypes), functions, endings, pkg),
          ];
        case 'finalizer':
          return finalizers(functions, use(wrapperTypes), pkg);
        case 'nil-check':
          return nilChecks(use(minedPairs));
        case 'closed-guard':
          return uses().closedGuards();
        case 'lock':
          return uses().locks();
        case 'lock-os-thread':
          return threadLocks(functions, pkg);
        case 'keep-alive':
          return uses().keptAlive();
      }
    });
  },
};

/** What some siblings do: `voices` are those with it that count. */
interface Tally {
  readonly withIt: readonly Observation[];
  readonly without: number;
  readonly voices: number;
}

class Siblings implements Deviance {
  private readonly pkg: Package;
  private readonly observe: (kind: PrecedentKind) => readonly Observation[];
  private readonly known = new Map<PrecedentKind, readonly Observation[]>();
  private readonly groups = new Map<string, Observation[]>();
  private readonly generated = new Map<GoFile, boolean>();
  private readonly verdicts = new Map<string, Map<GoFile, Verdict>>();
  private readonly deviantsByFunction = new Map<PrecedentKind, ReadonlyMap<Node, readonly Deviant[]>>();
  private readonly deviants = new Map<PrecedentKind, readonly Deviant[]>();
  private readonly tallies = new Map<string, Tally>();

  /** @param observe asked once for each kind that somebody asks for */
  constructor(pkg: Package, observe: (kind: PrecedentKind) => readonly Observation[]) {
    this.pkg = pkg;
    this.observe = observe;
  }

  observationsOf(kind: PrecedentKind): readonly Observation[] {
    let observations = this.known.get(kind);
    if (observations === undefined) {
      observations = this.observe(kind);
      this.known.set(kind, observations);
      for (const observation of observations) {
        for (const subject of observation.subjects) this.addToGroup(groupKey(kind, subject), observation);
      }
    }
    return observations;
  }

  private addToGroup(key: string, observation: Observation): void {
    const group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, [observation]);
    else group.push(observation);
  }

  deviantsOf(kind: PrecedentKind): readonly Deviant[] {
    let found = this.deviants.get(kind);
    if (found === undefined) {
      found = this.observationsOf(kind)
        .filter((one) => !one.does)
        .flatMap((one): Deviant[] => {
          const found = this.found(one);
          return found === undefined ? [] : [{ kind, site: one.site, ...found }];
        });
      this.deviants.set(kind, found);
    }
    return found;
  }

  /**
   * What counts once, however often it is said: a function, and a file that a generator wrote, where one template says
   * it all. The handles of a type may well be filled by one function.
   */
  private voiceOf({ kind, site }: Observation, subject: Subject): Node {
    const { file } = site;
    let generated = this.generated.get(file);
    if (generated === undefined) {
      generated = isGenerated(file.tree.text);
      this.generated.set(file, generated);
    }
    if (generated) return file.tree.root;
    return kind === 'free' && subject.kind === 'wrapper-type' ? site.node : site.function.node;
  }

  supportIn(kind: PrecedentKind, fn: Node, isAt: (place: Node) => boolean): Support | undefined {
    let deviants = this.deviantsByFunction.get(kind);
    if (deviants === undefined) {
      deviants = byFunction(this.deviantsOf(kind));
      this.deviantsByFunction.set(kind, deviants);
    }
    let declared: Node | undefined = fn;
    while (declared !== undefined && !deviants.has(declared)) declared = declared.parent;
    const own = declared === undefined ? [] : (deviants.get(declared) ?? []);
    return own.find(({ site }) => isAt(site.node))?.support;
  }

  supportOf(observation: Observation): Support | undefined {
    return this.found(observation)?.support;
  }

  subjectOf(observation: Observation): Subject | undefined {
    return this.found(observation)?.subject;
  }

  private found({ kind, subjects, site }: Observation): Pick<Deviant, 'subject' | 'support'> | undefined {
    for (const subject of subjects) {
      const verdict = this.verdict(kind, subject, site.file);
      if (verdict === 'two minds') return undefined;
      if (verdict !== 'too few') return { subject, support: verdict };
    }
    return undefined;
  }

  /** What the siblings that a file sees say, worked out once a file. */
  private verdict(kind: PrecedentKind, subject: Subject, file: GoFile): Verdict {
    const key = groupKey(kind, subject);
    let ofGroup = this.verdicts.get(key);
    if (ofGroup === undefined) {
      ofGroup = new Map();
      this.verdicts.set(key, ofGroup);
    }
    let verdict = ofGroup.get(file);
    if (verdict === undefined) {
      verdict = this.judged(kind, subject, file);
      ofGroup.set(file, verdict);
    }
    return verdict;
  }

  private judged(kind: PrecedentKind, subject: Subject, file: GoFile): Verdict {
    const { withIt: least, ratio } = subject.kind === 'c-type' ? ofType : thresholds[kind];
    const { withIt, without, voices } = this.tallyOf(kind, subject, file);
    if (voices >= least) {
      if (without > withIt.length * ratio) return 'two minds';
      return supportOf(kind, subject, file, withIt, without);
    }
    // Where siblings of its own are of two minds, what the package does elsewhere says less.
    return withIt.length > 0 && without >= least ? 'two minds' : 'too few';
  }

  /** What the siblings do that are in builds of a file: the same for all files of the same builds. */
  private tallyOf(kind: PrecedentKind, subject: Subject, file: GoFile): Tally {
    const group = groupKey(kind, subject);
    const key = `${String(this.pkg.visibility.classOf(file))} ${group}`;
    let tally = this.tallies.get(key);
    if (tally === undefined) {
      const siblings = (this.groups.get(group) ?? []).filter(({ site }) =>
        this.pkg.visibility.sees(file, site.file),
      );
      const withIt = siblings.filter(({ does }) => does);
      const voices = new Set(withIt.map((one) => this.voiceOf(one, subject))).size;
      tally = { withIt, without: siblings.length - withIt.length, voices };
      this.tallies.set(key, tally);
    }
    return tally;
  }
}

function byFunction(deviants: readonly Deviant[]): ReadonlyMap<Node, readonly Deviant[]> {
  const found = new Map<Node, Deviant[]>();
  for (const deviant of deviants) {
    const { node } = deviant.site.function;
    const list = found.get(node);
    if (list === undefined) found.set(node, [deviant]);
    else list.push(deviant);
  }
  return found;
}

/** Enough siblings do it; or as many do not; or there are too few, and a wider circle is asked. */
type Verdict = Support | 'two minds' | 'too few';

function groupKey(kind: PrecedentKind, { kind: of, name }: Subject): string {
  return `${kind} ${of} ${name}`;
}

function supportOf(
  kind: PrecedentKind,
  subject: Subject,
  file: GoFile,
  withIt: readonly Observation[],
  without: number,
): Support {
  const near = (one: Observation): number => (one.site.file === file ? 0 : 1);
  const examples = [...withIt]
    .sort((a, b) => near(a) - near(b))
    .slice(0, 3)
    .map((one) => one.site);
  const by = mostFrequent(withIt.flatMap((one) => one.by ?? []));
  const others = othersText(kind, subject, withIt.length, by);
  return {
    withIt: withIt.length,
    without,
    examples,
    by,
    others,
    text: `${others}, this one ${kind === 'free' && subject.kind === 'wrapper-type' ? 'is' : 'does'} not`,
  };
}

function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** `nine callers free what C.lib_get_x gives`. */
function othersText(kind: PrecedentKind, { kind: of, name }: Subject, count: number, by?: string): string {
  const one = count === 1;
  const callers = `${inWords(count)} ${one ? 'caller' : 'callers'}`;
  const functions = `${inWords(count)} ${one ? 'function' : 'functions'}`;
  const withBy = by === undefined ? '' : ` with \`${by}\``;
  switch (kind) {
    case 'free':
      if (of === 'wrapper-type')
        return `${inWords(count)} ${one ? 'handle' : 'handles'} of \`${name}\` ${one ? 'is' : 'are'} released with it`;
      if (of === 'c-type')
        return `${callers} of C functions that give a \`C.${name}\` ${one ? 'frees' : 'free'} it${withBy}`;
      return `${callers} ${one ? 'frees' : 'free'} what ${givenText(name)}${withBy}`;
    case 'finalizer':
      return `${inWords(count)} ${one ? 'constructor' : 'constructors'} of \`${name}\` ${one ? 'sets' : 'set'} a finalizer or cleanup`;
    case 'nil-check':
      return `${callers} of \`C.${name}\` ${one ? 'asks' : 'ask'} whether its result is nil`;
    case 'closed-guard':
      return `${inWords(count)} ${one ? 'method' : 'methods'} of \`${name}\` ${one ? 'asks' : 'ask'} whether it is closed before C gets its handle`;
    case 'lock':
      return `${inWords(count)} ${one ? 'method' : 'methods'} of \`${name}\` ${one ? 'holds' : 'hold'} a mutex while C gets its handle`;
    case 'lock-os-thread': {
      const behind =
        of === 'package'
          ? 'the error of the thread'
          : `it with \`${of === 'c-function' ? 'C.' : ''}${name}\``;
      return `${functions} ${one ? 'holds' : 'hold'} the thread from the C call to where they read ${behind}`;
    }
    case 'keep-alive': {
      const what = of === 'package' ? 'an object' : `a \`${name}\``;
      return `${functions} ${one ? 'keeps' : 'keep'} ${what} alive until the C call that got its handle is over`;
    }
  }
}

/** `C.f gives`, `C.f stores in argument 2`: arguments count from 1 for people. */
function givenText(name: string): string {
  const [fn = name, argument] = name.split('#');
  return argument === undefined
    ? `\`C.${fn}\` returns`
    : `\`C.${fn}\` stores through argument ${String(Number(argument) + 1)}`;
}

function inWords(count: number): string {
  const words = [
    'no',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
  ];
  return words[count] ?? String(count);
}
