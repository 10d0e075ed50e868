import { parse } from 'yaml';
import { z } from 'zod';
import { GenerateError } from './error.ts';
import { markdownTable } from './markdown-table.ts';

const metadata = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string().optional() })),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
});

/**
 * An input that the configuration file can also set has no `default:`, or the file could never win over it;
 * its description ends with this sentence instead.
 */
const defaultSentence = /\s*Default: (?<value>[^.]*|`[^`]+`)\.$/;

/** The tables of inputs and outputs, in the order of `action.yml`. */
export function actionTables(actionYml: string): { readonly inputs: string; readonly outputs: string } {
  const { inputs, outputs } = metadata.parse(parse(actionYml));
  return {
    inputs: markdownTable(
      ['Input', 'Default', 'Meaning'],
      Object.entries(inputs).map(([name, input]) => {
        const { value, text } = describe(name, input);
        return [`\`${name}\``, value, text];
      }),
    ),
    outputs: markdownTable(
      ['Output', 'Meaning'],
      Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description]),
    ),
  };
}

function describe(
  name: string,
  input: { readonly description: string; readonly default?: string | undefined },
): { readonly value: string; readonly text: string } {
  const description = input.description.trim();
  const sentence = defaultSentence.exec(description);
  if (sentence === null) {
    if (input.default === undefined) {
      throw new GenerateError(`action.yml: ${name} has no default, and its description does not name one`);
    }
    return { value: `\`${input.default}\``, text: description };
  }
  return { value: sentence.groups?.['value'] ?? '', text: description.slice(0, sentence.index) };
}
