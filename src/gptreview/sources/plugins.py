"""Legacy plugins on disk: a manifest, a folder that holds one, or a tree of many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gptreview.errors import InputError, NotFoundError

MANIFEST = "ai-plugin.json"
_SPEC_NAMES = ("openapi", "openai", "swagger", "api-docs", "api", "spec", "schema")
_SPEC_SUFFIXES = (".yaml", ".yml", ".json")
_NOT_SPECS = frozenset({MANIFEST, "package.json", "package-lock.json", "tsconfig.json",
                        "composer.json", "vercel.json", "manifest.json"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PluginFiles:
    """A manifest and the files beside it that may be its OpenAPI document."""

    manifest: Path
    name: str
    """The manifest as the user knows it: relative to the SOURCE that was given."""
    candidates: tuple[Path, ...]
    """Files that may be the OpenAPI document, nearest and best-named first."""

    def spec_for(self, api_url: str) -> Path | None:
        """The candidate that the manifest's api.url names, else the best one by its own name."""
        wanted = PurePosixPath(api_url.split("?")[0].split("#")[0]).name.lower()
        named = [path for path in self.candidates if path.name.lower() == wanted]
        if named:
            return named[0]
        usual = [path for path in self.candidates if path.stem.lower() in _SPEC_NAMES]
        return usual[0] if usual else None

    def sibling(self, path: Path) -> str:
        """A file beside the manifest, named the way the manifest is."""
        return PurePosixPath(os.path.relpath(path, self.manifest.parent)).as_posix()


def find_plugins(source: Path) -> Iterator[PluginFiles | InputError]:
    """Every plugin under a source, in the order of their paths; then what could not be looked at.

    Links to folders are not followed, so a tree ends where it seems to.

    Raises:
        NotFoundError: Where the source does not exist.
        InputError: Where a folder holds no manifest.
    """
    if _is(source, Path.is_file):
        yield _plugin(source, source.name)
        return
    if not _is(source, Path.is_dir):
        raise NotFoundError(
            "no such file or folder",
            where=str(source),
            expected=f"an {MANIFEST}, a folder that holds one, or a tree of them",
        )
    found = False
    unreadable: list[OSError] = []
    for folder, folders, files in os.walk(source, onerror=unreadable.append):
        folders.sort()
        if MANIFEST in files:
            found = True
            path = Path(folder, MANIFEST)
            yield _plugin(path, path.relative_to(source).as_posix())
    yield from map(_unreadable, sorted(unreadable, key=lambda error: str(error.filename)))
    found = found or bool(unreadable)
    if not found:
        raise InputError(
            f"no {MANIFEST} in this folder or below it",
            where=str(source),
            expected=f"a file named {MANIFEST}",
            next_step="name the manifest file itself if it is called otherwise",
        )


def _is(path: Path, kind: Callable[[Path], bool]) -> bool:
    try:
        return kind(path)
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> InputError:
    return InputError(
        f"cannot be looked at: {error.strerror}",
        where=str(error.filename),
        next_step="check the path and its permissions",
    )


def _plugin(manifest: Path, name: str) -> PluginFiles:
    # Absolute, because "." does not say what the folder is called.
    folder = manifest.parent.absolute()
    places = [manifest.parent]
    if folder.name == ".well-known":
        # Beside the folder that servers publish from, the document often lies one level up.
        places.append(manifest.parent / "..")
    files = [path for place in places for path in _documents(place) if path != manifest]
    return PluginFiles(manifest, name, tuple(files))


def _documents(folder: Path) -> list[Path]:
    """Files that may be OpenAPI documents; a folder that cannot be listed has none to offer."""
    try:
        found = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in _SPEC_SUFFIXES
            and path.name.lower() not in _NOT_SPECS
            and path.is_file()
        ]
    except OSError:
        return []
    return sorted(found, key=_rank)


def _rank(path: Path) -> tuple[int, int, str]:
    stem, suffix = path.stem.lower(), path.suffix.lower()
    known = _SPEC_NAMES.index(stem) if stem in _SPEC_NAMES else len(_SPEC_NAMES)
    return known, _SPEC_SUFFIXES.index(suffix), path.name
