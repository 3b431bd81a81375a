/** Single files come out of an archive exactly, and a damaged archive is refused. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { crc32, extractEntry, listZip } from '../../scripts/provision/zip.mjs';
import { temporaryFolder } from './wheelhouse.ts';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

const big = new Uint8Array(300_000).map((_, index) => (index * 7919) % 251);

function archive(bytes: Uint8Array): string {
  const file = path.join(folder, 'archive.zip');
  writeFileSync(file, bytes);
  return file;
}

describe('zip', () => {
  test('deflated, stored and empty entries come out as they went in', async () => {
    const file = archive(
      zipSync({
        'a/deflated': big,
        stored: [big, { level: 0 }],
        empty: new Uint8Array(0),
        'ü.txt': [big, { level: 9 }],
      }),
    );
    const entries = await listZip(file);
    expect(entries.map(({ name }) => name)).toEqual(['a/deflated', 'stored', 'empty', 'ü.txt']);
    for (const entry of entries) {
      const target = path.join(folder, 'out', entry.name);
      let counted = 0;
      await extractEntry(file, entry, target, (bytes) => (counted += bytes));
      expect(new Uint8Array(readFileSync(target))).toEqual(entry.name === 'empty' ? new Uint8Array(0) : big);
      expect(counted).toBe(entry.sizeBytes);
    }
  });

  test('a changed byte is noticed and leaves no file behind', async () => {
    const bytes = zipSync({ stored: [big, { level: 0 }] });
    bytes[5000] = (bytes[5000] ?? 0) ^ 1;
    const file = archive(bytes);
    const [entry] = await listZip(file);
    if (entry === undefined) throw new Error('one entry expected');
    await expect(extractEntry(file, entry, path.join(folder, 'out', 'stored'))).rejects.toThrow(/checksum/);
    expect(readdirSync(path.join(folder, 'out'))).toEqual([]);
  });

  test('an archive cut short is refused', async () => {
    const bytes = zipSync({ a: big });
    await expect(listZip(archive(bytes.subarray(0, bytes.length - 40)))).rejects.toThrow(/zip/);
    await expect(listZip(archive(new Uint8Array(0)))).rejects.toThrow(/zip/);
  });

  test('the checksum is that of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'), 0)).toBe(0xcbf43926);
  });
});
