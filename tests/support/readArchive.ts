/** A whole archive in memory, as the studio reads it: for tests that look into one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ArchiveReader } from '../../src-main/host/archiveReader.ts';
import type { ArchivedRun } from '../../src-main/host/archiveSchema.ts';
import { sourceOfBytes } from '../../src-main/formats/zipReader.ts';
import type { ImportedEnd, ImportedRow } from '../../src-main/store/importedRows.ts';

export interface ReadArchive {
  readonly run: ArchivedRun;
  readonly checkpoints: readonly { readonly id: string; readonly bytes: Uint8Array }[];
  readonly rows: readonly ImportedRow[];
  readonly end: ImportedEnd;
}

/** @throws StudioError as an import would */
export async function readArchive(bytes: Uint8Array): Promise<ReadArchive> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-archive-'));
  try {
    const reader = await ArchiveReader.open(sourceOfBytes(bytes));
    const checkpoints: { id: string; bytes: Uint8Array }[] = [];
    for (const checkpoint of reader.checkpoints) {
      const file = path.join(folder, checkpoint.fileName);
      for await (const _ of reader.storeCheckpoint(checkpoint, file));
      checkpoints.push({ id: checkpoint.id, bytes: readFileSync(file) });
    }
    const rows: ImportedRow[] = [];
    for await (const row of reader.rows()) rows.push(row);
    return { run: reader.run, checkpoints, rows, end: reader.end };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
