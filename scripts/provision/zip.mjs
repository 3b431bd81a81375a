// @ts-check
/**
 * Takes single files out of a zip archive of any size without unpacking the rest, each checked by its CRC-32.
 * PKWARE APPNOTE 6.3.10: end of central directory (4.3.16), ZIP64 (4.3.14, 4.3.15, 4.5.3), stored and deflated entries.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';

/**
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} method 0 stored, 8 deflated
 * @property {number} crc32
 * @property {number} compressedBytes
 * @property {number} sizeBytes
 * @property {number} headerOffset
 */

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** A field that says "see the ZIP64 extra". */
const FULL_32 = 0xffffffff;

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {number} position
 * @param {number} length
 */
async function readAt(file, position, length) {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  if (bytesRead !== length)
    throw new Error(`zip: ends at byte ${position + bytesRead}, expected ${length} more`);
  return bytes;
}

/**
 * @param {string} path
 * @returns {Promise<ZipEntry[]>}
 */
export async function listZip(path) {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tailLength = Math.min(size, 65_557);
    const tail = await readAt(file, size - tailLength, tailLength);
    let at = tail.length - 22;
    while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1;
    if (at < 0) throw new Error(`zip: ${path} has no central directory; it is cut short or no zip`);
    let directoryBytes = tail.readUInt32LE(at + 12);
    let directoryOffset = tail.readUInt32LE(at + 16);
    if (at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR_64) {
      const end = await readAt(file, Number(tail.readBigUInt64LE(at - 12)), 56);
      if (end.readUInt32LE(0) !== END_64) throw new Error(`zip: ${path} has a damaged ZIP64 directory`);
      directoryBytes = Number(end.readBigUInt64LE(40));
      directoryOffset = Number(end.readBigUInt64LE(48));
    }
    return parseDirectory(await readAt(file, directoryOffset, directoryBytes));
  } finally {
    await file.close();
  }
}

/** @param {Buffer} directory @returns {ZipEntry[]} */
function parseDirectory(directory) {
  /** @type {ZipEntry[]} */
  const entries = [];
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== CENTRAL)
      throw new Error(`zip: damaged central directory at byte ${at}`);
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const commentLength = directory.readUInt16LE(at + 32);
    const entry = {
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      crc32: directory.readUInt32LE(at + 16),
      compressedBytes: directory.readUInt32LE(at + 20),
      sizeBytes: directory.readUInt32LE(at + 24),
      headerOffset: directory.readUInt32LE(at + 42),
    };
    readZip64(entry, directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength));
    entries.push(entry);
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** @param {ZipEntry} entry @param {Buffer} extra */
function readZip64(entry, extra) {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let field = at + 4;
    const next = () => {
      field += 8;
      return Number(extra.readBigUInt64LE(field - 8));
    };
    if (entry.sizeBytes === FULL_32) entry.sizeBytes = next();
    if (entry.compressedBytes === FULL_32) entry.compressedBytes = next();
    if (entry.headerOffset === FULL_32) entry.headerOffset = next();
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** @param {Uint8Array} bytes @param {number} crc of what came before, 0 at the start */
export function crc32(bytes, crc) {
  // Node 22.2 and later have it in native code; the table serves those before.
  if (typeof zlib.crc32 === 'function') return zlib.crc32(bytes, crc);
  let value = ~crc;
  for (let index = 0; index < bytes.length; index++) {
    value =
      /** @type {number} */ (CRC_TABLE[(value ^ /** @type {number} */ (bytes[index])) & 255]) ^ (value >>> 8);
  }
  return ~value >>> 0;
}

/**
 * Writes one entry to `target`, whole or not at all.
 * @param {string} path
 * @param {ZipEntry} entry
 * @param {string} target
 * @param {(bytes: number) => void} [onBytes] called with each piece's length
 */
export async function extractEntry(path, entry, target, onBytes = () => {}) {
  if (entry.method !== 0 && entry.method !== 8)
    throw new Error(`zip: ${entry.name} has method ${entry.method}`);
  const file = await open(path, 'r');
  /** @type {Buffer} */
  let header;
  try {
    header = await readAt(file, entry.headerOffset, 30);
  } finally {
    await file.close();
  }
  if (header.readUInt32LE(0) !== LOCAL) throw new Error(`zip: ${entry.name} has no local header`);
  const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  await mkdir(dirname(target), { recursive: true });
  const partial = `${target}.${process.pid}.part`;
  let crc = 0;
  let size = 0;
  const check = new Transform({
    transform(piece, _encoding, done) {
      crc = crc32(piece, crc);
      size += piece.length;
      onBytes(piece.length);
      done(null, piece);
    },
  });
  try {
    if (entry.compressedBytes === 0) {
      await pipeline([], check, createWriteStream(partial));
    } else {
      const source = createReadStream(path, {
        start,
        end: start + entry.compressedBytes - 1,
        highWaterMark: 1 << 20,
      });
      const sink = createWriteStream(partial, { highWaterMark: 1 << 20 });
      if (entry.method === 8)
        await pipeline(source, zlib.createInflateRaw({ chunkSize: 1 << 18 }), check, sink);
      else await pipeline(source, check, sink);
    }
    if (size !== entry.sizeBytes || crc !== entry.crc32) {
      throw new Error(`zip: ${entry.name} is damaged (its checksum does not match)`);
    }
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
