import { notice } from './notice.ts';

/** The JSON Schema file of the configuration, with the notice where a schema may have comments. */
export function configSchemaFile(schema: Readonly<Record<string, unknown>>): string {
  const { $schema, ...rest } = schema;
  return `${JSON.stringify({ $schema, $comment: notice, ...rest }, undefined, 2)}\n`;
}
