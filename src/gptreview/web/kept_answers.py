"""Answers that browsers, readers of feeds and caches keep for a while, and ask about again."""

from __future__ import annotations

import hashlib
from typing import Final

from fastapi import Request
from starlette.responses import Response

_SECONDS: Final = 300
"""How long nobody asks again."""
_NOT_MODIFIED: Final = 304


def kept_answer(request: Request, text: str, media_type: str) -> Response:
    """The text, or 304 where the asker has it already (RFC 9110, section 15.4.5).

    Args:
        request: Says what the asker has.
        text: Of the answer.
        media_type: Of the text, without its charset.
    """
    data = text.encode()
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={_SECONDS}"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=_NOT_MODIFIED, headers=headers)
    return Response(data, media_type=media_type, headers=headers)


def _has(header: str, tag: str) -> bool:
    """Whether one of the tags is this one, compared weakly (RFC 9110, section 13.1.2)."""
    given = {each.strip().removeprefix("W/") for each in header.split(",")}
    return tag in given or given == {"*"}
