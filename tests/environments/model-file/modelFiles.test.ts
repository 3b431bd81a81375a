/** Models of several files: what opens, and what is refused by which name. */
import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { StudioError } from '../../../shared/errors.ts';
import { modelFilesText } from '../../../shared/modelFiles.ts';
import { unpackModel } from '../../../src-main/environments/model-file/modelArchive.ts';
import { modelFacts, openModelFile } from '../../../src-main/environments/model-file/openModelFile.ts';
import { modelText, modelZip, msh, OBJ, png, skn, stl } from '../../support/modelZips.ts';

const ARM = (world: string, before = '') => `<mujoco>${before}<worldbody>${world}
  <body name="arm" pos="0 0 1"><joint name="h"/><geom size=".1"/></body></worldbody>
  <actuator><motor name="m" joint="h" ctrlrange="-1 1"/></actuator>
  <sensor><jointpos name="angle" joint="h"/></sensor></mujoco>`;
const LIGHTS = '<mujoco><worldbody><light pos="0 0 3"/></worldbody></mujoco>';

async function refusal(model: string): Promise<StudioError> {
  return modelFacts(model).then(
    () => {
      throw new Error('the model was opened');
    },
    (error: unknown) => error as StudioError,
  );
}

const textOfZip = (bytes: Uint8Array) => modelFilesText('', Buffer.from(bytes).toString('base64'));

const sensors = async (model: string) => (await modelFacts(model)).sensors.map(({ name }) => name);

describe('a model of several files', () => {
  it('opens with meshes of each kind, a picture, a height field and a skin, from folders of their own', async () => {
    const text = modelText({
      'robot/scene.xml': ARM(
        `<geom type="mesh" mesh="a" pos="1 0 0"/><geom type="mesh" mesh="b"/><geom type="mesh" mesh="c"/>
         <geom type="hfield" hfield="hills"/><geom type="box" size=".1 .1 .1" material="wood"/>`,
        `<compiler meshdir="meshes" texturedir="pictures"/><include file="common/lights.xml"/><asset>
         <mesh name="a" file="a.obj"/><mesh name="b" file="b.stl"/><mesh name="c" file="c.msh"/>
         <texture name="t" type="2d" file="wood.png"/><material name="wood" texture="t"/>
         <hfield name="hills" file="hills.png" size="1 1 .1 .1"/><skin name="s" file="s.skn"/></asset>`,
      ),
      'robot/common/lights.xml': LIGHTS,
      'robot/meshes/a.obj': OBJ,
      'robot/meshes/b.stl': stl(),
      'robot/meshes/c.msh': msh(),
      'robot/meshes/hills.png': png(4, 4),
      'robot/meshes/s.skn': skn('arm'),
      'robot/pictures/wood.png': png(8, 8),
      'robot/README.md': 'not a part of it',
    });
    const environment = await openModelFile(text, 'angle', {
      observation: 'pixels',
      actionRepeat: 1,
      physicsSteps: 1,
      maxSteps: 10,
      camera: 0,
      startSpread: 0,
    });
    environment.reset(0);
    const scene = environment.scene();
    expect(scene.meshes.length).toBeGreaterThanOrEqual(4);
    expect(scene.textures[0]).toMatchObject({ width: 8, height: 8 });
    // The included lamp, besides the headlight and what surrounds everything.
    expect(scene.lights).toHaveLength(3);
    environment.close();
  });

  it('is found by itself: the file that no other includes, or a scene among several', async () => {
    expect(
      await sensors(modelText({ 'b.xml': ARM('', '<include file="a.xml"/>'), 'a.xml': LIGHTS })),
    ).toEqual(['angle']);
    const two = {
      'robot.xml': ARM(''),
      'scene.xml': ARM('', '<include file="lights.xml"/>'),
      'lights.xml': LIGHTS,
    };
    expect(await sensors(modelText(two))).toEqual(['angle']);
    const error = await refusal(modelText({ 'one.xml': ARM(''), 'two.xml': ARM('') }));
    expect(error).toMatchObject({
      code: 'environment.modelWhichMain',
      values: { names: 'one.xml, two.xml' },
    });
    expect(await sensors(modelText({ 'one.xml': ARM(''), 'two.xml': '<mujoco/>' }, 'one.xml'))).toEqual([
      'angle',
    ]);
  });

  it('finds files above the model’s own folder, and those that were chosen one by one without their folders', async () => {
    const asked = '<asset><mesh file="../meshes/arm.obj"/></asset>';
    expect(await sensors(modelText({ 'xml/a.xml': ARM('', asked), 'meshes/arm.obj': OBJ }))).toEqual([
      'angle',
    ]);
    const folder = '<compiler meshdir="assets/"/><asset><mesh file="arm.obj"/></asset>';
    expect(await sensors(modelText({ 'a.xml': ARM('', folder), 'arm.obj': OBJ }))).toEqual(['angle']);
  });

  it('may attach another model with files of its own', async () => {
    const child = `<mujoco model="child"><compiler meshdir="m"/><asset><mesh file="arm.obj"/></asset>
      <worldbody><body name="hand"><geom type="mesh" mesh="arm"/></body></worldbody></mujoco>`;
    const text = modelText({
      'a.xml': ARM(
        '<body><attach model="child" body="hand" prefix="left-"/></body>',
        '<asset><model name="child" file="parts/child.xml"/></asset>',
      ),
      'parts/child.xml': child,
      'parts/m/arm.obj': OBJ,
    });
    expect(await sensors(text)).toEqual(['angle']);
  });

  it.each([
    ['needs_second_file', { count: 1, names: 'common/lights.xml' }],
    ['needs_pictures_and_meshes', { count: 2, names: 'wood.png, arm.stl' }],
  ])('that comes without them (%s) names what is missing', async (name, values) => {
    const xml = readFileSync(new URL(`../../golden/models/${name}.xml`, import.meta.url), 'utf8');
    expect(await refusal(xml)).toMatchObject({ code: 'environment.modelFileMissing', values });
  });

  it('that uses plugins names them', async () => {
    const xml = readFileSync(new URL('../../golden/models/needs_plugin.xml', import.meta.url), 'utf8');
    const error = await refusal(xml);
    expect(error).toMatchObject({
      code: 'environment.modelPlugin',
      values: { names: 'mujoco.elasticity.cable' },
    });
  });

  it.each([
    ['../outside.xml', 'modelBadPath'],
    ['a/../../outside.xml', 'modelBadPath'],
    ['/etc/model.xml', 'modelBadPath'],
    ['C:\\model.xml', 'modelBadPath'],
    ['..\\outside.xml', 'modelBadPath'],
  ])('with an entry called %s is not unpacked', async (name, code) => {
    const error = await refusal(modelText({ 'a.xml': ARM(''), [name]: LIGHTS }));
    expect(error.code).toBe(`environment.${code}`);
  });

  it.each([
    ['../../common/lights.xml'],
    ['/etc/lights.xml'],
    ['C:/lights.xml'],
    ['&#46;&#46;/&#x2e;./lights.xml'],
  ])('that includes %s is refused, for that is outside its folder', async (file) => {
    const text = modelText({ 'x/a.xml': ARM('', `<include file="${file}"/>`), 'x/b.obj': OBJ });
    expect(await refusal(text)).toMatchObject({ code: 'environment.modelFileOutside' });
  });

  it('that includes itself, or two files each other, is refused with the way round', async () => {
    const self = modelText({ 'a.xml': ARM('', '<include file="a.xml"/>') }, 'a.xml');
    expect(await refusal(self)).toMatchObject({
      code: 'environment.modelIncludeCycle',
      values: { names: 'a.xml → a.xml' },
    });
    const around = (other: string) => `<mujoco><include file="${other}"/></mujoco>`;
    const both = modelText({
      'a.xml': ARM('', '<include file="b.xml"/>'),
      'b.xml': around('c.xml'),
      'c.xml': around('b.xml'),
    });
    expect(await refusal(both)).toMatchObject({ values: { names: 'a.xml → b.xml → c.xml → b.xml' } });
  });

  it('counts what is included as often as it is copied', async () => {
    const many = `<mujoco><worldbody>${'<geom size="1"/>'.repeat(50)}</worldbody></mujoco>`;
    const text = modelText({
      'a.xml': ARM('<replicate count="500"><include file="b.xml"/></replicate>'),
      'b.xml': many.replace(/<\/?worldbody>/g, ''),
    });
    expect(await refusal(text)).toMatchObject({
      code: 'environment.modelTooLarge',
      values: { what: 'geom' },
    });
  });

  it('with a picture too large is refused by what its heading says', async () => {
    const huge = png(2, 2);
    new DataView(huge.buffer, huge.byteOffset).setUint32(16, 20_000);
    const asset = '<asset><texture name="t" type="2d" file="p.png"/></asset>';
    expect(await refusal(modelText({ 'a.xml': ARM('', asset), 'p.png': huge }))).toMatchObject({
      code: 'environment.modelPictureTooLarge',
      values: { name: 'p.png', width: 20_000, height: 2 },
    });
  });

  /** A zip of a model and a mesh of a megabyte of zeros, whose directory says another size of both. */
  function zipOfSize(declaredBytes: number): Uint8Array {
    const zip = modelZip({ 'a.xml': ARM(''), 'zeros.obj': new Uint8Array(1024 * 1024) });
    const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
    for (let at = 0; at + 28 < zip.length; at++) {
      // Each entry of the central directory; the unpacked size is 24 bytes into it.
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, declaredBytes, true);
    }
    return zip;
  }

  it('that unpacks to more than it may is refused before anything is unpacked', async () => {
    const error = await refusal(textOfZip(zipOfSize(60 * 1024 * 1024)));
    expect(error).toMatchObject({ code: 'environment.modelZipBomb', values: { megabytes: 120, limit: 96 } });
  });

  it('that lies about its size gets no more memory than it declared', () => {
    const base64 = Buffer.from(zipOfSize(10)).toString('base64');
    expect(unpackModel({ main: '', base64 }).get('zeros.obj')).toHaveLength(10);
  });

  it('that is no zip, is cut short, holds nothing or too many things says so', async () => {
    const zip = modelZip({ 'a.xml': ARM('') });
    expect((await refusal(textOfZip(strToU8('no zip')))).code).toBe('environment.modelNotZip');
    expect((await refusal(textOfZip(zip.slice(0, zip.length / 2)))).code).toBe('environment.modelNotZip');
    expect((await refusal('model-files:1:')).code).toBe('environment.modelNotZip');
    expect((await refusal(modelText({ 'photo.obj': OBJ }))).code).toBe('environment.modelNoMain');
    const many = Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`${i}.txt`, new Uint8Array(0)]));
    expect((await refusal(textOfZip(zipSync(many, { level: 0 })))).code).toBe('environment.modelManyFiles');
  });
});
