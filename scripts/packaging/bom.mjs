// @ts-check
/** The bill of materials of an installed app, in CycloneDX 1.6: every package in it, what was compiled into those, Electron. */
import * as CycloneDx from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import parseExpression from 'spdx-expression-parse';
import { COMPILED_INTO } from './copyrights.mjs';

/** @typedef {import('./shippedPackages.mjs').ShippedPackage} ShippedPackage */

const { Builders, Factories } = CycloneDx.Contrib.FromNodePackageJson;
const { LicenseFactory } = CycloneDx.Contrib.License.Factories;
const { Component, Bom } = CycloneDx.Models;
const { ComponentType } = CycloneDx.Enums;

const licences = new LicenseFactory((text) => void parseExpression(text));
const components = new Builders.ComponentBuilder(new Factories.ExternalReferenceFactory(), licences);

/** @param {string} kind @param {string} name @param {string} version */
const packageUrl = (kind, name, version) => {
  const [scope, ...rest] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return new PackageURL(kind, scope, rest.join('/'), version, undefined, undefined).toString();
};

/** @param {ShippedPackage} shipped */
function componentOf({ name, version, description }) {
  const component = components.makeComponent(description);
  if (component === undefined) throw new Error(`${name} ${version} has no name or version to list`);
  component.purl = packageUrl('npm', name, version);
  component.bomRef.value = component.purl;
  for (const { name: inner, license, copyright } of COMPILED_INTO[name] ?? []) {
    const compiled = new Component(ComponentType.Library, inner, { copyright });
    compiled.bomRef.value = `${component.bomRef.value}#${inner}`;
    compiled.licenses.add(licences.makeFromString(license));
    component.components.add(compiled);
  }
  return component;
}

/**
 * @param {object} app
 * @param {Record<string, unknown>} app.description its package.json
 * @param {string} app.electronVersion
 * @param {readonly ShippedPackage[]} app.packages
 * @returns {string} JSON
 */
export function billOfMaterials({ description, electronVersion, packages }) {
  const bom = new Bom();
  const root = components.makeComponent(description, ComponentType.Application);
  if (root === undefined) throw new Error('the app has no name or version to list');
  root.bomRef.value = packageUrl('npm', root.name, String(root.version));
  bom.metadata.component = root;
  const electron = new Component(ComponentType.Framework, 'electron', { version: electronVersion });
  electron.purl = packageUrl('npm', 'electron', electronVersion);
  electron.bomRef.value = electron.purl;
  electron.licenses.add(licences.makeFromString('MIT'));
  for (const component of [electron, ...packages.map(componentOf)]) {
    bom.components.add(component);
    root.dependencies.add(component.bomRef);
  }
  const serializer = new CycloneDx.Serialize.JsonSerializer(
    new CycloneDx.Serialize.JSON.Normalize.Factory(CycloneDx.Spec.Spec1dot6),
  );
  return serializer.serialize(bom, { sortLists: true, space: 2 });
}
