"""Static files under names that carry a hash of their content, compressed once: browsers keep them for ever and do not ask.

The common sheets are joined into one: ten requests before the first word is drawn would be felt on a telephone.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from careercenter.web.protection import static_headers

SOURCES = Path(__file__).resolve().parent.parent.parent / "static"
# In the order of the cascade: names, elements, then the pieces. Each feature's own sheet is linked by its pages.
SHEETS = (
    "tokens", "base", "components/site", "components/button", "components/form", "components/mark", "components/panel",
    "components/facts", "components/table", "components/pagination",
)  # fmt: skip
COMMON = "css/common.css"
_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
MOST_KEPT = 3  # versions: pages made before an upgrade still find their sheets


def serve_assets(app: Flask) -> None:
    """Serve static files from this process, and give templates `static_url` and `style_url`."""
    settings = app.config["SETTINGS"]
    carried = static_headers(https=settings.https)

    def add(headers: Any, _path: str, _url: str) -> None:
        for name, value in carried.items():
            headers[name] = value

    app.wsgi_app = noise = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(SOURCES), prefix="static/", max_age=3600, allow_all_origins=False, autorefresh=app.debug,
        immutable_file_test=lambda _path, url: bool(_HASHED.search(url)), add_headers_function=add,
    )  # fmt: skip
    folder = settings.folder / "static"
    for version in _served_versions(folder, _prepared(_names(), folder)):
        noise.add_files(str(version), prefix="static/")

    def static_url(name: str) -> str:
        if app.debug:
            _names.cache_clear()
            _prepared(_names(), folder)
        return f"/static/{dict(_names())[name]}"

    app.jinja_env.globals.update(static_url=static_url, style_url=lambda: static_url(COMMON))


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    """Give each file's name and the one that carries its hash."""
    files = {str(path.relative_to(SOURCES)): path.read_bytes() for path in sorted(SOURCES.rglob("*")) if path.is_file()}
    files[COMMON] = _joined()
    return tuple((name, _hashed(name, content)) for name, content in files.items())


def _joined() -> bytes:
    return b"\n".join((SOURCES / "css" / f"{name}.css").read_bytes() for name in SHEETS)


def _hashed(name: str, content: bytes) -> str:
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - of a name with folders in it
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{ending}"


@lru_cache(maxsize=4)
def _prepared(names: tuple[tuple[str, str], ...], folder: Path) -> Path:
    """Give the folder of the files under their hashed names, gzip and Brotli beside each; made when it is not there."""
    version = folder / hashlib.sha256(repr(names).encode()).hexdigest()[:16]
    if version.is_dir():
        return version
    folder.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    compressor = Compressor(quiet=True)
    for name, hashed in names:
        path = making / hashed
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_joined() if name == COMMON else (SOURCES / name).read_bytes())
        if compressor.should_compress(name):
            compressor.compress(str(path))
    try:
        making.rename(version)
    except OSError:  # another process was first
        shutil.rmtree(making)
    return version


def _served_versions(folder: Path, current: Path) -> list[Path]:
    """Give the versions to serve, the current one last; older ones are deleted."""
    earlier = sorted(
        (path for path in folder.iterdir() if path.is_dir() and path != current), key=lambda path: path.stat().st_mtime
    )
    earlier = [path for path in earlier if not path.name.startswith(".")]
    for path in earlier[: -(MOST_KEPT - 1)]:
        shutil.rmtree(path, ignore_errors=True)
    return [*earlier[-(MOST_KEPT - 1) :], current]
