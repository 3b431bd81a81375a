/**
 * What a hub keeps: settings, keys, certificates, who may come, and the server's streams. All of it is its owner's alone, and lies
 * in a folder of the person's settings unless they say otherwise; never in a data folder, which may come from somebody else.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createUser, fromSeed } from '@nats-io/nkeys';
import { z } from 'zod';
import { configFolder } from '../../../scripts/launch/paths.mjs';
import { StudioError } from '../../../shared/errors.ts';
import { takeLock } from '../../store/lock.ts';
import { ownUser, PRIVATE_FOLDER, refuseOthersFolder, tighten } from '../../store/privateFiles.ts';
import { storeError } from '../../store/storeErrors.ts';
import { readPrivate, readPrivateJson, writePrivate, writePrivateJson } from '../privateFile.ts';
import type { HubAccess } from '../join/hubConnection.ts';
import { makeAuthority, serves, signServer, type SignedCertificate } from './certificates.ts';
import { HUB_ID } from './hubSubjects.ts';

export const DEFAULT_HUB_PORT = 7318;
export const LOOPBACK = '127.0.0.1';
/** Of the studio's own host, which needs no invitation to the hub beside it. */
const OWN_HOST_ID = 'own-host';
const SYSTEM_ID = 'system';

const SETTINGS_SCHEMA = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
  /** Names and addresses that it is reached by, beside those of the computer's own. */
  names: z.array(z.string().min(1).max(255)).max(50),
});
export type HubSettings = Readonly<z.infer<typeof SETTINGS_SCHEMA>>;

const KEYS_SCHEMA = z.strictObject({
  /** What the lock is known by. */
  identity: z.string(),
  hub: z.string(),
  system: z.string(),
  ownHost: z.string(),
});
type HubKeys = Readonly<z.infer<typeof KEYS_SCHEMA>>;

export const defaultHubFolder = () => path.join(configFolder(), 'hub');

export const publicKey = (seed: string) => fromSeed(new TextEncoder().encode(seed)).getPublicKey();
const newSeed = () => new TextDecoder().decode(createUser().getSeed());

export class HubFolder {
  readonly root: string;

  constructor(root: string) {
    this.root = path.resolve(root);
  }

  at(name: string): string {
    return path.join(this.root, name);
  }

  /**
   * Makes what is missing.
   * @returns gives the folder back
   * @throws StudioError `store.locked` where another hub has it, `store.notOwner`, `store.readOnly`, `store.full`
   */
  open(): () => void {
    try {
      mkdirSync(this.root, { recursive: true, mode: PRIVATE_FOLDER });
    } catch (error) {
      throw storeError(error, this.root);
    }
    const present = readdirSync(this.root).map((name) => this.at(name));
    refuseOthersFolder(this.root, present, ownUser());
    tighten(this.root, [], present, ownUser());
    if (!existsSync(this.at('keys.json'))) {
      const keys: HubKeys = { identity: randomUUID(), hub: newSeed(), system: newSeed(), ownHost: newSeed() };
      writePrivateJson(this.at('keys.json'), keys);
    }
    return takeLock(this.at('hub.lock'), this.root, this.keys().identity);
  }

  /** @throws StudioError `hub.notRunning` where no hub was ever started here */
  keys(): HubKeys {
    const keys = readPrivateJson(this.at('keys.json'), KEYS_SCHEMA);
    if (keys === undefined) throw new StudioError('hub.notRunning', { folder: this.root });
    return keys;
  }

  /** Undefined before the first start. */
  settings(): HubSettings | undefined {
    return readPrivateJson(this.at('hub.json'), SETTINGS_SCHEMA);
  }

  writeSettings(settings: HubSettings): void {
    writePrivateJson(this.at('hub.json'), settings);
  }

  /** Of the hub's process in the work's account and in the server's own, and of the studio's own host. */
  access(who: 'hub' | 'system' | 'ownHost'): HubAccess {
    const keys = this.keys();
    const settings = this.settings();
    const authority = readPrivate(this.at('authority.pem'));
    if (settings === undefined || authority === undefined) {
      throw new StudioError('hub.notRunning', { folder: this.root });
    }
    const id = { hub: HUB_ID, system: SYSTEM_ID, ownHost: OWN_HOST_ID }[who];
    return { host: dialled(settings.host), port: settings.port, authority, seed: keys[who], id };
  }

  /** The authority stays for good, what it signs is made anew where a name is missing or the time is up. */
  async certificates(
    names: readonly string[],
    now: Date,
  ): Promise<{ readonly authority: SignedCertificate }> {
    const authority = this.#read('authority') ?? this.#write('authority', await makeAuthority(now));
    const kept = this.#read('server');
    if (kept === undefined || !serves(kept, authority, names, now)) {
      const { certificate, key } = await signServer(authority, names, now);
      // The authority goes along, for those who know its fingerprint alone.
      this.#write('server', { certificate: `${certificate.trim()}\n${authority.certificate.trim()}\n`, key });
    }
    return { authority };
  }

  #read(name: string): SignedCertificate | undefined {
    const certificate = readPrivate(this.at(`${name}.pem`));
    const key = readPrivate(this.at(`${name}-key.pem`));
    return certificate === undefined || key === undefined ? undefined : { certificate, key };
  }

  #write(name: string, signed: SignedCertificate): SignedCertificate {
    writePrivate(this.at(`${name}-key.pem`), signed.key);
    writePrivate(this.at(`${name}.pem`), signed.certificate);
    return signed;
  }
}

const isAnyAddress = (host: string) => host === '0.0.0.0' || host === '::';

/** Where this computer reaches what listens on `host`. */
const dialled = (host: string) => (isAnyAddress(host) ? LOOPBACK : host);

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

function ownAddresses(): readonly string[] {
  return Object.values(os.networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, scopeid }) => !internal && (scopeid ?? 0) === 0)
    .map(({ address }) => address);
}

/** Everything that the server may be reached by. */
export function namesOf({ host, names }: HubSettings): readonly string[] {
  const found = isAnyAddress(host) ? ownAddresses() : [host];
  return [...new Set(['localhost', LOOPBACK, '::1', os.hostname(), ...found, ...names])];
}

/** By which others are told to reach it: a name that a person gave, else the first address that is not loopback. */
export function publicName({ host, names }: HubSettings): string {
  const [given] = names;
  if (given !== undefined) return given;
  if (!isAnyAddress(host)) return host;
  const addresses = ownAddresses();
  return addresses.find((address) => !address.includes(':')) ?? addresses[0] ?? os.hostname();
}
