// @ts-check
/**
 * Who holds the copyright in what is shipped without a licence file of its own. The text of the licence comes from SPDX's list;
 * this is the line above it, as the sources of each say it. A package that is neither here nor brings its own file stops
 * the packaging.
 */

const TENSORFLOW_JS = 'Copyright 2017-2023 Google LLC. All Rights Reserved.';

/** By package name. @type {Readonly<Record<string, string>>} */
export const COPYRIGHT_LINES = {
  '@mujoco/mujoco': 'Copyright 2021-2026 DeepMind Technologies Limited',
  '@tensorflow/tfjs': TENSORFLOW_JS,
  '@tensorflow/tfjs-backend-cpu': TENSORFLOW_JS,
  '@tensorflow/tfjs-backend-wasm': TENSORFLOW_JS,
  '@tensorflow/tfjs-backend-webgl': TENSORFLOW_JS,
  '@tensorflow/tfjs-converter': TENSORFLOW_JS,
  '@tensorflow/tfjs-core': TENSORFLOW_JS,
  '@tensorflow/tfjs-data': TENSORFLOW_JS,
  '@tensorflow/tfjs-layers': TENSORFLOW_JS,
  '@tensorflow/tfjs-node-gpu': TENSORFLOW_JS,
  'lazy-val': 'Copyright (c) Vladimir Krivosheev',
  seedrandom: 'Copyright 2019 David Bau.',
};

/**
 * @typedef {object} CompiledLibrary a library that was compiled into a package's binary
 * @property {string} name
 * @property {string} license an SPDX expression
 * @property {string} copyright
 */

/** By the package whose binary holds them. @type {Readonly<Record<string, readonly CompiledLibrary[]>>} */
export const COMPILED_INTO = {
  'better-sqlite3': [
    { name: 'SQLite', license: 'blessing', copyright: 'The author disclaims copyright to this source code.' },
  ],
  '@mujoco/mujoco': [
    {
      name: 'libccd',
      license: 'BSD-3-Clause',
      copyright:
        'Copyright (c) 2010-2012 Daniel Fiser <danfis@danfis.cz>, Department of Cybernetics, Faculty of Electrical Engineering, Czech Technical University in Prague. All rights reserved.',
    },
    {
      name: 'Qhull',
      license: 'Qhull',
      copyright:
        'Copyright (c) 1993-2020 C.B. Barber, Arlington, MA, and The National Science and Technology Research Center for Computation and Visualization of Geometric Structures (The Geometry Center), University of Minnesota. The original source code may be obtained from www.qhull.org.',
    },
    {
      name: 'LodePNG',
      license: 'Zlib',
      copyright: 'Copyright (c) 2005-2018 Lode Vandevenne',
    },
    {
      name: 'TinyXML-2',
      license: 'Zlib',
      copyright: 'Original code by Lee Thomason (www.grinninglizard.com)',
    },
    {
      name: 'tinyobjloader',
      license: 'MIT',
      copyright: 'Copyright (c) 2012-Present, Syoyo Fujita and many contributors.',
    },
    {
      name: 'miniz',
      license: 'MIT',
      copyright:
        'Copyright 2013-2014 RAD Game Tools and Valve Software. Copyright 2010-2014 Rich Geldreich and Tenacious Software LLC. All Rights Reserved.',
    },
    { name: 'MarchingCubeCpp', license: 'MIT', copyright: 'Copyright (c) Axel Paris' },
    {
      name: 'TriangleMeshDistance',
      license: 'MIT',
      copyright: 'Copyright (c) 2021 Jose Antonio Fernandez Fernandez',
    },
  ],
  '@tensorflow/tfjs-backend-wasm': [
    {
      name: 'XNNPACK',
      license: 'BSD-3-Clause',
      copyright:
        'Copyright (c) Facebook, Inc. and its affiliates. All rights reserved. Copyright 2019 Google LLC',
    },
    {
      name: 'cpuinfo',
      license: 'BSD-2-Clause',
      copyright:
        'Copyright (c) 2019 Google LLC. Copyright (c) 2017-2018 Facebook Inc. Copyright (C) 2012-2017 Georgia Institute of Technology. Copyright (C) 2010-2012 Marat Dukhan. All rights reserved.',
    },
    {
      name: 'pthreadpool',
      license: 'BSD-2-Clause',
      copyright:
        'Copyright 2019 Google LLC. Copyright (c) 2017 Facebook Inc. Copyright (c) 2015-2017 Georgia Institute of Technology. All rights reserved.',
    },
  ],
};
