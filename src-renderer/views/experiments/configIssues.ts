/** What the schema finds wrong with a value, or with several together, as a message key with its values. */
import type { z } from 'zod';
import type { ConfigConflict } from '../../../shared/algorithms/algorithm.ts';

export interface FieldIssue {
  readonly key:
    | 'config.issue.tooSmall'
    | 'config.issue.tooBig'
    | 'config.issue.notWhole'
    | 'config.issue.notANumber'
    | 'config.issue.other'
    | `error.${ConfigConflict['code']}.what`;
  readonly values: Readonly<Record<string, string | number>>;
}

export function issueOf(issue: z.core.$ZodIssue): FieldIssue {
  switch (issue.code) {
    case 'too_small':
      return { key: 'config.issue.tooSmall', values: { minimum: Number(issue.minimum) } };
    case 'too_big':
      return { key: 'config.issue.tooBig', values: { maximum: Number(issue.maximum) } };
    case 'invalid_type':
      return issue.expected === 'int'
        ? { key: 'config.issue.notWhole', values: {} }
        : { key: 'config.issue.notANumber', values: {} };
    default:
      return { key: 'config.issue.other', values: { message: issue.message } };
  }
}

export function conflictIssue({ code, values }: ConfigConflict): FieldIssue {
  return { key: `error.${code}.what`, values };
}
