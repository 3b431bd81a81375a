"""Where the studio is: an argument, STUDIO_HOME, or the checkout that this package was installed from."""

from __future__ import annotations

import json
import os
import shutil
from importlib import metadata
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

from .errors import StudioError

LAUNCHER = Path("scripts") / "launch.mjs"


def studio_home(given: str | os.PathLike[str] | None = None) -> Path:
    """A folder that holds the studio's launcher; raises StudioError where none is found."""
    named = [("the argument `studio`", given), ("STUDIO_HOME", os.environ.get("STUDIO_HOME"))]
    for source, folder in named:
        if folder:
            home = Path(folder).expanduser().resolve()
            if (home / LAUNCHER).is_file():
                return home
            raise StudioError(
                f"There is no World Model Studio in {home}.",
                f"{source} names this folder, but it has no {LAUNCHER.as_posix()}.",
                "Name the folder of a checkout of the studio.",
            )
    for folder in _guesses():
        if (folder / LAUNCHER).is_file():
            return folder
    raise StudioError(
        "World Model Studio was not found.",
        "The environments run in the studio itself, and this package does not know where its checkout is.",
        "Set STUDIO_HOME to the checkout's folder, pass studio=..., or install with `pip install ./python` from it.",
    )


def node_program() -> str:
    """Any Node from 18 on starts the launcher, which goes on under the studio's own."""
    found = shutil.which("node")
    if found is None:
        raise StudioError(
            "Node.js was not found.",
            "The studio runs on Node 18 or newer, and there is no `node` on the PATH.",
            "Install Node (https://nodejs.org), or add its folder to the PATH.",
        )
    return found


def _guesses() -> list[Path]:
    guesses = list(Path(__file__).resolve().parents)
    installed_from = _installed_from()
    if installed_from is not None:
        guesses += [installed_from, *installed_from.parents]
    return guesses


def _installed_from() -> Path | None:
    """The folder that pip was given (PEP 610), while it is still there."""
    try:
        text = metadata.distribution("world-model-studio").read_text("direct_url.json")
        url = urlparse(json.loads(text or "{}").get("url", ""))
    except (metadata.PackageNotFoundError, ValueError):
        return None
    return Path(url2pathname(url.path)) if url.scheme == "file" else None
