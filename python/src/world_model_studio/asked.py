"""What is asked of the studio, from what `gymnasium.make` was given."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

DREAM = "dream"
Setting = str | int | float | bool


def asked_for(environment: str, settings: dict[str, Any], count: int, workers: int | None) -> dict[str, Any]:
    """An environment with its settings, or dreams; in the studio's words."""
    if environment == DREAM:
        return _dreams(settings, count)
    asked: dict[str, Any] = {
        "environment": environment,
        "config": {_camel(name): value for name, value in settings.items()},
        "count": count,
    }
    return asked if workers is None else {**asked, "workers": workers}


def _dreams(settings: dict[str, Any], count: int) -> dict[str, Any]:
    known = {"run", "checkpoint", "temperature", "data_dir"}
    unknown = sorted(set(settings) - known)
    if unknown:
        raise TypeError(f"a dream has no setting {', '.join(unknown)}; it knows {', '.join(sorted(known))}")
    run = settings.get("run")
    if run is None:
        raise TypeError("say whose dream: run=..., an experiment's id or name, or an exported file")
    path = Path(os.fspath(run))
    chosen = {"checkpoint": settings.get("checkpoint"), "temperature": settings.get("temperature")}
    data_dir = settings.get("data_dir")
    if data_dir is not None:
        chosen["dataDir"] = os.path.abspath(data_dir)
    return {
        "dream": str(path.resolve()) if path.suffix == ".wmsx" else str(run),
        **{name: value for name, value in chosen.items() if value is not None},
        "count": count,
    }


def _camel(name: str) -> str:
    """`action_repeat` as `actionRepeat`; what is written the studio's way stays."""
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
