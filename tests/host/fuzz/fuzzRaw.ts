/** Sends raw attacks to a served host, many at a time, and says what was wrong with any answer. */
import { createConnection } from 'node:net';
import { frameAttack } from './frames.ts';
import { rawAttack, type RawAttack } from './rawRequests.ts';
import { leaksIn, type ServedHost } from './served.ts';

const AT_ONCE = 48;
/** For an answer that does not come, because the request is not whole: then the connection is dropped. */
const PATIENCE_MILLISECONDS = 40;

export interface RawFindings {
  /** How many were answered, by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** `index: what was wrong` */
  readonly faults: readonly string[];
}

export async function fuzzRaw(host: ServedHost, count: number, seed: number): Promise<RawFindings> {
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  let next = 0;
  const work = async () => {
    while (next < count && host.child.exitCode === null) {
      const index = next++;
      const answer = await send(host.port, rawAttack(seed, index, host.port));
      for (const [, status = ''] of answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
      for (const fault of faultsOf(answer, host)) faults.push(`${index}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { statuses, faults };
}

/** The same with a session: frames that no client sends, in sockets of their own. */
export async function fuzzFrames(host: ServedHost, count: number, seed: number): Promise<readonly string[]> {
  const faults: string[] = [];
  for (let index = 0; index < count && host.child.exitCode === null; index++) {
    const answer = await send(host.port, frameAttack(seed, index, host));
    faults.push(...leaksIn(answer, host).map((fault) => `${index}: ${fault}`));
    if (!answer.startsWith('HTTP/1.1 101 ')) faults.push(`${index}: no socket was opened`);
  }
  return faults;
}

function faultsOf(answer: string, host: ServedHost): string[] {
  return [
    ...leaksIn(answer, host),
    ...(answer === '' || answer.startsWith('HTTP/1.1 ') ? [] : ['it is no answer of a web server']),
    ...(/^HTTP\/1\.1 (5\d\d|101) /m.test(answer) ? [answer.slice(0, 40)] : []),
    ...(/^(set-cookie|x-powered-by):/im.test(answer) ? ['it opens a session'] : []),
  ];
}

/** @returns what came back until either side ended the connection */
function send(port: number, { pieces, ending }: RawAttack): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true });
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
      if (ending !== 'halfClose') socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      resolve(answer);
    });
    socket.setTimeout(PATIENCE_MILLISECONDS, () => socket.destroy());
    const write = (from: number) => {
      const piece = pieces[from];
      if (piece === undefined) {
        if (ending === 'vanish') socket.destroy();
        else if (ending === 'halfClose') socket.end();
        return;
      }
      socket.write(piece, () => {
        write(from + 1);
      });
    };
    write(0);
  });
}
