/** What "open a model file" starts from: a small model with sensors, and a reward over them. */

/** The environment that is a person's own model. */
export const OWN_MODEL = 'model-file';
/** Characters that a run's config may hold of a model. */
export const LARGEST_TRAINED_MODEL = 6_000_000;
/** Recorded episodes carry a model of one text up to so many characters themselves; of a longer one, and of files, the run's own is meant. */
export const LONGEST_REPEATED_MODEL = 1_000_000;

export const EXAMPLE_XML = `<mujoco model="example">
  <option timestep="0.01"/>
  <worldbody>
    <light pos="0 -1 3" dir="0 0.3 -1"/>
    <camera name="fixed" pos="0 -2.2 1.2" xyaxes="1 0 0 0 0.1 1"/>
    <geom type="plane" size="2 2 0.1" rgba="0.2 0.3 0.4 1"/>
    <body name="pole" pos="0 0 1">
      <joint name="hinge" axis="0 1 0" damping="0.05"/>
      <geom type="capsule" fromto="0 0 0 0 0 0.5" size="0.03" rgba="0.7 0.5 0.3 1"/>
    </body>
  </worldbody>
  <actuator>
    <motor name="torque" joint="hinge" gear="2" ctrllimited="true" ctrlrange="-1 1"/>
  </actuator>
  <sensor>
    <framezaxis name="up" objtype="body" objname="pole"/>
    <jointvel name="speed" joint="hinge"/>
  </sensor>
</mujoco>
`;

export const EXAMPLE_REWARD = '(1 + up[2]) / 2 * tolerance(speed, -1, 1, 10)';

/** Known without compiling the example; a test holds them against what MuJoCo says. */
export const EXAMPLE_ACTUATORS = [{ name: 'torque', low: -1, high: 1 }];
export const EXAMPLE_OBSERVATIONS = { position: [1], velocity: [1], sensors: [4] };
export const EXAMPLE_TIMESTEP = 0.01;
