/** What somebody without a session sends to the web server's port: requests, upgrades, and what is neither. */
import { Choices } from './choices.ts';

/** One connection: the pieces that it sends, and how it ends. */
export interface RawAttack {
  readonly pieces: readonly Buffer[];
  /** Waits for an answer, closes its half, or is gone in the middle. */
  readonly ending: 'wait' | 'halfClose' | 'vanish';
}

const NO_BODY = Buffer.alloc(0);
const ODD_METHODS = ['PUT', 'DELETE', 'TRACE', 'CONNECT', 'PRI', 'get', ''];
const TARGETS = [
  '/',
  '/socket',
  '/session',
  '/code',
  '/import',
  '/assets/app-1a2b.js',
  '/index.html',
  '/experiments/12',
  '//',
  '///',
  '//[',
  '/%',
  '/%00.js',
  '/%ff%fe.js',
  '/..%2foutside.txt',
  '/../outside.txt',
  '/assets/..%5c..%5c..%5coutside.txt',
  '/%2e%2e/%2e%2e/outside.txt',
  '/..;/outside.txt',
  '*',
  '',
  'http://[/',
  'http://127.0.0.1/index.html',
  'file:///etc/passwd.js',
  'javascript:alert(1)',
  '/socket?token=x',
  '/socket#code=x',
  '/assets',
  '/assets/.js',
  '/CON.js',
  '/a.js/../../b.js',
  '/\u0000.js',
  '/\ud7ff한글.js',
];
const ODD_VERSIONS = ['HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTP/1.1', ''];
const ODD_LINES = [
  'Host: evil.example',
  ': no name',
  'no colon',
  ' folded: line',
  'X-\u00e9: 1',
  'X: \u0001',
  `X: ${'y'.repeat(20_000)}`,
  '__proto__: x',
  'constructor: x',
];

function target(choices: Choices): string {
  if (choices.chance(0.1)) {
    return `/${choices
      .of(['a', '%41', '../', 'é', '%', '/', '.'])
      .repeat(choices.size(20_000))
      .concat(choices.of(['.js', '', '.html', '?']))}`;
  }
  return choices.of(TARGETS);
}

/** How much of a request is odd: one that is wholly so is refused for the first of its oddities. */
const WILDNESS = [0, 0.02, 0.1, 0.5] as const;

class RequestWriter {
  readonly #choices: Choices;
  readonly #port: number;
  readonly #wildness: number;

  constructor(choices: Choices, port: number) {
    this.#choices = choices;
    this.#port = port;
    this.#wildness = choices.of(WILDNESS);
  }

  bytes(): Buffer {
    const choices = this.#choices;
    const method = this.#pick(['GET', 'GET', 'HEAD', 'POST', 'OPTIONS'], ODD_METHODS);
    const version = this.#pick(['HTTP/1.1'], ODD_VERSIONS);
    const head = [`${method} ${target(choices)} ${version}`, ...this.#headers()];
    const end = this.#pick(['\r\n'], ['\n', '\r', '\r\n\r\n']);
    return Buffer.concat([
      Buffer.from(`${head.join(end)}${end}${end}`),
      this.#odd() ? body(choices) : NO_BODY,
    ]);
  }

  #odd(): boolean {
    return this.#choices.chance(this.#wildness);
  }

  #pick(usual: readonly string[], odd: readonly string[]): string {
    return this.#choices.of(this.#odd() ? odd : usual);
  }

  #headers(): string[] {
    const own = `127.0.0.1:${this.#port}`;
    const cookie = `studio-session-${this.#port}`;
    const lines = [
      `Host: ${this.#pick([own, `localhost:${this.#port}`], ['evil.example', '', '[', '127.0.0.1:99999', 'a b', `${own}\u0000`, 'x'.repeat(300)])}`,
    ];
    const add = (probability: number, name: string, usual: readonly string[], odd: readonly string[]) => {
      if (this.#choices.chance(probability)) lines.push(`${name}: ${this.#pick(usual, odd)}`);
    };
    add(
      0.3,
      'Origin',
      [`http://${own}`, 'studio://app'],
      ['http://evil.example', 'null', '', '://', 'http://['],
    );
    if (this.#choices.chance(0.3)) {
      add(1, 'Connection', ['Upgrade'], ['keep-alive', 'close', 'Upgrade, close', 'te, upgrade']);
      add(1, 'Upgrade', ['websocket'], ['WebSocket', 'h2c', 'TLS/1.0', '', 'websocket, h2c']);
      add(0.9, 'Sec-WebSocket-Key', ['dGhlIHNhbXBsZSBub25jZQ=='], ['short', '', 'x'.repeat(500)]);
      add(0.9, 'Sec-WebSocket-Version', ['13'], ['8', '-1', 'x', '13, 14']);
      add(
        0.5,
        'Sec-WebSocket-Protocol',
        ['world-model-studio, session.a.b'],
        ['session.', ',,,', 'a b', '\u007f'],
      );
      add(0.5, 'Sec-WebSocket-Extensions', ['permessage-deflate'], [';;=', 'x; y=99', 'x'.repeat(2000)]);
    }
    add(
      0.2,
      'Authorization',
      ['Bearer x', 'Bearer a.b'],
      ['Bearer', 'Basic eDp5', `Bearer ${'x'.repeat(3000)}`],
    );
    add(
      0.2,
      'Cookie',
      [`${cookie}=a.b`],
      [`${cookie}=`, '=;=;=', ';'.repeat(2000), `__proto__=x; ${cookie}=x.y.z`],
    );
    add(0.2, 'Content-Length', ['0'], ['5', '5000', '-1', '1e9', '99999999999999999999', 'x', '4, 5']);
    add(
      this.#wildness,
      'Transfer-Encoding',
      ['chunked'],
      ['gzip, chunked', 'chunked, chunked', 'identity', 'x'],
    );
    add(this.#wildness, 'Expect', ['100-continue'], ['200-ok', '']);
    add(0.1, 'Range', ['bytes=0-'], ['bytes=-1', 'bytes=9-1', 'x']);
    add(0.2, 'Sec-Fetch-Site', ['same-origin', 'none'], ['cross-site', 'same-site', 'x']);
    if (this.#odd()) lines.push(this.#choices.of(ODD_LINES));
    if (this.#odd() && this.#choices.chance(0.05)) for (let i = 0; i < 3000; i++) lines.push(`X-${i}: ${i}`);
    return lines;
  }
}

function body(choices: Choices): Buffer {
  return choices.of([
    () => Buffer.from('5\r\nhello\r\n0\r\n\r\n'),
    () => Buffer.from('FFFFFFFFFFFFFFFF\r\n'),
    () => Buffer.from(`5;${'x'.repeat(choices.size(20_000))}\r\nhello\r\n`),
    () => choices.bytes(choices.size(5000)),
    () => Buffer.alloc(choices.size(100_000), 'a'),
    // Masked frames, though nobody agreed to a socket.
    () => Buffer.from([0x81, 0x85, 1, 2, 3, 4, 105, 103, 111, 104, 110]),
  ])();
}

/** Bytes changed, lost, added or sent again. */
function mutated(choices: Choices, bytes: Buffer): Buffer {
  let changed = Buffer.from(bytes);
  for (let change = choices.size(8); change > 0 && changed.length > 0; change--) {
    const at = choices.between(0, changed.length);
    const rest = changed.subarray(at);
    changed = choices.of([
      () => Buffer.concat([changed.subarray(0, at), choices.bytes(1), rest.subarray(1)]),
      () => Buffer.concat([changed.subarray(0, at), rest.subarray(choices.size(rest.length))]),
      () => Buffer.concat([changed.subarray(0, at), choices.bytes(choices.size(64)), rest]),
      () => Buffer.concat([changed, rest]),
      () => changed.subarray(0, at),
    ])();
  }
  return changed;
}

function requestBytes(choices: Choices, port: number): Buffer {
  const whole = new RequestWriter(choices, port).bytes();
  return choices.chance(0.15) ? mutated(choices, whole) : whole;
}

export function rawAttack(seed: number, index: number, port: number): RawAttack {
  const choices = new Choices(seed, `raw/${index}`);
  const bytes = choices.chance(0.05)
    ? choices.bytes(choices.size(2000))
    : Buffer.concat(
        Array.from({ length: choices.chance(0.1) ? choices.between(2, 20) : 1 }, () =>
          requestBytes(choices, port),
        ),
      );
  const cut = choices.chance(0.2) ? choices.between(0, bytes.length + 1) : bytes.length;
  return {
    pieces: [bytes.subarray(0, cut), bytes.subarray(cut)].filter((piece) => piece.length > 0),
    ending: choices.of(['wait', 'wait', 'halfClose', 'vanish']),
  };
}
