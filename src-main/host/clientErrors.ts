/**
 * What a client is told of an error: its code and values, for the catalogue. Where the code went wrong, and on whose machine
 * in which folder the code lies, is the log's: the client gets the number under which it stands there.
 */
import { randomBytes } from 'node:crypto';
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';

const STACK = /\n\s+at .+/;

export function reportToClient(
  error: unknown,
  log: (text: string) => void = (text) => process.stderr.write(text),
): ErrorReport {
  const { code, values, detail } = reportError(error);
  const unforeseen = !(error instanceof StudioError) || code === 'internal';
  if (!unforeseen && (detail === undefined || !STACK.test(detail))) return reportError(error);
  const reference = randomBytes(4).toString('hex');
  log(`[${reference}] ${code} ${JSON.stringify(values)} ${detail ?? ''}\n`);
  return unforeseen ? { code: 'host.failed', values: { reference } } : { code, values };
}
