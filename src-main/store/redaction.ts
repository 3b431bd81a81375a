/**
 * What must stand in no log and in no file that a person hands on: tokens, one-time codes, sessions, cookies, passwords,
 * private keys. Taken out by what this process knows to be secret, and by the forms in which secrets are written.
 */

const SHOWN = '[secret]';
/** Shorter texts stand in too many places to be taken for a secret. */
const LEAST_LETTERS = 8;
/** A server that runs for months gives out sessions all the time; those before are known by their form. */
const MOST_KEPT = 2000;

const secrets = new Set<string>();

/** From now on the text is taken out wherever it stands, as it is and as it stands in an address or in JSON. */
export function keepSecret(secret: string): void {
  if (secret.length < LEAST_LETTERS) return;
  for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
    // The newest last.
    secrets.delete(form);
    secrets.add(form);
  }
  for (const oldest of [...secrets].slice(0, Math.max(0, secrets.size - MOST_KEPT))) secrets.delete(oldest);
}

const FORMS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, SHOWN],
  // What a header holds goes to the end of its line: a cookie may hold anything.
  [
    /\b((?:proxy-)?authorization|(?:set-)?cookie|sec-websocket-protocol)(\\?["']?\s*[:=,]\s*)[^\r\n]*/gi,
    `$1$2${SHOWN}`,
  ],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${SHOWN}`],
  [/\b(studio-session-\d+=)[^\s;,"']+/gi, `$1${SHOWN}`],
  // Of an address: `#code=`, `?token=`.
  [/([#?&](?:code|token|session|secret|key)=)[^\s"'&#\\]+/gi, `$1${SHOWN}`],
  // `STUDIO_TOKEN=`, `"password": "..."`, `api-key: ...`.
  [
    /([\w-]*(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|credential)s?\\?["']?\s*[:=]\s*\\?["']?)[^\s"'&,;}\\]{4,}/gi,
    `$1${SHOWN}`,
  ],
  [/(\b[a-z][a-z\d+.-]*:\/\/)[^\s/@"']+@/gi, `$1${SHOWN}@`],
  // A session: 144 random bits and their signature.
  [/(?<![\w.-])[\w-]{24}\.[\w-]{43}(?![\w.-])/g, SHOWN],
  // 256 random bits in base64url, as a token is. Hashes are written in hexadecimal, which has one case.
  [/(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{43}=?(?![\w-])/g, SHOWN],
];

/** The text with `[secret]` in the place of each. */
export function withoutSecrets(text: string): string {
  let shown = text;
  for (const secret of secrets) if (shown.includes(secret)) shown = shown.replaceAll(secret, SHOWN);
  for (const [form, instead] of FORMS) shown = shown.replace(form, instead);
  return shown;
}
