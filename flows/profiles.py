"""The audiences that a flow may be asked for."""

from __future__ import annotations

from typing import Literal

Profile = Literal["content", "public", "workspace", "internal"]
