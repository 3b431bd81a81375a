/** A file that comes in pieces: what is left of it where it is given up. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Upload } from '../../src-main/host/upload.ts';
import { temporaryFolder } from './testHost.ts';

it('leaves nothing behind where it is removed while it is still being opened', async () => {
  const parent = temporaryFolder();
  const upload = new Upload(parent, 10);
  const opening = upload.open();
  await upload.remove();
  await opening;
  expect(readdirSync(parent)).toEqual([]);
});
