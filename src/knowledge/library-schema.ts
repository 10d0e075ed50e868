import * as z from 'zod';

/** How the result of a call can say that it failed. */
const failures = ['zero', 'nonzero', 'negative', 'nonpositive', 'null', 'minus-one', 'not-one'] as const;

/** What can be said of a parameter in one word. */
const plainFacts = ['reads', 'fills', 'frees', 'takes', 'destructor'] as const;

/** What can be said of a parameter, and what may stand beside it. */
const parameterModifiers = {
  frees: ['on-failure-too', 'through'],
  takes: ['on-success-only'],
  keeps: ['until'],
  gives: ['even-on-failure', 'in-place', 'each'],
  lends: [],
  references: [],
  'destructor-decides': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What can be said of a result, and what may stand beside it. */
const resultModifiers = {
  gives: ['may-be-null'],
  lends: ['may-be-null'],
  argument: ['adds-reference'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const nameText = 'the name of a C function, in which one "*" may stand for a part';
const indexText = 'the number of a parameter, where 0 is the first';
const releaseText = 'the name of the function that releases it, or a list of such names';
const lenderText = `${indexText}, or static or thread`;
const keeperText = `${indexText}, or static`;
const prefixText = 'a list of what the names of the functions begin with';
const sourceText = 'where the facts are documented, e.g. a URL';
const parametersText = `a map from ${indexText}, to what the function does with it`;

const name = z.string({ error: nameText }).regex(/^(?=.*\w)(?!\d)\w*\*?\w*$/, { error: nameText });
const identifier = z.string({ error: 'a name of C' }).regex(/^[A-Za-z_]\w*$/, { error: 'a name of C' });
const index = z.int({ error: indexText }).min(0, { error: indexText });
const yes = z.literal(true, { error: 'true, or left out' });
const releases = z.union([name, z.array(name).min(1, { error: releaseText })], { error: releaseText });
const lender = z.union([index, z.literal('static'), z.literal('thread')], { error: lenderText });
const keeper = z.union([index, z.literal('static')], { error: keeperText });
const source = z.string({ error: sourceText }).min(1, { error: sourceText });

const resultFact = keyed('a result', {
  gives: releases,
  lends: lender,
  argument: index,
  'adds-reference': releases,
  'may-be-null': yes,
}).check((context) => complainOfMix(context, resultModifiers));

const parameterFact = z.union(
  [
    z.enum(plainFacts),
    keyed('a parameter', {
      frees: yes,
      'on-failure-too': yes,
      through: yes,
      takes: yes,
      'on-success-only': yes,
      keeps: keeper,
      until: z.array(name, { error: 'a list of the functions that end it' }),
      gives: releases,
      'even-on-failure': yes,
      'in-place': yes,
      each: yes,
      lends: lender,
      references: releases,
      'destructor-decides': index,
    }).check((context) => complainOfMix(context, parameterModifiers)),
  ],
  {
    error: `one of the words ${listed(plainFacts)}, or a map with one of ${listed(keysOf(parameterModifiers))}`,
  },
);

const functionFacts = keyed('a function', {
  fails: z.union(
    [z.enum(failures), z.null().transform(() => 'null' as const), z.strictObject({ sets: index })],
    {
      error: `${listed(failures)}, or { sets: N } for the parameter that then gets an error`,
    },
  ),
  result: resultFact,
  parameters: z.record(z.string().regex(/^\d+$/, { error: indexText }), parameterFact, {
    error: parametersText,
  }),
  thread: z.enum(['same', 'main'], { error: 'same or main' }),
  source,
});

/** What every table must have. */
const identity = {
  library: z
    .string({ error: 'the name of the library' })
    .regex(/\S/, { error: 'the name of the library' })
    .meta({ description: 'The name of the library, as messages show it.' }),
  source: source.meta({ description: 'Where the facts are documented, where a function does not say.' }),
};

/**
 * The table of one library as its author writes it; `toLibrary` gives it its meaning. Each schema's error is the
 * expectation in words, without a verb, as those of the configuration.
 */
export const librarySchema = keyed('a library', {
  ...identity,
  prefixes: z
    .array(identifier, { error: prefixText })
    .meta({ description: 'What the names of its functions begin with.' }),
  'thread-errors': z.array(identifier, { error: 'a list of functions' }).meta({
    description: 'The functions that read or clear an error that the library keeps for each thread.',
  }),
  types: z
    .record(
      identifier,
      z.union([releases, z.strictObject({ release: releases, source: source.optional() })], {
        error: releaseText,
      }),
      { error: "a map from a type's name to what releases its objects" },
    )
    .meta({ description: 'Which function releases the objects of a C type, whoever made them.' }),
  functions: z
    .record(name, functionFacts, { error: "a map from a function's name to its facts" })
    .meta({ description: 'What each function gives, lends, frees, takes and keeps.' }),
}).extend(identity);

/** A table that has the right shape; whether its facts agree says `contradictionIn`. */
export type LibraryTable = z.output<typeof librarySchema>;
export type FunctionTable = z.output<typeof functionFacts>;
export type ParameterTable = z.output<typeof parameterFact>;
export type ResultTable = z.output<typeof resultFact>;

/** Where in a value something is wrong, and what must be there, to follow `must be`. */
export interface TableProblem {
  readonly path: readonly PropertyKey[];
  readonly expectation: string;
}

/**
 * The first problem of a value that a schema refused, said of the innermost place: of the shapes that a place may
 * have, the one that the value comes closest to.
 */
export function firstProblem(issues: readonly z.core.$ZodIssue[]): TableProblem {
  const issue = issues[0];
  if (issue === undefined) throw new Error('the schema refused a value without an issue');
  if (issue.code === 'unrecognized_keys') {
    return { path: [...issue.path, ...issue.keys.slice(0, 1)], expectation: issue.message };
  }
  if (issue.code === 'invalid_key') {
    return { path: issue.path, expectation: `under ${issue.issues[0]?.message ?? issue.message}` };
  }
  if (issue.code === 'invalid_union') {
    // A shape that the value has on the outside complains of something inside it, or of its keys.
    const inner = issue.errors.find((errors) => {
      return errors.some(
        ({ code, path }) => path.length > 0 || code === 'unrecognized_keys' || code === 'custom',
      );
    });
    if (inner !== undefined) {
      const { path, expectation } = firstProblem(inner);
      return { path: [...issue.path, ...path], expectation };
    }
  }
  return { path: issue.path, expectation: issue.message };
}

/** A map with only the given keys, each of which may be left out. */
function keyed<T extends z.ZodRawShape>(what: string, shape: T) {
  const keys = listed(Object.keys(shape));
  return z
    .strictObject(shape, {
      error: ({ code }) =>
        code === 'unrecognized_keys' ? `left out: ${what} has ${keys}` : `a map with ${keys}`,
    })
    .partial();
}

/** Exactly one of the leading keys must be there, and beside it only what belongs to it. */
function complainOfMix<K extends string>(
  context: z.core.ParsePayload<object>,
  modifiers: Readonly<Record<K, readonly string[]>>,
): void {
  const keys = Object.keys(context.value);
  const leads = keysOf(modifiers);
  const [lead, second] = leads.filter((key) => keys.includes(key));
  const wrong =
    lead === undefined || second !== undefined
      ? `a map with one of ${listed(leads)}`
      : keys.some((key) => key !== lead && !modifiers[lead].includes(key))
        ? `a map in which beside ${lead} ${modifiers[lead].length === 0 ? 'nothing stands' : `only ${listed(modifiers[lead])} may stand`}`
        : undefined;
  if (wrong !== undefined) {
    context.issues.push({ code: 'custom', message: wrong, input: context.value });
  }
}

function keysOf<K extends string>(map: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(map) as K[];
}

/** "a, b or c". */
function listed(values: readonly string[]): string {
  if (values.length < 2) return values.join('');
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}
