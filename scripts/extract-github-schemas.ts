/**
 * Writes `__tests__/fake-github/schemas.generated.json`: the JSON schemas of the GitHub routes that the fake
 * of GitHub serves, taken from GitHub's own OpenAPI description (`@octokit/openapi`, pinned). The package
 * unpacks to 385 MB, so it is fetched into a temporary folder and never becomes a dependency.
 *
 * Usage: node scripts/extract-github-schemas.ts
 * The result depends on the pinned version alone.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '23.0.2';
const DESCRIPTION = 'package/generated/api.github.com.json';
const OUTPUT = new URL('../__tests__/fake-github/schemas.generated.json', import.meta.url);

/** The routes that the fake serves, as the description spells them. */
const ROUTES = [
  'GET /repos/{owner}/{repo}',
  'GET /repos/{owner}/{repo}/compare/{basehead}',
  'GET /repos/{owner}/{repo}/contents/{path}',
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
  'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments',
];

/**
 * Where the description is known to be wrong. GitHub answers null for the place of a review comment once its
 * line has left the diff ("outdated") and for a comment on a whole file, and for the repository of a head
 * whose fork was deleted.
 */
const NULLABLE_IN_FACT: Readonly<Record<string, readonly string[]>> = {
  'pull-request-review-comment': ['position', 'original_position', 'line', 'original_line', 'side'],
  'pull-request': ['head.repo'],
};

/** The formats that ajv-formats checks; GitHub's own (`repo.nwo`, `timestamp`, ...) say nothing to it. */
const FORMATS = new Set(['date-time', 'date', 'email', 'int32', 'int64', 'uri']);

/** Keywords whose values are maps from names to schemas, so that a property named `title` survives. */
const SCHEMA_MAPS = new Set(['properties', 'patternProperties']);

/** The keywords that say something of the structure; all others (descriptions, examples, `x-...`) are dropped. */
const KEYWORDS = new Set(
  (
    'type enum format required items properties patternProperties additionalProperties oneOf anyOf allOf not ' +
    'minItems maxItems minLength maxLength pattern minimum maximum uniqueItems minProperties maxProperties'
  ).split(' '),
);

type JsonObject = Readonly<Record<string, unknown>>;

function object(value: unknown, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${what} is not an object in @octokit/openapi ${VERSION}`);
  }
  return value as JsonObject;
}

function optionalObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

function fetchDescription(): JsonObject {
  const folder = mkdtempSync(join(tmpdir(), 'github-openapi-'));
  try {
    execFileSync('npm', ['pack', '--silent', `@octokit/openapi@${VERSION}`], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    if (archive === undefined) throw new Error(`npm pack left no archive of @octokit/openapi@${VERSION}`);
    execFileSync('tar', ['-xzf', archive, DESCRIPTION], { cwd: folder });
    return object(JSON.parse(readFileSync(join(folder, DESCRIPTION), 'utf8')) as unknown, 'the description');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Collects, in JSON Schema, the parts of an OpenAPI 3.0 description that the asked schemas refer to. */
class Extractor {
  readonly definitions = new Map<string, unknown>();
  readonly #description: JsonObject;

  constructor(description: JsonObject) {
    this.#description = description;
  }

  at(pointer: string): unknown {
    let value: unknown = this.#description;
    for (const segment of pointer.replace(/^#\//, '').split('/')) {
      value = optionalObject(value)?.[segment.replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    return value;
  }

  /** Follows a `$ref` of a parameter, request body or response; schemas keep theirs. */
  resolve(value: unknown, what: string): JsonObject {
    const found = object(value, what);
    const reference = found['$ref'];
    return typeof reference === 'string' ? this.resolve(this.at(reference), reference) : found;
  }

  /** The schema of the JSON form of a body, or null where it has none. */
  jsonBody(body: JsonObject): unknown {
    const media = optionalObject(optionalObject(body['content'])?.['application/json']);
    return media === undefined ? null : this.schema(object(media['schema'], 'a body schema'));
  }

  schema(source: JsonObject): unknown {
    const reference = source['$ref'];
    if (typeof reference === 'string') {
      const referred = this.#reference(reference);
      return source['nullable'] === true ? orNull(referred) : referred;
    }
    const out: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(source)) {
      if (!KEYWORDS.has(keyword)) continue;
      if (keyword === 'format' && !FORMATS.has(String(value))) continue;
      out[keyword] = this.#keyword(keyword, value);
    }
    return source['nullable'] === true ? orNull(out) : out;
  }

  #keyword(keyword: string, value: unknown): unknown {
    if (SCHEMA_MAPS.has(keyword)) {
      return Object.fromEntries(
        Object.entries(object(value, keyword)).map(([name, part]) => [name, this.schema(object(part, name))]),
      );
    }
    if (keyword === 'oneOf' || keyword === 'anyOf' || keyword === 'allOf') {
      return (value as readonly unknown[]).map((part) => this.schema(object(part, keyword)));
    }
    const nested = keyword === 'items' || keyword === 'not' || keyword === 'additionalProperties';
    return nested && typeof value === 'object' ? this.schema(object(value, keyword)) : value;
  }

  #reference(reference: string): Record<string, unknown> {
    const name = reference.replace('#/components/schemas/', '');
    if (!this.definitions.has(name)) {
      // Reserved first: a schema may refer to itself.
      this.definitions.set(name, {});
      this.definitions.set(name, this.schema(this.#corrected(name, object(this.at(reference), reference))));
    }
    return { $ref: `github#/definitions/${name}` };
  }

  #corrected(name: string, source: JsonObject): JsonObject {
    const fields = NULLABLE_IN_FACT[name] ?? [];
    return fields.reduce((schema, field) => withNullable(schema, field.split('.'), name), source);
  }
}

/** The schema with one of its properties, or a property of one, made nullable. */
function withNullable(
  schema: JsonObject,
  [field = '', ...rest]: readonly string[],
  what: string,
): JsonObject {
  const properties = object(schema['properties'], `${what}.properties`);
  const part = object(properties[field], `${what}.${field}`);
  const corrected =
    rest.length === 0 ? { ...part, nullable: true } : withNullable(part, rest, `${what}.${field}`);
  return { ...schema, properties: { ...properties, [field]: corrected } };
}

/** OpenAPI 3.0 says `nullable` where JSON Schema adds the type null. */
function orNull(schema: Record<string, unknown>): unknown {
  const type = schema['type'];
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const values = schema['enum'];
  return {
    ...schema,
    type: [type, 'null'],
    ...(Array.isArray(values) && !values.includes(null)
      ? { enum: [...(values as readonly unknown[]), null] }
      : {}),
  };
}

function extractRoute(extractor: Extractor, route: string): unknown {
  const [method = '', path = ''] = route.split(' ');
  const item = object(object(extractor.at('#/paths'), 'paths')[path], path);
  const operation = object(item[method.toLowerCase()], route);
  const parameters = (Array.isArray(operation['parameters']) ? operation['parameters'] : [])
    .map((parameter: unknown) => extractor.resolve(parameter, 'a parameter'))
    .filter((parameter: JsonObject) => parameter['in'] === 'query')
    .map((parameter: JsonObject) => String(parameter['name']));
  const body = operation['requestBody'];
  const responses: Record<string, unknown> = {};
  for (const [status, response] of Object.entries(object(operation['responses'], `${route} responses`))) {
    const schema = extractor.jsonBody(extractor.resolve(response, status));
    if (schema !== null) responses[status] = schema;
  }
  return {
    query: parameters.sort(),
    request: body === undefined ? null : extractor.jsonBody(extractor.resolve(body, 'the request body')),
    responses,
  };
}

const extractor = new Extractor(fetchDescription());
const routes = Object.fromEntries(ROUTES.map((route) => [route, extractRoute(extractor, route)]));
// Answers that a route's own description leaves out (401, 406) have this form.
extractor.schema({ $ref: '#/components/schemas/basic-error' });
const definitions = Object.fromEntries(
  [...extractor.definitions].sort(([left], [right]) => (left < right ? -1 : 1)),
);
const generated = `Code generated by scripts/extract-github-schemas.ts from @octokit/openapi ${VERSION}. DO NOT EDIT.`;
writeFileSync(OUTPUT, `${JSON.stringify({ generated, routes, definitions }, null, 1)}\n`);
process.stdout.write(`${fileURLToPath(OUTPUT)}: ${ROUTES.length} routes\n`);
