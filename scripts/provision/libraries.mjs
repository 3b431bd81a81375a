// @ts-check
/**
 * SHA-256 of every library that the studio takes out of the pinned wheels, by the name of the folder that they are unpacked
 * into. Written by pinLibraries.mjs.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
export const LIBRARIES = {
  'cpu-2.21.0-linux-x64': {
    'libtensorflow_cc.so.2': '6505a4b9657e62100c6bdacb683957a395cb047725042945aaa50e40a71e429e',
    'libtensorflow_framework.so.2': 'f060b323b26ef80add21b9df9428de3aeaf2843d772c5bb098745f7abff3709b',
  },
  'cpu-2.21.0-linux-arm64': {
    'libtensorflow_cc.so.2': '5f7de6ba6478ed7b83767a6e661e3e6e6931b05c64db14ba98250e52316a007c',
    'libtensorflow_framework.so.2': 'deade33b9ab90ff468fd1d1f8f6079bec5a3a507cf2d13c3218aa8beec28aeb3',
  },
  'cuda-2.21.0-linux-x64': {
    'libcheckpoint.so': '54960e5de63d4e0bf3a852693c3b3f0e21d3e8c69316a1aef566cf9ca48b9ebd',
    'libcublas.so.12': 'd63456d94f1b8e2408a8a9538c8740eb474c9eba48a84f420b15e2e10fbcd048',
    'libcublasLt.so.12': '96ddf4891ca4f4ed1475966783a9185df2abd64a81c3cc713b96d036696fc541',
    'libcudart.so.12': '256e6409e4f06f618e1fb53d4844a6b81cdded1013afa8ade40c22f99eb133b7',
    'libcudnn.so.9': '3b68ea689be647bce63cb3c2d9edb589add415405a7e9f296d69ca029cae0b8b',
    'libcudnn_adv.so.9': '9814d64e04fce1f6cbd16d02ccefd6611541b3c61736fb450e334b482635ca07',
    'libcudnn_cnn.so.9': '655c2d2649466c73b6b4c19705fb6906fd95e331a1f8218314b49f37dd7cafed',
    'libcudnn_engines_precompiled.so.9': 'f504745d346542609f975de51227080647d3675eac576ead82c396b8124f8f28',
    'libcudnn_engines_runtime_compiled.so.9':
      '8222672743c4f2e39feb1c365d6f6b6c40f56023471506f49944910847f1ee0a',
    'libcudnn_graph.so.9': '787c955dce49091ead850e4536666594095ea9f92a8a08879d8ddad466674657',
    'libcudnn_heuristic.so.9': '2804eee5f6fc11d0299ba07687eda0a974d3b2436357c639706c4e282cc2cc05',
    'libcudnn_ops.so.9': '34f56d67f3df108949d1e5e03543064e055e217d0f5e53dc6d4f7c9454d852f8',
    'libcufft.so.11': 'e1d65ebd08895f9d9883f848f3974f89e0130416252477b18835ba7f15d159bc',
    'libcufftw.so.11': '09db2c93073d233f0bb1730dd10c4d3b5c4ec949da8e9e7db86d6ed97fcb6c3e',
    'libcupti.so.12': '2fdab19dc3fccdd4b2f5eba137aabefc68e685f6497bb38eea649866c5672a2a',
    'libcurand.so.10': 'ab8c07338fa663c018b16df5b3f3878c84aaae98bda930e9e8bad340427b0faa',
    'libcusolver.so.11': '30a1fe2fe22dad7141afaa2878fb6e9d7360b016e164d2153e1f31a46f2a9833',
    'libcusolverMg.so.11': 'd1a5224374b96fbc5598d45591dfe9d4a099ea8ba4bf2f07e452e088a05120d0',
    'libcusparse.so.12': '6d85ab1acdabfe3b5a54aa76bc948c719bcd03e07eede3eb8122b083c1a6ecf7',
    'libnccl.so.2': '6c1668de8ee712a46ac0a5d2d77fdff0e35b5e0869fb83ff4875088f39dea2b8',
    'libnvJitLink.so.12': '02d3acb5fe598dd20f0fca3cc03734ad164037a22747a01900561a42d0b8448f',
    'libnvblas.so.12': 'f412a70796439f6a44b48e511e527d1edf7418e733edba45189269a80e962311',
    'libnvperf_host.so': '74518220de5c00a7ddd9668c764f2f6891c1e6cf821ee214d24612509a4482bc',
    'libnvperf_target.so': '9d37b772ce043335be27e84a6f79da3f6eb375218172445d8e72d44c4c52ea3e',
    'libnvrtc-builtins.alt.so.12.9': '5246bbfb25da49f7107b6a3ae9bb337fb45bce0178f97a431ce8a88113b2283c',
    'libnvrtc-builtins.so.12.9': '6507cf33450cfb22970c2c1e7aa8e7c0a33e39d864720277b05f61a92791e2e8',
    'libnvrtc.alt.so.12': '0da838ec1266d7d12409927a8b5f00aecea29bf97b359f4462877bf6ecb5997e',
    'libnvrtc.so.12': '7c67c6b51ea0e0279634cebd676ff7efda1674806444520c84430ad5c35fe625',
    'libpcsamplingutil.so': '87746cacc10424695e1878c08adf8ee69db1ea3b955a033dc11a055560495623',
    'libtensorflow_cc.so.2': '2889ecc99d7641620f41a4bea538f4dd4b626f75aa3e12623161ae939054191c',
    'libtensorflow_framework.so.2': '98847c6f0448308159f6d3ff55e13a9e92978598c7fbb34cde63aadf35c6fe84',
  },
};
