import type { Answer } from '../answers.ts';
import { json } from '../answers.ts';
import { nodeId } from '../repository-payloads.ts';
import type { Identity } from '../state.ts';

/** `query Name { viewer { login databaseId } }`, with or without `query` and its name. */
const VIEWER = /^(?:query(?: \w+)? ?)?\{ ?viewer ?\{ ?([\w ]+?) ?\} ?\}$/;

/**
 * Answers the GraphQL documents that the fake knows; undefined for any other. Each is matched as a whole, so
 * that a document that asks for more than the fake can answer is noticed.
 */
export function answerGraphql(caller: Identity, body: unknown): Answer | undefined {
  const document = queryOf(body);
  if (document === undefined) return undefined;
  const fields = VIEWER.exec(document.replace(/[\s,]+/g, ' ').trim())?.[1]?.split(' ');
  if (fields === undefined) return undefined;
  const { user } = caller;
  const viewer: Readonly<Record<string, unknown>> = {
    login: user.login,
    databaseId: user.id,
    id: nodeId(user.type === 'Bot' ? 'BOT' : 'U', user.id),
    __typename: 'User',
  };
  if (fields.some((field) => !(field in viewer))) return undefined;
  const selected = Object.fromEntries(fields.map((field) => [field, viewer[field]]));
  return json(200, { data: { viewer: selected } });
}

function queryOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('query' in body)) return undefined;
  return typeof body.query === 'string' ? body.query : undefined;
}
