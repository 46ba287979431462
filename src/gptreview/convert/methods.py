"""The keys of a path item that hold operations."""

from __future__ import annotations

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
"""OpenAPI 3.0 and 3.1, Path Item Object; Swagger 2.0 has all but ``trace``. Lower case."""
