// @ts-check
/** Which packages an app holds: those in its archive's node_modules, and those whose code was bundled into its own files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { listPackage } from '@electron/asar';

/**
 * @typedef {object} ShippedPackage
 * @property {string} name
 * @property {string} version
 * @property {string | undefined} license an SPDX expression
 * @property {string} folder where it is installed on the machine that packs
 * @property {Record<string, unknown>} description its package.json
 */

/** @param {string} folder @returns {ShippedPackage} */
export function readPackage(folder) {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = description;
  return { name, version, license: typeof license === 'string' ? license : undefined, folder, description };
}

/** Names of the packages in an archive. @param {string} archive */
export function archivedPackages(archive) {
  const listed = listPackage(archive, { isPack: false });
  return listed.flatMap((path) => {
    const found = /^[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]package\.json$/.exec(path);
    return found?.[1]?.replaceAll(sep, '/') ?? [];
  });
}

/**
 * Each once, in the order of their names.
 * @param {string} archive `app.asar` of the packed app
 * @param {string} repository the folder that was packed, built and with its node_modules
 */
export function shippedPackages(archive, repository) {
  const recorded = join(repository, 'out', 'packages');
  const folders = [
    ...archivedPackages(archive).map((name) => join(repository, 'node_modules', ...name.split('/'))),
    ...readdirSync(recorded).flatMap(
      (file) => /** @type {string[]} */ (JSON.parse(readFileSync(join(recorded, file), 'utf8'))),
    ),
  ];
  const packages = [...new Set(folders)].map(readPackage);
  const byName = new Map(packages.map((shipped) => [`${shipped.name}@${shipped.version}`, shipped]));
  return [...byName.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}
