/**
 * What is read of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/); all else is ignored. Results and rules
 * are read one by one, so that one that is wrong costs no other.
 */
import * as z from 'zod';

const message = z.object({
  text: z.string().optional(),
  markdown: z.string().optional(),
  id: z.string().optional(),
  arguments: z.array(z.string()).optional(),
});

export const artifactLocation = z.object({
  uri: z.string().optional(),
  uriBaseId: z.string().optional(),
  index: z.int().optional(),
});
export type ArtifactLocation = z.infer<typeof artifactLocation>;

const region = z.object({
  startLine: z.int().optional(),
  startColumn: z.int().optional(),
  endLine: z.int().optional(),
  endColumn: z.int().optional(),
});

const component = z.object({ name: z.string().optional(), index: z.int().optional() });
const ruleReference = z.object({
  id: z.string().optional(),
  index: z.int().optional(),
  toolComponent: component.optional(),
});

const level = z.enum(['none', 'note', 'warning', 'error']);

export const sarifRule = z.object({
  id: z.string(),
  helpUri: z.string().optional(),
  defaultConfiguration: z.object({ level: level.optional() }).optional(),
  messageStrings: z.record(z.string(), z.object({ text: z.string() })).optional(),
  relationships: z.array(z.object({ target: ruleReference })).optional(),
  properties: z.object({ tags: z.array(z.string()).optional() }).optional(),
});
export type SarifRule = z.infer<typeof sarifRule>;

export const sarifResult = z.object({
  ruleId: z.string().optional(),
  ruleIndex: z.int().optional(),
  rule: ruleReference.optional(),
  kind: z.string().optional(),
  level: level.optional(),
  message,
  locations: z
    .array(
      z.object({
        physicalLocation: z
          .object({ artifactLocation: artifactLocation.optional(), region: region.optional() })
          .optional(),
      }),
    )
    .optional(),
  taxa: z.array(ruleReference).optional(),
  baselineState: z.string().optional(),
  suppressions: z.array(z.object({ status: z.string().optional() })).optional(),
  properties: z.object({ tags: z.array(z.string()).optional() }).optional(),
});
export type SarifResult = z.infer<typeof sarifResult>;

const driver = z.object({
  name: z.string(),
  version: z.string().optional(),
  semanticVersion: z.string().optional(),
  rules: z.array(z.unknown()).optional(),
});

const notification = z.object({ level: level.optional(), message: message.optional() });

export const sarifRun = z.object({
  tool: z.object({ driver, extensions: z.array(driver).optional() }),
  columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']).optional(),
  originalUriBaseIds: z.record(z.string(), artifactLocation).optional(),
  artifacts: z.array(z.object({ location: artifactLocation.optional() })).optional(),
  invocations: z
    .array(
      z.object({
        executionSuccessful: z.boolean().optional(),
        toolExecutionNotifications: z.array(notification).optional(),
      }),
    )
    .optional(),
  results: z.array(z.unknown()).nullish(),
});
export type SarifRun = z.infer<typeof sarifRun>;

export const sarifLog = z.object({ version: z.literal('2.1.0'), runs: z.array(z.unknown()) });
