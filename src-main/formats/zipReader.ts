/**
 * Reads a zip that may come from anybody: its directory first, with every size in it, so that a budget can be held against them
 * before anything is unpacked; then single entries as streams, which end where they give more than they declared.
 * PKWARE's APPNOTE 6.3.10, without encryption, several disks and ZIP64, which the studio never writes.
 */
import { closeSync, openSync, readSync, fstatSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createInflateRaw, crc32 } from 'node:zlib';
import { StudioError } from '../../shared/errors.ts';

/** Bytes that lie in memory or in a file. */
export interface ByteSource {
  readonly size: number;
  /** Shorter where the source ends. */
  read(position: number, length: number): Buffer;
  close(): void;
}

export interface ZipEntry {
  readonly name: string;
  readonly packedBytes: number;
  /** As declared; `unpacked` gives so many or fails. */
  readonly bytes: number;
  readonly deflated: boolean;
  readonly sum: number;
  /** Of its own header, before its data. */
  readonly offset: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** Of the general purpose flags: encrypted, patched, strongly encrypted, masked headers. */
const UNSUPPORTED_FLAGS = 0x0001 | 0x0020 | 0x0040 | 0x2000;
/** Stands where ZIP64 says more. */
const ELSEWHERE = 0xffffffff;
const PIECE_BYTES = 64 * 1024;

export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: (position, length) => buffer.subarray(position, position + length),
    close: () => undefined,
  };
}

export function sourceOfFile(file: string): ByteSource {
  const handle = openSync(file, 'r');
  return {
    size: fstatSync(handle).size,
    read: (position, length) => {
      const buffer = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const count = readSync(handle, buffer, filled, length - filled, position + filled);
        if (count === 0) break;
        filled += count;
      }
      return buffer.subarray(0, filled);
    },
    close: () => {
      closeSync(handle);
    },
  };
}

const notArchive = () => new StudioError('import.notArchive');

/** @throws StudioError `import.notArchive`, `import.tooManyParts`, `import.unsupported`, `import.twice` */
export function readDirectory(source: ByteSource, mostEntries: number): readonly ZipEntry[] {
  const tailLength = Math.min(source.size, END_BYTES + LONGEST_COMMENT);
  const tail = source.read(source.size - tailLength, tailLength);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end--;
  if (end < 0) throw notArchive();
  const count = tail.readUInt16LE(end + 10);
  const directoryBytes = tail.readUInt32LE(end + 12);
  const directoryOffset = tail.readUInt32LE(end + 16);
  if (tail.readUInt16LE(end + 4) !== 0 || tail.readUInt16LE(end + 8) !== count) throw notArchive();
  if (count > mostEntries) {
    throw new StudioError('import.tooManyParts', { part: '*', count, limit: mostEntries });
  }
  const endOffset = source.size - tailLength + end;
  if (directoryOffset + directoryBytes > endOffset) throw notArchive();
  return readEntries(source.read(directoryOffset, directoryBytes), count, directoryOffset);
}

function readEntries(directory: Buffer, count: number, dataEnd: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let packed = 0;
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) {
      throw notArchive();
    }
    const nameBytes = directory.readUInt16LE(at + 28);
    const next =
      at + ENTRY_BYTES + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw notArchive();
    const name = directory.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
    const method = directory.readUInt16LE(at + 10);
    const entry: ZipEntry = {
      name,
      deflated: method === DEFLATED,
      sum: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    };
    const flags = directory.readUInt16LE(at + 8);
    const sizes = [entry.packedBytes, entry.bytes, entry.offset];
    if (
      (flags & UNSUPPORTED_FLAGS) !== 0 ||
      (method !== STORED && method !== DEFLATED) ||
      sizes.includes(ELSEWHERE)
    ) {
      throw new StudioError('import.unsupported', { part: shown(name) });
    }
    if (names.has(name)) throw new StudioError('import.twice', { part: shown(name) });
    names.add(name);
    packed += entry.packedBytes;
    // Entries that share their bytes would unpack to any multiple of the file.
    if (entry.offset + LOCAL_BYTES + entry.packedBytes > dataEnd || packed > dataEnd) throw notArchive();
    if (method === STORED && entry.packedBytes !== entry.bytes) throw damagedPart(name);
    entries.push(entry);
    at = next;
  }
  return entries;
}

/**
 * An entry's bytes in pieces: as many as declared, with the declared sum, or it fails before more are given.
 * @throws StudioError `import.damagedPart`
 */
export async function* unpacked(source: ByteSource, entry: ZipEntry): AsyncGenerator<Buffer, void, void> {
  const header = source.read(entry.offset, LOCAL_BYTES);
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL_SIGNATURE)
    throw damagedPart(entry.name);
  const from = entry.offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  let given = 0;
  let sum = 0;
  for await (const piece of entry.deflated ? inflated(source, from, entry) : pieces(source, from, entry)) {
    given += piece.length;
    if (given > entry.bytes) throw damagedPart(entry.name);
    sum = crc32(piece, sum);
    yield piece;
  }
  if (given !== entry.bytes || sum !== entry.sum) throw damagedPart(entry.name);
}

async function* inflated(
  source: ByteSource,
  from: number,
  entry: ZipEntry,
): AsyncGenerator<Buffer, void, void> {
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  const packed = Readable.from(pieces(source, from, entry));
  packed.on('error', (error) => inflate.destroy(error));
  packed.pipe(inflate);
  try {
    for await (const piece of inflate) yield piece as Buffer;
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw damagedPart(entry.name, error);
  } finally {
    packed.destroy();
    inflate.destroy();
  }
}

function* pieces(source: ByteSource, from: number, entry: ZipEntry): Generator<Buffer, void, void> {
  for (let at = 0; at < entry.packedBytes; at += PIECE_BYTES) {
    const length = Math.min(PIECE_BYTES, entry.packedBytes - at);
    const piece = source.read(from + at, length);
    if (piece.length < length) throw damagedPart(entry.name);
    yield piece;
  }
}

function damagedPart(name: string, cause?: unknown): StudioError {
  return new StudioError('import.damagedPart', { part: shown(name) }, { cause });
}

/** A name that comes from anybody, as it may be shown. */
export function shown(name: string): string {
  return name.slice(0, 80);
}
