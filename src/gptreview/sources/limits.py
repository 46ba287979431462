"""How much a source of listings may ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """The budget of one listing; a source may hold any number of listings."""

    max_manifest_bytes: int = 524_288
    """Bytes of one gpt.yaml, plugin.json or mcp.json, 512 KiB by default: YAML made of tiny pieces
    takes two seconds a MiB, and a listing's long texts have files of their own."""
    max_listing_bytes: int = 12_582_912
    """Bytes of one JSON line, .json file or instructions file, 12 MiB by default: JSON made of
    tiny pieces takes some ten times its size in memory."""
    max_file_bytes: int = 67_108_864
    """Bytes of one knowledge file or action, 64 MiB by default; a larger one stays unread."""
    max_files: int = 1_000
    """Knowledge files and actions together, 1,000 by default; the others stay unread."""
    max_total_bytes: int = 268_435_456
    """Bytes of all that a listing brings, 256 MiB by default; what goes beyond stays unread."""
