import type { AnchorProblem } from './anchors.ts';
import type { FieldError, Refusal } from './answers.ts';
import { unprocessable, validationFailed } from './answers.ts';

/**
 * How `POST reviews` words a comment outside the diff. GitHub has used two forms: `thread` names the checks
 * ("Pull request review thread line must be part of the diff and Pull request review thread diff hunk can't
 * be blank", seen since 2021), `resolved` does not ("Line could not be resolved", seen since 2026).
 */
export type AnchorWording = 'thread' | 'resolved';

const THREAD = 'Pull request review thread';

const SENTENCES: Readonly<Record<AnchorProblem, string>> = {
  path: `${THREAD} path is invalid`,
  position: `${THREAD} position is invalid`,
  side: `${THREAD} side is not included in the list`,
  line: `${THREAD} line must be part of the diff`,
  'start-after-end': `${THREAD} start line must precede the end line.`,
  'start-in-other-hunk': `${THREAD} start line must be part of the same hunk as the line.`,
  'diff-hunk-blank': `${THREAD} diff hunk can't be blank`,
};

const RESOURCE = 'PullRequestReviewComment';
const FIELD = 'pull_request_review_thread';

const FIELDS: Readonly<Record<AnchorProblem, FieldError>> = {
  path: { resource: RESOURCE, code: 'invalid', field: `${FIELD}.path` },
  position: { resource: RESOURCE, code: 'invalid', field: `${FIELD}.position` },
  side: { resource: RESOURCE, code: 'invalid', field: `${FIELD}.side` },
  line: custom('line', 'must be part of the diff'),
  'start-after-end': custom('start_line', 'must precede the end line.'),
  'start-in-other-hunk': custom('start_line', 'must be part of the same hunk as the line.'),
  'diff-hunk-blank': { resource: RESOURCE, code: 'missing_field', field: `${FIELD}.diff_hunk` },
};

function custom(name: string, complaint: string): FieldError {
  const field = `${FIELD}.${name}`;
  return { resource: RESOURCE, code: 'custom', field, message: `${field} ${complaint}` };
}

/** The 422 of `POST reviews` for a comment's place; it does not say which comment. */
export function reviewAnchorRefusal(problems: readonly AnchorProblem[], wording: AnchorWording): Refusal {
  if (wording === 'resolved') {
    return unprocessable(
      problems.includes('path') ? 'Path could not be resolved' : 'Line could not be resolved',
    );
  }
  return unprocessable(sentence(problems.map((problem) => SENTENCES[problem])));
}

/** The 422 of `POST comments` for its place. */
export function commentAnchorRefusal(problems: readonly AnchorProblem[]): Refusal {
  return validationFailed(...problems.map((problem) => FIELDS[problem]));
}

export function commentFieldRefusal(field: string, complaint: string): Refusal {
  return validationFailed({ resource: RESOURCE, code: 'custom', field, message: `${field} ${complaint}` });
}

/** "a", "a and b", "a, b, and c". */
function sentence(parts: readonly string[]): string {
  if (parts.length < 3) return parts.join(' and ');
  return `${parts.slice(0, -1).join(', ')}, and ${parts[parts.length - 1] ?? ''}`;
}
