import { beforeAll, expect, test } from '@jest/globals';
import { CStringParameters } from '../src/flow/c-string-parameters.ts';
import { wasmParser } from './parser.ts';
import { packageOf } from './rules/analyse-case.ts';

const source = `package p

/*
#include <string.h>
typedef char text;
static void shown(const char *s);
static void alias(const text *s);
static void counted(const char *s, size_t n);
static void flags(int flags, void *ctx, const char *s);
static void named(const char *s, void *ctx, int len);
static void writable(char *s);
static void raw(const unsigned char *s);
static void opaque(void *s);
static int passes(void *s) { const char *t = (const char *)s; return strlen(t); }
static int fixed(const char *s) { return memcmp(s, other, 16); }
static int first(const char *s) { return s[0]; }
static int twice(void *s) { return passes(s); }
static int loops(const char *s) { return loops(s); }
*/
import "C"
`;

let parameters: CStringParameters;
beforeAll(async () => {
  const parser = await wasmParser();
  parameters = new CStringParameters(packageOf(parser, new Map([['p.go', source]])));
});

test.each([
  ['strlen', 0, 'documented'],
  ['strlen', 1, 'unknown'],
  ['shown', 0, 'declared'],
  ['alias', 0, 'declared'],
  ['counted', 0, 'not'],
  ['flags', 2, 'declared'],
  ['named', 0, 'not'],
  ['writable', 0, 'not'],
  ['raw', 0, 'not'],
  ['opaque', 0, 'unknown'],
  ['passes', 0, 'documented'],
  ['fixed', 0, 'not'],
  ['first', 0, 'not'],
  ['twice', 0, 'documented'],
  ['loops', 0, 'declared'],
  ['nowhere', 0, 'unknown'],
  ['toString', 0, 'unknown'],
])('parameter of %s (%d) is %s', (name, index, kind) => {
  expect(parameters.readingOf(name, index).kind).toBe(kind);
});

test('says which function reads the string', () => {
  expect(parameters.readingOf('twice', 0)).toEqual({ kind: 'documented', by: 'strlen' });
});
