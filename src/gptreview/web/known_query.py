"""Programs are told of a slip in the name of a parameter, and of one that they send twice."""

from __future__ import annotations

from typing import get_origin

from fastapi import Request
from fastapi.routing import APIRoute

from gptreview.errors import InputError


def require_known_query(request: Request) -> None:
    """Go on only with parameters that the operation has, each once unless it takes several.

    Raises:
        InputError: Another one was sent, or one twice.
    """
    if not request.url.query:
        return
    route: APIRoute = request.scope["route"]
    several = {
        each.alias: get_origin(each.field_info.annotation) is list
        for each in route.dependant.query_params
    }
    for name in request.query_params:
        if name not in several:
            raise InputError(
                "nobody knows this parameter",
                where=name[:100],
                expected=f"one of {', '.join(several)}" if several else "none",
                next_step="correct its name, or leave it out",
            )
        if len(request.query_params.getlist(name)) > 1 and not several[name]:
            raise InputError(
                "it was sent several times",
                where=name,
                expected="one value",
                next_step="send it once",
            )
