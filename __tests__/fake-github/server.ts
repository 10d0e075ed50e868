import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './answers.ts';
import { invalidRequest, json, notFound, Refusal } from './answers.ts';
import type { Fault } from './faults.ts';
import { Faults } from './faults.ts';
import { compareRoutes } from './routes/compare.ts';
import { contentRoutes } from './routes/contents.ts';
import { answerGraphql } from './routes/graphql.ts';
import { pullRoutes } from './routes/pulls.ts';
import { reviewRoutes } from './routes/reviews.ts';
import type { Route } from './routing.ts';
import { authorizedRepository, matchRoute } from './routing.ts';
import { RouteSchemas } from './schema.ts';
import type { Identity, World } from './state.ts';

/** A request that the fake received, with what it answered. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  /** The query string without its question mark. */
  readonly query: string;
  /** The parsed JSON body, if it had one. */
  readonly body?: unknown;
  /** Who its token acts as, if it had a known one. */
  readonly login?: string;
  /** The status that was answered; 0 where the connection was closed instead. */
  readonly status: number;
}

const ROUTES: readonly Route[] = [...contentRoutes, ...compareRoutes, ...pullRoutes, ...reviewRoutes];

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

interface Received {
  readonly method: string;
  readonly url: URL;
  readonly accept: string;
  readonly caller: Identity | undefined;
  readonly text: string;
}

interface Handled {
  readonly answer: Answer;
  readonly body?: unknown;
}

/** The HTTP side: who asks, what for, in what form, and what is remembered of it. */
export class FakeServer {
  readonly requests: RecordedRequest[] = [];
  /** The requests that changed something, also where a failure was answered afterwards. */
  readonly writes: RecordedRequest[] = [];
  readonly unknownRequests: RecordedRequest[] = [];
  /** Mistakes of the fake itself: answers that GitHub's description does not allow, and exceptions. */
  readonly faults: string[] = [];
  readonly injected = new Faults();
  readonly #world: World;
  readonly #schemas = new RouteSchemas();
  readonly #server: Server;

  constructor(world: World) {
    this.#world = world;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.faults.push(String(error));
        response.destroy();
      });
    });
  }

  /** Listens on a free port of the loopback interface and returns the server's address. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve, reject) => {
      this.#server.close((error) => (error === undefined ? resolve() : reject(error)));
    });
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await this.#receive(request);
    const { method, url } = received;
    const fault = this.injected.take(method, url.pathname);
    if (fault !== undefined && fault.afterCommit !== true) {
      this.#record(received, statusOf(fault), parsed(received.text));
      send(response, fault);
      return;
    }
    const handled = await this.#handle(received, request.headers['user-agent']);
    const failing = fault !== undefined && handled.answer.status < 400 ? fault : undefined;
    const recorded = this.#record(
      received,
      failing === undefined ? handled.answer.status : statusOf(failing),
      handled.body,
    );
    const isWrite = !READS.has(method) && url.pathname !== '/graphql';
    if (isWrite && handled.answer.status < 300) this.writes.push(recorded);
    if (failing === undefined) this.#send(response, handled.answer);
    else send(response, failing);
  }

  async #receive(request: IncomingMessage): Promise<Received> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const token = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return {
      method: request.method ?? 'GET',
      url: new URL(request.url ?? '/', this.#world.apiUrl),
      accept: request.headers.accept ?? '',
      caller: token === undefined ? undefined : this.#world.tokens.get(token),
      text: Buffer.concat(chunks).toString('utf8'),
    };
  }

  #record({ method, url, caller }: Received, status: number, body?: unknown): RecordedRequest {
    const recorded: RecordedRequest = {
      method,
      path: url.pathname,
      query: url.search.slice(1),
      status,
      ...(body === undefined ? {} : { body }),
      ...(caller === undefined ? {} : { login: caller.user.login }),
    };
    this.requests.push(recorded);
    return recorded;
  }

  async #handle(received: Received, userAgent: string | undefined): Promise<Handled> {
    const body = parsed(received.text);
    const withBody = (answer: Answer): Handled => (body === undefined ? { answer } : { answer, body });
    try {
      return withBody(await this.#answer(received, body, userAgent));
    } catch (error) {
      if (!(error instanceof Refusal)) {
        const description = error instanceof Error ? (error.stack ?? error.message) : String(error);
        return withBody(this.#mistake(`${received.method} ${received.url.pathname}`, [description]));
      }
      const answer = json(error.status, error.body);
      const match = matchRoute(ROUTES, received.method, received.url.pathname);
      return withBody(match === undefined ? answer : this.#checked(match.route.name, answer));
    }
  }

  async #answer(received: Received, body: unknown, userAgent: string | undefined): Promise<Answer> {
    const { method, url, caller, accept } = received;
    if (userAgent === undefined || userAgent === '') {
      throw new Refusal(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
      );
    }
    if (caller === undefined) throw new Refusal(401, 'Bad credentials');
    if (received.text !== '' && body === undefined) throw new Refusal(400, 'Problems parsing JSON');
    if (url.pathname === '/graphql' && method === 'POST') {
      const answer = answerGraphql(caller, body);
      if (answer !== undefined) return answer;
      this.#recordUnknown(received, 400, body);
      throw new Refusal(400, 'The fake does not know this GraphQL document');
    }
    const match = matchRoute(ROUTES, method, url.pathname);
    if (match === undefined) {
      this.#recordUnknown(received, 404, body);
      throw notFound();
    }
    const { route, parameters } = match;
    const call = { world: this.#world, caller, parameters, url, accept, body: body ?? {} };
    const repository = authorizedRepository(call, route);
    // GitHub would answer as if the parameter were not there: surely not what its sender meant.
    if (this.#schemas.unknownQuery(route.name, url.searchParams).length > 0) {
      this.#recordUnknown(received, 200, body);
    }
    const complaints = this.#schemas.requestComplaints(route.name, call.body);
    if (complaints.length > 0) throw invalidRequest(...complaints);
    return this.#checked(route.name, await route.handle(call, repository));
  }

  #recordUnknown({ method, url }: Received, status: number, body: unknown): void {
    this.unknownRequests.push({ method, path: url.pathname, query: url.search.slice(1), status, body });
  }

  /** The answer, if GitHub's description allows it; else a 500 that says why not. */
  #checked(route: string, answer: Answer): Answer {
    if (!('json' in answer.body)) return answer;
    const faults = this.#schemas.answerFaults(route, answer.status, answer.body.json);
    return faults.length === 0 ? answer : this.#mistake(`${route} ${String(answer.status)}`, faults);
  }

  #mistake(where: string, faults: readonly string[]): Answer {
    this.faults.push(...faults.map((fault) => `${where}: ${fault}`));
    return json(500, { message: `The fake is wrong: ${where}`, errors: faults });
  }

  #send(response: ServerResponse, answer: Answer): void {
    const { body } = answer;
    response.writeHead(answer.status, {
      'content-type': 'json' in body ? 'application/json; charset=utf-8' : body.type,
      'x-github-request-id': `FAKE:${String(this.requests.length)}`,
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': String(Math.max(1, 5000 - this.requests.length)),
      'x-ratelimit-resource': 'core',
      ...answer.headers,
    });
    response.end('json' in body ? JSON.stringify(body.json) : body.bytes);
  }
}

function statusOf(fault: Fault): number {
  return fault.status === 'disconnect' ? 0 : fault.status;
}

function send(response: ServerResponse, fault: Fault): void {
  if (fault.status === 'disconnect') {
    response.destroy();
    return;
  }
  const isText = typeof fault.body === 'string';
  response.writeHead(fault.status, {
    'content-type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    ...fault.headers,
  });
  const body = fault.body ?? { message: 'Server Error' };
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The JSON value of a body; undefined where it is empty or not JSON. */
function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
