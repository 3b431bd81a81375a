"""World Model Studio's environments, and the dreams of its world models, for Gymnasium.

    import gymnasium, world_model_studio

    gymnasium.make("studio/CarRacing-v3")
    gymnasium.make_vec("studio/Dream-v0", num_envs=64, run="take-cover")

Importing the package registers them; where a program only takes a name, `world_model_studio:studio/CarRacing-v3` imports it too.
"""

from .environment import StudioEnv
from .errors import StudioError
from .registration import environment_ids, gymnasium_id, register
from .vector import StudioVectorEnv

__all__ = ["StudioEnv", "StudioError", "StudioVectorEnv", "environment_ids", "gymnasium_id"]

register()
