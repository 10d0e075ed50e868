import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

interface RouteSchema {
  readonly query: readonly string[];
  readonly request: object | null;
  readonly responses: Readonly<Record<string, object>>;
}

interface SchemaFile {
  readonly generated: string;
  readonly routes: Readonly<Record<string, RouteSchema>>;
  readonly definitions: Readonly<Record<string, object>>;
}

/** Checks requests and answers against GitHub's own description of its routes. */
export class RouteSchemas {
  readonly #file: SchemaFile;
  readonly #ajv: Ajv;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor() {
    this.#file = JSON.parse(
      readFileSync(new URL('./schemas.generated.json', import.meta.url), 'utf8'),
    ) as SchemaFile;
    this.#ajv = new Ajv({ allErrors: true, strict: false });
    formats.default(this.#ajv);
    this.#ajv.addSchema({ $id: 'github', definitions: this.#file.definitions });
  }

  /** What is wrong with a request's body, in GitHub's words; a key that the route does not know is wrong. */
  requestComplaints(route: string, body: unknown): readonly string[] {
    const { request } = this.#route(route);
    if (request === null) return [];
    const validate = this.#compile(`${route} request`, closed(request));
    return validate(body) ? [] : (validate.errors ?? []).map(complaint);
  }

  /** The query parameters that a route does not know: GitHub ignores them without a word. */
  unknownQuery(route: string, query: URLSearchParams): readonly string[] {
    const { query: known } = this.#route(route);
    return [...query.keys()].filter((name) => !known.includes(name));
  }

  /** How an answer differs from its description; empty where it does not. */
  answerFaults(route: string, status: number, body: unknown): readonly string[] {
    const described = this.#route(route).responses[String(status)];
    if (described === undefined && status < 400) return [`${route} has no answer ${String(status)}`];
    const validate = this.#compile(
      `${route} ${String(status)}`,
      described ?? { $ref: 'github#/definitions/basic-error' },
    );
    if (validate(body)) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? ''}`);
  }

  #route(route: string): RouteSchema {
    const found = this.#file.routes[route];
    if (found === undefined) throw new Error(`schemas.generated.json does not describe ${route}`);
    return found;
  }

  #compile(key: string, schema: object): ValidateFunction {
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const compiled = this.#ajv.compile(schema);
    this.#compiled.set(key, compiled);
    return compiled;
  }
}

/** The same schema with no other keys in any of its objects: GitHub refuses a body with unknown ones. */
function closed(schema: object): object {
  if (Array.isArray(schema)) return schema.map(closedPart);
  const parts = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closedPart(value)]));
  return 'properties' in parts ? { ...parts, additionalProperties: false } : parts;
}

function closedPart(part: unknown): unknown {
  return typeof part === 'object' && part !== null ? closed(part) : part;
}

function complaint(error: ErrorObject): string {
  const place = error.instancePath.replace(/^\//, '').replaceAll('/', '/properties/');
  const parameters = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required':
      return `"${String(parameters['missingProperty'])}" wasn't supplied.`;
    case 'additionalProperties':
      return `"${String(parameters['additionalProperty'])}" is not a permitted key.`;
    case 'type':
      return `For 'properties/${place}', the value is not of type ${String(parameters['type'])}.`;
    default:
      return `For 'properties/${place}', the value ${error.message ?? 'is not allowed'}.`;
  }
}
