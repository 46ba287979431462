"""What the GPT builder accepts; sources and standing: docs/builder-limits.md."""

from __future__ import annotations

OPERATION_TEXT = 300
"""Characters in an operation's summary and in its description, each."""
PARAMETER_TEXT = 700
"""Characters in a parameter's description."""
OPERATIONS = 30
"""Operations in one action."""
DOCUMENT_BYTES = 1_000_000
"""Bytes of one action's schema, pretty-printed as JSON with an indent of two."""
INSTRUCTIONS = 8_000
"""Characters of a GPT's instructions (recalled, not documented)."""
GPT_NAME = 50
"""Characters of a GPT's name (recalled, not documented)."""
GPT_DESCRIPTION = 300
"""Characters of a GPT's description (recalled, not documented)."""
METHODS = ("get", "post", "put", "delete", "patch")
"""Keys of a path item that the builder reads."""
