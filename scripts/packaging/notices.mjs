// @ts-check
/** The notices that go with an installed app: for each package in it the licence that it came under, in full. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { COMPILED_INTO, COPYRIGHT_LINES } from './copyrights.mjs';

/** @typedef {import('./shippedPackages.mjs').ShippedPackage} ShippedPackage */

const LICENCE_FILE = /^(licen[cs]e|copying|ofl|unlicense)/i;
const NOTICE_FILE = /^notice/i;
const RULE = '='.repeat(100);
const require = createRequire(import.meta.url);

/** @param {string} folder @param {RegExp} pattern @returns {string[]} */
function textsIn(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((item) => item.isFile() && pattern.test(item.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').trim());
}

/**
 * The licence texts that a package brings along. Some keep them beside what they built.
 * @param {string} folder
 */
function ownTexts(folder) {
  const top = textsIn(folder, LICENCE_FILE);
  const built = readdirSync(folder, { withFileTypes: true }).some(
    (item) => item.isDirectory() && item.name === 'dist',
  );
  const texts = top.length > 0 || !built ? top : textsIn(join(folder, 'dist'), LICENCE_FILE);
  return texts.length > 0 ? [...texts, ...textsIn(folder, NOTICE_FILE)] : [];
}

/**
 * SPDX's text of a licence under the given copyright line, in place of the template's own.
 * @param {string} id
 * @param {string} copyright
 * @throws Error where SPDX knows no such licence
 */
export function spdxText(id, copyright) {
  /** @type {{ licenseText: string }} */
  const { licenseText } = require(`spdx-license-list/licenses/${id}.json`);
  const withoutTemplate = licenseText.replace(/^Copyright .*<(year|yyyy)>.*$/m, '').trim();
  return `${copyright}\n\n${withoutTemplate}`;
}

/** The licences that an SPDX expression names. @param {string} expression */
export function licenceIds(expression) {
  return expression.split(/\s+(?:AND|OR)\s+|[()]/).filter((id) => id.trim() !== '');
}

/**
 * @param {ShippedPackage} shipped
 * @returns {string}
 * @throws Error where neither the package nor the project's table says who holds the copyright
 */
export function licenceText({ name, license, folder }) {
  const own = ownTexts(folder);
  if (own.length > 0) return own.join('\n\n');
  const copyright = COPYRIGHT_LINES[name];
  if (license === undefined || copyright === undefined) {
    throw new Error(
      `${name} brings no licence file, and scripts/packaging/copyrights.mjs has no copyright line for it`,
    );
  }
  return licenceIds(license)
    .map((id) => spdxText(id, copyright))
    .join('\n\n');
}

/** @param {string} title @param {string} license @param {string} text */
const section = (title, license, text) => `${RULE}\n${title}\nLicence: ${license}\n${RULE}\n\n${text}\n`;

/** @param {readonly ShippedPackage[]} packages */
export function notices(packages) {
  const sections = packages.flatMap((shipped) => [
    section(
      `${shipped.name} ${shipped.version}`,
      shipped.license ?? 'see its text below',
      licenceText(shipped),
    ),
    ...(COMPILED_INTO[shipped.name] ?? []).map(({ name, license, copyright }) =>
      section(`${name}, inside ${shipped.name}`, license, spdxText(license, copyright)),
    ),
  ]);
  return [
    'World Model Studio is licensed under the Apache License, Version 2.0: see LICENSE beside this file.',
    'It holds the software and fonts below, each under its own licence. The licences of Electron and Chromium are in',
    'LICENSE.electron.txt and LICENSES.chromium.html in the folder of the installed app.',
    '',
    ...sections,
  ].join('\n');
}
