/** What hosts and the command line ask of a hub, wherever it runs: who is there, who may come, who goes. */
import type { NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { errorFromReport, ERROR_CODES, type ErrorReport } from '../../../shared/errors.ts';
import { StudioError } from '../../../shared/errors.ts';
import { MOST_INVITATION_HOURS, type HubInvitation, type HubWorker } from '../../../shared/hub.ts';
import { ADMIN_SUBJECT } from './hubSubjects.ts';
import { ROLES } from './registry.ts';

const id = z.string().min(1).max(64);

export const ADMIN_REQUEST_SCHEMA = z.discriminatedUnion('ask', [
  z.strictObject({
    ask: z.literal('invite'),
    role: z.enum(ROLES),
    reusable: z.boolean(),
    hours: z.number().positive().max(MOST_INVITATION_HOURS),
    /** The name by which it is reached, where the hub knows none. */
    host: z.string().min(1).max(255).optional(),
  }),
  z.strictObject({ ask: z.literal('workers') }),
  z.strictObject({ ask: z.literal('invitations') }),
  z.strictObject({ ask: z.literal('revoke'), id }),
  z.strictObject({ ask: z.literal('remove'), id }),
  z.strictObject({ ask: z.literal('drain'), id }),
]);
export type AdminRequest = z.infer<typeof ADMIN_REQUEST_SCHEMA>;

export interface AdminAnswers {
  /** The address holds the invitation's key, which is told this once. */
  readonly invite: { readonly address: string; readonly invitation: HubInvitation };
  readonly workers: readonly HubWorker[];
  readonly invitations: readonly HubInvitation[];
  readonly revoke: null;
  readonly remove: null;
  readonly drain: null;
}

const MILLISECONDS = 15_000;

const REPORT_SCHEMA = z.object({
  code: z.enum(ERROR_CODES),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
const ANSWER_SCHEMA = z.union([
  z.strictObject({ error: REPORT_SCHEMA }),
  z.strictObject({ result: z.unknown() }),
]);

export type HubAnswer = { readonly error: ErrorReport } | { readonly result: unknown };

/** @throws StudioError that the hub answered with; `hub.silent` where nobody answers */
export async function askHub(
  connection: NatsConnection,
  subject: string,
  question: unknown,
): Promise<unknown> {
  const message = await connection
    .request(subject, JSON.stringify(question), { timeout: MILLISECONDS })
    .catch((error: unknown) => {
      throw new StudioError('hub.silent', {}, { cause: error });
    });
  const answer = ANSWER_SCHEMA.parse(message.json());
  if ('error' in answer) throw errorFromReport(answer.error);
  return answer.result;
}

/** The hub has the host's own build, so its answers have these types. */
export async function askAdmin<Ask extends AdminRequest['ask']>(
  connection: NatsConnection,
  request: Extract<AdminRequest, { ask: Ask }>,
): Promise<AdminAnswers[Ask]> {
  return (await askHub(connection, ADMIN_SUBJECT, request)) as AdminAnswers[Ask];
}
