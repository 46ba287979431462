"""Names of bundle folders: readable, safe on every file system, each once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from gptreview.model.plugin import PluginManifest

_UNSAFE = re.compile(r"[^a-z0-9._-]+")
_LONGEST = 64
# Windows keeps these names for devices, with any extension.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")


def bundle_name(manifest: PluginManifest) -> str:
    """A folder name made of name_for_model, else of the API's host; never a path."""
    host = ""
    if "://" in manifest.api_url:
        try:
            host = urlsplit(manifest.api_url).hostname or ""
        except ValueError:
            host = ""
    name = next(filter(None, map(_slug, (manifest.name_for_model, host))), "plugin")
    return f"{name}-plugin" if _RESERVED.fullmatch(name) else name


@dataclass(slots=True)
class BundleNames:
    """Hands out names, each once, in the order of asking."""

    taken: set[str] = field(default_factory=set)

    def assign(self, name: str) -> str:
        """The name itself, or the first free one with a number."""
        candidate, number = name, 2
        while candidate in self.taken:
            candidate, number = f"{name}-{number}", number + 1
        self.taken.add(candidate)
        return candidate


def _slug(text: str) -> str:
    return _UNSAFE.sub("-", text.lower()).strip("-._")[:_LONGEST].rstrip("-._")
