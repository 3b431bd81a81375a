// @ts-check
/**
 * The pinned wheels that TensorFlow's C library comes from. A wheel is a zip; only the libraries (and, for building the
 * addon, a few headers) are taken out of it. Size and SHA-256 are those that the Python package index lists.
 */

export const TENSORFLOW_VERSION = '2.21.0';

/**
 * @typedef {object} Wheel
 * @property {string} project name in the Python package index
 * @property {string} version
 * @property {string} file
 * @property {number} sizeBytes
 * @property {string} sha256
 */

/** @param {string} project @param {string} version @param {string} tags @param {number} sizeBytes @param {string} sha256 @returns {Wheel} */
export function wheel(project, version, tags, sizeBytes, sha256) {
  return {
    project,
    version,
    file: `${project.replaceAll('-', '_')}-${version}-${tags}.whl`,
    sizeBytes,
    sha256,
  };
}

export const CPU_X64 = [
  wheel(
    'tensorflow-cpu',
    TENSORFLOW_VERSION,
    'cp311-cp311-manylinux_2_27_x86_64',
    273_829_956,
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  ),
];

export const CPU_ARM64 = [
  wheel(
    'tensorflow',
    TENSORFLOW_VERSION,
    'cp311-cp311-manylinux_2_27_aarch64',
    281_828_020,
    '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
  ),
];

const OLD_GLIBC = 'manylinux2014_x86_64.manylinux_2_17_x86_64';
const OLDEST_GLIBC = 'manylinux2010_x86_64.manylinux_2_12_x86_64';

/** CUDA 12.9 update 1 with cuDNN 9.10, the newest that still serves cards from Pascal on. */
export const CUDA_X64 = [
  wheel(
    'tensorflow',
    TENSORFLOW_VERSION,
    'cp311-cp311-manylinux_2_27_x86_64',
    572_440_367,
    '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  ),
  wheel(
    'nvidia-cuda-runtime-cu12',
    '12.9.79',
    `py3-none-${OLD_GLIBC}`,
    3_493_179,
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
  ),
  wheel(
    'nvidia-cublas-cu12',
    '12.9.1.4',
    'py3-none-manylinux_2_27_x86_64',
    581_242_350,
    '453611eb21a7c1f2c2156ed9f3a45b691deda0440ec550860290dc901af5b4c2',
  ),
  wheel(
    'nvidia-cudnn-cu12',
    '9.10.2.21',
    'py3-none-manylinux_2_27_x86_64',
    706_758_467,
    '949452be657fa16687d0930933f032835951ef0892b37d2d53824d1a84dc97a8',
  ),
  wheel(
    'nvidia-cufft-cu12',
    '11.4.1.4',
    `py3-none-${OLD_GLIBC}`,
    200_877_592,
    'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
  ),
  wheel(
    'nvidia-curand-cu12',
    '10.3.10.19',
    'py3-none-manylinux_2_27_x86_64',
    68_295_626,
    '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
  ),
  wheel(
    'nvidia-cusolver-cu12',
    '11.7.5.82',
    'py3-none-manylinux_2_27_x86_64',
    338_117_415,
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
  ),
  wheel(
    'nvidia-cusparse-cu12',
    '12.5.10.65',
    `py3-none-${OLD_GLIBC}`,
    366_465_088,
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
  ),
  wheel(
    'nvidia-nccl-cu12',
    '2.27.7',
    `py3-none-${OLD_GLIBC}`,
    322_546_339,
    'de5ba5562f08029a19cb1cd659404b18411ed0d6c90ac5f52f30bf99ad5809aa',
  ),
  wheel(
    'nvidia-nvjitlink-cu12',
    '12.9.86',
    `py3-none-${OLDEST_GLIBC}`,
    39_748_338,
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
  ),
  wheel(
    'nvidia-cuda-nvrtc-cu12',
    '12.9.86',
    `py3-none-${OLDEST_GLIBC}`,
    89_568_129,
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
  ),
  wheel(
    'nvidia-cuda-cupti-cu12',
    '12.9.79',
    'py3-none-manylinux_2_25_x86_64',
    10_814_997,
    '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f',
  ),
];
