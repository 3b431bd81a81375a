/** Rows of a Parquet file, a row group at a time: whatever the file's length, no more than one group is held. */
import { closeSync, openSync, readSync, fstatSync } from 'node:fs';
import { StudioError } from '../../shared/errors.ts';
import { badFile } from './source.ts';

const MOST_GROUP_ROWS = 200_000;
const MOST_GROUP_BYTES = 1024 * 1024 * 1024;
const LONGEST_METADATA = 256 * 1024 * 1024;

export type Row = Readonly<Record<string, unknown>>;

/** @param columns those that are read; others are skipped @throws StudioError `dataSet.badFile`, `dataSet.tooLarge` */
export async function* parquetRows(
  file: string,
  columns?: readonly string[],
): AsyncGenerator<Row, void, void> {
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const opened = opening(file);
  const fault = (error: unknown) => {
    if (error instanceof StudioError) return error;
    const found = error instanceof Error ? error.message.slice(0, 200) : String(error);
    return badFile({ file, what: 'Parquet', expected: 'a readable file', found }, error);
  };
  try {
    const metadata = await parquetMetadataAsync(opened.buffer).catch((error: unknown) => {
      throw fault(error);
    });
    let first = 0;
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      if (rows > MOST_GROUP_ROWS)
        throw new StudioError('dataSet.tooLarge', { file, what: 'rows', limit: MOST_GROUP_ROWS });
      if (Number(group.total_byte_size) > MOST_GROUP_BYTES)
        throw new StudioError('dataSet.tooLarge', { file, what: 'bytes', limit: MOST_GROUP_BYTES });
      const read = await parquetReadObjects({
        file: opened.buffer,
        metadata,
        compressors,
        rowStart: first,
        rowEnd: first + rows,
        ...(columns === undefined ? {} : { columns: [...columns] }),
      }).catch((error: unknown) => {
        throw fault(error);
      });
      yield* read;
      first += rows;
    }
  } finally {
    opened.close();
  }
}

/** As hyparquet reads: pieces of the file, when they are wanted. */
function opening(file: string) {
  const descriptor = openSync(file, 'r');
  const byteLength = fstatSync(descriptor).size;
  return {
    buffer: {
      byteLength,
      slice: (start: number, end = byteLength): Promise<ArrayBuffer> => {
        const length = Math.max(0, Math.min(end, byteLength) - start);
        if (length > Math.max(LONGEST_METADATA, MOST_GROUP_BYTES))
          return Promise.reject(
            new StudioError('dataSet.tooLarge', { file, what: 'bytes', limit: MOST_GROUP_BYTES }),
          );
        const bytes = new Uint8Array(length);
        let received = 0;
        while (received < length) {
          const got = readSync(descriptor, bytes, received, length - received, start + received);
          if (got === 0) break;
          received += got;
        }
        return Promise.resolve(bytes.buffer);
      },
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}
