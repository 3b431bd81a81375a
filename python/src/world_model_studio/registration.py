"""What Gymnasium knows the studio's environments by.

`studio/CarRacing-v3`, `studio/TakeCover-v0`, `studio/Dream-v0`, and the control suite as `studio/dmc-walker-walk-v0`: Gymnasium allows
one slash in a name.
"""

from __future__ import annotations

import json
from importlib import resources

import gymnasium

from .asked import DREAM

NAMESPACE = "studio"
NAMES = {"car-racing": "CarRacing-v3", "take-cover": "TakeCover-v0", DREAM: "Dream-v0"}


def environment_ids() -> list[str]:
    """The studio's own ids of what can be played without a file of one's own."""
    text = (resources.files(__package__) / "environments.json").read_text(encoding="utf-8")
    ids: list[str] = json.loads(text)
    return ids


def gymnasium_id(environment: str) -> str:
    """Gymnasium's id for one of the studio's, such as `studio/dmc-walker-walk-v0` for `dmc/walker-walk`."""
    name = NAMES.get(environment) or f"{environment.replace('/', '-')}-v0"
    return f"{NAMESPACE}/{name}"


def register() -> None:
    """Once: importing the package does."""
    for environment in (*environment_ids(), DREAM):
        name = gymnasium_id(environment)
        if name in gymnasium.registry:
            continue
        gymnasium.register(
            name,
            entry_point="world_model_studio.environment:StudioEnv",
            vector_entry_point="world_model_studio.vector:StudioVectorEnv",
            kwargs={"environment": environment},
        )
