import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { parseConfig } from '../src/config/parse.ts';
import { resolveConfig } from '../src/config/review-config.ts';
import { configJsonSchema } from '../src/config/schema.ts';
import { LibraryIndex, builtInLibraries, knownLibraries } from '../src/knowledge/library-index.ts';
import { readTable, toLibrary } from '../src/knowledge/library-table.ts';
import type { FunctionFacts, Library } from '../src/knowledge/library.ts';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'src/knowledge/libraries');
const files = (await readdir(folder)).sort();

function library(text: string): Library {
  const read = readTable(parse(text));
  if (!read.ok) throw new Error(`${read.error.path.join('.')} must be ${read.error.expectation}`);
  return toLibrary(read.value);
}

function functionsOf({ functions }: Library): ReadonlyMap<string, FunctionFacts | undefined> {
  return new Map([...functions.names()].map((name) => [name, functions.of(name)]));
}

/** All that a library says of functions, whoever says it. */
function saidIn({ functions }: Library): ReadonlySet<string> {
  return new Set([...functions.said()].map((facts) => inspect({ ...facts, source: '' }, { depth: null })));
}

const frees = { kind: 'frees', onFailureToo: false, through: false };
const head = 'library: x\nsource: https://x.example/\n';

describe('the built-in tables', () => {
  test.each(files)(
    '%s is read, is in the bundle as it is written, and has a page for each fact',
    async (file) => {
      const read = library(await readFile(path.join(folder, file), 'utf8'));
      expect(`${read.name}.yml`).toBe(file);
      const known = builtInLibraries().find(({ name }) => name === read.name);
      if (known === undefined) throw new Error(`${read.name} is not built in`);
      const functions = functionsOf(read);
      expect(functions.size).toBeGreaterThan(0);
      const facts = [...functions.values(), ...read.types.values()];
      expect(facts.filter((fact) => !/^https:\/\/\S+$/.test(fact?.source ?? ''))).toEqual([]);
      expect(functionsOf(known)).toEqual(functions);
      expect({ ...known, functions: undefined }).toEqual({ ...read, functions: undefined });
      expect(saidIn(known)).toEqual(saidIn(read));
    },
  );

  test('do not list one name twice', () => {
    const owners = new Map<string, string[]>();
    for (const { name: owner, functions } of builtInLibraries()) {
      for (const name of functions.names()) owners.set(name, [...(owners.get(name) ?? []), owner]);
    }
    expect([...owners].filter(([, names]) => names.length > 1)).toEqual([]);
  });

  const known = knownLibraries();

  test.each([
    ['CString', { kind: 'gives', release: ['free'], mayBeNull: false }],
    ['strdup', { kind: 'gives', release: ['free'], mayBeNull: true }],
    ['dlerror', { kind: 'lends', from: 'thread', mayBeNull: true }],
    ['sqlite3_mprintf', { kind: 'gives', release: ['sqlite3_free'], mayBeNull: true }],
    ['sqlite3_errmsg', { kind: 'lends', from: 0, mayBeNull: false }],
    ['SSL_get1_session', { kind: 'gives', release: ['SSL_SESSION_free'], mayBeNull: true }],
    ['X509_get_subject_name', { kind: 'lends', from: 0, mayBeNull: false }],
    ['curl_easy_escape', { kind: 'gives', release: ['curl_free'], mayBeNull: true }],
    ['luaL_newstate', { kind: 'gives', release: ['lua_close'], mayBeNull: true }],
  ])('know the result of %s', (name, result) => {
    expect(known.factsOf(name)?.facts.result).toEqual(result);
  });

  test.each([
    ['free', 0, frees],
    ['sqlite3_bind_text', 2, { kind: 'destructor-decides', destructor: 4 }],
    ['putenv', 0, { kind: 'keeps', in: 'static', until: [] }],
    ['SSL_set_bio', 1, { kind: 'takes', onSuccessOnly: false }],
    [
      'deflateInit_',
      0,
      { kind: 'gives', release: ['deflateEnd'], evenOnFailure: false, inPlace: true, each: false },
    ],
    [
      'rocksdb_multi_get',
      5,
      { kind: 'gives', release: ['rocksdb_free'], evenOnFailure: true, inPlace: false, each: true },
    ],
  ])('know of %s parameter %i', (name, index, fact) => {
    expect(known.factsOf(name)?.facts.parameters.get(index)).toEqual(fact);
  });

  test('know the readers of an error of the thread', () => {
    expect(known.isThreadErrorReader('ERR_get_error')?.name).toBe('openssl');
    expect(known.isThreadErrorReader('dlerror')?.name).toBe('libdl');
    expect(known.isThreadErrorReader('sqlite3_errmsg')).toBeUndefined();
  });
});

const index = 'the number of a parameter, where 0 is the first';
const release = 'the name of the function that releases it, or a list of such names';
const unfreed = 'released by a function of which a parameter is said to be freed: "g" is listed without';

describe('a table is refused where something is wrong', () => {
  test.each([
    ['source: x\n', 'library', 'the name of the library'],
    ['library: x\n', 'source', 'where the facts are documented, e.g. a URL'],
    [`${head}prefixes: x_\n`, 'prefixes', 'a list of what the names of the functions begin with'],
    [`${head}types: { t: [] }\n`, 'types.t', release],
    [`${head}functions: [f]\n`, 'functions', "a map from a function's name to its facts"],
    [`${head}functions: { f: { thread: any } }\n`, 'functions.f.thread', 'same or main'],
    [
      `${head}functions: { f: { reslt: 1 } }\n`,
      'functions.f.reslt',
      'left out: a function has fails, result, parameters, thread or source',
    ],
    [
      `${head}functions: { '*': {} }\n`,
      'functions.*',
      'under the name of a C function, in which one "*" may stand for a part',
    ],
    [
      `${head}functions: { f: { result: { gives: g, lends: 0 } } }\n`,
      'functions.f.result',
      'a map with one of gives, lends or argument',
    ],
    [
      `${head}functions: { f: { result: { argument: 0, may-be-null: true } } }\n`,
      'functions.f.result',
      'a map in which beside argument only adds-reference may stand',
    ],
    [`${head}functions: { f: { result: { gives: [] } } }\n`, 'functions.f.result.gives', release],
    [`${head}functions: { f: { parameters: { a: frees } } }\n`, 'functions.f.parameters.a', `under ${index}`],
    [
      `${head}functions: { f: { parameters: { 0: { frees: false } } } }\n`,
      'functions.f.parameters.0.frees',
      'true, or left out',
    ],
    [
      `${head}functions: { f: { parameters: { 0: { lends: 1, in-place: true } } } }\n`,
      'functions.f.parameters.0',
      'a map in which beside lends nothing stands',
    ],
    [
      `${head}functions: { f: { parameters: { 0: { destructor-decides: 1 } } } }\n`,
      'functions.f.parameters.0',
      'decided by a parameter that is a destructor: say "1: destructor" as well',
    ],
    [
      `${head}functions: { f: { parameters: { 0: { keeps: 0 } } } }\n`,
      'functions.f.parameters.0',
      'said of another parameter than itself',
    ],
    [
      `${head}functions: { f: { result: { gives: 'g_*' } } }\n`,
      'functions.f.result',
      'released by functions with a full name, since "f" has no "*"',
    ],
    [`${head}functions: { f: { result: { gives: g } }, g: {} }\n`, 'functions.f.result', unfreed],
    [`${head}types: { t: g }\nfunctions: { g: { parameters: { 0: reads } } }\n`, 'types.t', unfreed],
  ])('%j', (text, place, expectation) => {
    const read = readTable(parse(text));
    expect(read).toMatchObject({ ok: false, error: { expectation } });
    expect(read.ok ? '' : read.error.path.join('.')).toBe(place);
  });
});

describe('looking up', () => {
  const ours = library(`${head}prefixes: [x_]
thread-errors: [x_error]
types: { x_t: x_t_end }
functions:
  x_exact_new: { result: { gives: x_done } }
  x_*_new: { result: { gives: 'x_*_delete' }, parameters: { 1: { keeps: 0, until: ['x_*_stop'] } } }
  x_big_*_new: { result: { lends: static } }
  x_shown: { result: { lends: 0 } }
`);
  const own = library(`library: own
source: own.h
prefixes: [x_own_]
functions: { x_shown: { result: { lends: static } } }
`);
  const known = new LibraryIndex([own, ours]);

  test('finds the exact name first, then the pattern that says most', () => {
    expect(known.factsOf('x_exact_new')?.facts.result).toMatchObject({ release: ['x_done'] });
    expect(known.factsOf('x_big_cat_new')?.facts.result).toMatchObject({ kind: 'lends' });
    expect(known.factsOf('x_cat_new')?.facts.result).toMatchObject({ release: ['x_cat_delete'] });
    expect(known.factsOf('x_cat_new')?.facts.parameters.get(1)).toMatchObject({ until: ['x_cat_stop'] });
  });

  test.each(['x_new', 'x__new', 'x_', 'x_unknown', 'toString', ''])('finds nothing for %j', (name) => {
    expect(known.factsOf(name)).toBeUndefined();
  });

  test('lets what releases something free its first argument where it is not listed', () => {
    for (const name of ['x_done', 'x_t_end', 'x_cat_delete']) {
      expect(known.factsOf(name)?.facts.parameters).toEqual(new Map([[0, frees]]));
    }
  });

  test("takes a user's table before ours, and the longest prefix", () => {
    expect(known.factsOf('x_shown')).toMatchObject({
      library: { name: 'own' },
      facts: { result: { from: 'static' } },
    });
    expect(known.libraryOf('x_unknown')).toBe(ours);
    expect(known.libraryOf('x_own_thing')).toBe(own);
    expect(known.libraryOf('z_thing')).toBeUndefined();
  });

  test('tells types and readers of errors', () => {
    expect(known.typeFacts('x_t')?.release).toEqual(['x_t_end']);
    expect(known.typeFacts('x_u')).toBeUndefined();
    expect(known.isThreadErrorReader('x_error')).toBe(ours);
  });
});

describe('libraries in the configuration', () => {
  const read = (text: string): ReturnType<typeof parseConfig> => parseConfig(text, 'c.yml', []);

  test('the example of the documentation is read, and goes before the built-in tables', async () => {
    const page = await readFile(path.join(root, 'docs/libraries.md'), 'utf8');
    const example = /```yaml\n(?<text>[^]*?)```/.exec(page)?.groups?.['text'] ?? '';
    const config = resolveConfig({ file: read(example) });
    expect(config.libraries.map(({ name }) => name)).toEqual(['store']);
    const known = knownLibraries(config.libraries);
    expect(known.factsOf('store_cursor_new')?.facts.result).toMatchObject({
      release: ['store_cursor_delete'],
    });
    expect(known.factsOf('free')?.library.name).toBe('libc');
    expect(new Ajv({ strict: true, allowUnionTypes: true }).compile(configJsonSchema())(parse(example))).toBe(
      true,
    );
  });

  const table = 'libraries:\n  - library: x\n    source: x.h\n';

  test.each([
    ['libraries: {}\n', 'c.yml:1:12: "libraries" must be a list of tables, one for each library.'],
    [
      'libraries:\n  - library: x\n',
      'c.yml:2:5: "libraries[0].source" must be where the facts are documented, e.g. a URL.',
    ],
    [
      `${table}    functions:\n      f:\n        parameters:\n          1: { keeps: me }\n`,
      `c.yml:7:23: "libraries[0].functions.f.parameters.1.keeps" is "me" and must be ${index}, or static.`,
    ],
    [
      `${table}    functions:\n      f:\n        parameters: { 0: { destructor-decides: 2 } }\n`,
      'c.yml:6:26: "libraries[0].functions.f.parameters.0" must be decided by a parameter that is a destructor: ' +
        'say "2: destructor" as well.',
    ],
  ])('%j is refused at its place', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
