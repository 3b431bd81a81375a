/** Every migration, oldest first. The number of those applied is the database's `user_version`. Never edit an old one. */
import { first } from './0001-first.ts';
import { studies } from './0002-studies.ts';
import { evaluations } from './0003-evaluations.ts';
import { folder } from './0004-folder.ts';
import { partial } from './0005-partial.ts';
import { trust } from './0006-trust.ts';
import { branches } from './0007-branches.ts';
import { places } from './0008-places.ts';

export const MIGRATIONS: readonly string[] = [
  first,
  studies,
  evaluations,
  folder,
  partial,
  trust,
  branches,
  places,
];
