import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from '../src/github/client.ts';
import type { Client } from '../src/github/client.ts';
import { explain, isForbidden, isLimited, mayHaveHappened, statusOf } from '../src/github/failure.ts';
import { createLimiter } from '../src/github/limit.ts';

interface Scripted {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Break the connection instead of answering. */
  readonly broken?: boolean;
}

/** A server that gives its answers in order, then 200; it knows nothing of GitHub. */
class Script {
  readonly requests: {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingMessage['headers'];
  }[] = [];
  answers: Scripted[] = [];
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    const { status, body, headers, broken } = this.answers.shift() ?? { status: 200, body: { id: 1 } };
    if (broken === true) {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body ?? { message: 'scripted' }));
  }
}

const script = { current: new Script() };
const logged: string[] = [];
let client: Client;

beforeEach(async () => {
  script.current = new Script();
  logged.length = 0;
  client = createClient({
    token: 'ghs_test',
    apiUrl: await script.current.start(),
    userAgent: 'cgo-review/test',
    log: { debug: () => undefined, info: (line) => logged.push(line), warn: (line) => logged.push(line) },
    secondMs: 5,
  });
});

afterEach(() => script.current.stop());

const read = (): Promise<{ status: number }> =>
  client.rest.pulls.get({ owner: 'acme', repo: 'widget', pull_number: 1 });
const create = (): Promise<{ status: number }> =>
  client.rest.pulls.createReview({ owner: 'acme', repo: 'widget', pull_number: 1, request: { retries: 0 } });

async function failure(request: Promise<unknown>): Promise<unknown> {
  return request.then(
    () => {
      throw new Error('this should have failed');
    },
    (error: unknown) => error,
  );
}

const secondary = {
  status: 403,
  body: {
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  },
};

describe('reads', () => {
  test('carry the token and say who asks', async () => {
    await read();
    expect(script.current.requests[0]?.headers).toMatchObject({
      authorization: 'token ghs_test',
      'user-agent': expect.stringContaining('cgo-review/test'),
    });
  });

  test.each([500, 502, 503])('are sent again after a %i', async (status) => {
    script.current.answers = [{ status }, { status }, { status }];
    expect((await read()).status).toBe(200);
    expect(script.current.requests).toHaveLength(4);
  });

  test('are given up in the end', async () => {
    script.current.answers = Array.from({ length: 9 }, () => ({ status: 502 }));
    const error = await failure(read());
    expect(statusOf(error)).toBe(502);
    expect(script.current.requests).toHaveLength(4);
  });

  test('are sent again after a broken connection', async () => {
    script.current.answers = [{ status: 0, broken: true }];
    expect((await read()).status).toBe(200);
  });

  test.each([401, 403, 404, 422])('are not sent again after a %i', async (status) => {
    script.current.answers = [{ status }];
    expect(statusOf(await failure(read()))).toBe(status);
    expect(script.current.requests).toHaveLength(1);
  });

  test('wait as long as a secondary limit says, at most twice', async () => {
    const held = { ...secondary, headers: { 'retry-after': '10' } };
    script.current.answers = [held];
    const start = performance.now();
    expect((await read()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(45);
    expect(logged.join()).toContain('secondary rate limit holds GET');

    script.current.answers = [held, held, held, held];
    const error = await failure(read());
    expect(isLimited(error)).toBe(true);
    expect(isForbidden(error)).toBe(false);
    expect(script.current.requests).toHaveLength(2 + 3);
  });

  test('do not wait for an hour', async () => {
    script.current.answers = [{ ...secondary, headers: { 'retry-after': '3600' } }];
    expect(isLimited(await failure(read()))).toBe(true);
    expect(script.current.requests).toHaveLength(1);
    expect(logged.join()).toContain('giving up');
  });

  test('give up when the hourly limit is used up and far from its reset', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 1800);
    script.current.answers = [
      {
        status: 403,
        body: { message: 'API rate limit exceeded for installation.' },
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      },
    ];
    expect(isLimited(await failure(read()))).toBe(true);
    expect(script.current.requests).toHaveLength(1);
  });

  test('obey the retry-after of a 429 that is not in GitHub’s words', async () => {
    script.current.answers = [
      { status: 429, body: { message: 'slow down' }, headers: { 'retry-after': '10' } },
    ];
    const start = performance.now();
    expect((await read()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(45);
    expect(script.current.requests).toHaveLength(2);
  });

  test('are given up after some 429', async () => {
    script.current.answers = Array.from({ length: 9 }, () => ({
      status: 429,
      body: { message: 'slow down' },
    }));
    expect(statusOf(await failure(read()))).toBe(429);
    expect(script.current.requests).toHaveLength(4);
  });

  test('with GraphQL are sent again too', async () => {
    script.current.answers = [{ status: 502 }, { status: 200, body: { data: { viewer: { login: 'x' } } } }];
    expect(await client.graphql('query { viewer { login } }')).toEqual({ viewer: { login: 'x' } });
  });
});

describe('creates', () => {
  test.each([
    ['a 502', { status: 502 }],
    ['a broken connection', { status: 0, broken: true }],
    ['a 429 in other words', { status: 429, body: { message: 'slow down' } }],
  ])('are never sent twice after %s', async (_, answer) => {
    script.current.answers = [answer];
    const error = await failure(create());
    expect(script.current.requests).toHaveLength(1);
    expect(mayHaveHappened(error)).toBe(answer.status !== 429);
  });

  test('that GitHub held back were not carried out, and are sent again', async () => {
    script.current.answers = [{ ...secondary, headers: { 'retry-after': '1' } }];
    expect((await create()).status).toBe(200);
    expect(script.current.requests).toHaveLength(2);
  });

  test('are not spaced by seconds: a run writes one review', async () => {
    const start = performance.now();
    for (let i = 0; i < 4; i++) await create();
    // The pause between creates would be a second.
    expect(performance.now() - start).toBeLessThan(2_500);
  });
});

test('a failure is told in one line, without the link to the documentation', async () => {
  script.current.answers = [
    {
      status: 422,
      body: {
        message: 'Unprocessable Entity',
        errors: ['Line could not be resolved'],
        documentation_url: 'https://docs.github.com/rest',
      },
    },
  ];
  expect(explain(await failure(read()))).toBe(
    'GitHub answered 422: Unprocessable Entity: "Line could not be resolved"',
  );
  script.current.answers = Array.from({ length: 4 }, () => ({ status: 0, broken: true }));
  expect(explain(await failure(read()))).toMatch(/^GitHub did not answer: /);
  expect(explain(new Error('a\n  b'))).toBe('a b');
});

test('a limiter runs so many at a time, each once, and outlives failures', async () => {
  const limit = createLimiter(3);
  let running = 0;
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      limit(async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running--;
        if (i % 4 === 0) throw new Error(String(i));
        return i;
      }),
    ),
  );
  expect(most).toBe(3);
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual(
    Array.from({ length: 20 }, (_, i) => (i % 4 === 0 ? 'failed' : i)),
  );
});
