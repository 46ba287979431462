"""Which file of an agent plugin package is what: steering text, or something beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from gptreview.sources.nodes import Keys

PLUGIN_FILE = "plugin.json"
CODEX_PLUGIN_FILE = ".codex-plugin/plugin.json"
"""Where ChatGPT and Codex look where there is no plugin.json."""
CLAUDE_PLUGIN_FILE = ".claude-plugin/plugin.json"
"""Where Claude Code looks (https://code.claude.com/docs/en/plugins-reference)."""
MANIFESTS = (PLUGIN_FILE, CODEX_PLUGIN_FILE, CLAUDE_PLUGIN_FILE)
"""The first one that is there counts; what others say is read like any other file."""
MANIFEST_FOLDERS = tuple(
    PurePosixPath(each).parent.name for each in (CODEX_PLUGIN_FILE, CLAUDE_PLUGIN_FILE)
)
"""Folders of a manifest alone; the package is the folder above."""
HISTORIES = (".git", ".hg", ".svn")
"""Folders in which a checkout keeps its history, which is not published with it."""

_SKILL = "SKILL.md"
_DEFAULTS = {"skills": "skills", "commands": "commands", "agents": "agents"}
_COMPONENTS = (*_DEFAULTS, "hooks", "mcpServers", "apps", "outputStyles", "lspServers")
"""Keys of a manifest that name files, or say there what such a file would."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a manifest says of the package's files."""

    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By key, the paths that it names, without ``./`` before and ``/`` after them."""
    says_more: bool = False
    """Whether one of the keys holds anything but paths."""

    def steers(self, path: str) -> bool:
        """Whether a file is a skill, a command or an agent, which a model obeys."""
        parts = PurePosixPath(path)
        if parts.name == _SKILL:
            # skills/NAME/SKILL.md; those of deeper folders are no skills.
            return str(parts) == _SKILL or any(
                PurePosixPath(root) in (parts.parent, parts.parent.parent)
                for root in self._roots("skills")
            )
        return parts.suffix.lower() == ".md" and any(
            parts.is_relative_to(root)
            for key in ("commands", "agents")
            for root in self._roots(key)
        )

    def _roots(self, key: str) -> Iterable[str]:
        return (_DEFAULTS[key], *self.paths.get(key, ()))


def read_layout(keys: Keys) -> Layout:
    """The paths that a manifest names; every key that may name some is asked for."""
    paths: dict[str, tuple[str, ...]] = {}
    says_more = False
    for key in _COMPONENTS:
        node = keys.get(key)
        if node is None:
            continue
        values = node.value if isinstance(node.value, list) else [node.value]
        named = [each for each in values if isinstance(each, str)]
        says_more = says_more or len(named) < len(values)
        paths[key] = tuple(str(PurePosixPath(each)) for each in named if each)
    return Layout(paths, says_more)
