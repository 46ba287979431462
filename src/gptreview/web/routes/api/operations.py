"""How the operations of the JSON API are described, so that no answer comes unannounced."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Request, Security
from fastapi.params import Depends as Dependency
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException

from gptreview.errors import NotFoundError
from gptreview.model.account import Permission, Role
from gptreview.web.api_models.shapes import LARGEST
from gptreview.web.guard import Needs
from gptreview.web.known_query import require_known_query

PREFIX: Final = "/api/v1"
PROBLEM: Final = "application/problem+json"
Number = Annotated[int, Path(ge=1, le=LARGEST)]
"""A number in a path."""
BEARER: Final = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token of an account, made on its page; it does what it was given for.",
)
_SAID: Final = {
    400: "The body is no JSON",
    401: "Nobody is signed in, or the token works no more",
    403: "The role or the token does not allow it",
    404: "There is no such thing",
    409: "It contradicts what is there now",
    413: "The body is too large; `expected` says how large it may be",
    415: "The body is not said to be JSON",
    422: "Something that was sent is not as it has to be; `where` names it",
    429: "Too many came; `Retry-After` says when to try again",
    503: "Something that it depends on did not answer; the same request may work later",
}
_BY_SERVER: Final = {421: "The server does not answer under this name"}
"""What is answered before anything of a request is looked at, as plain text."""


def require_json(request: Request) -> None:
    """Go on only where the body is said to be JSON (RFC 8259, section 11).

    Raises:
        HTTPException: It is not.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def needs(role: Role, permission: Permission | None) -> list[Dependency]:
    """Dependencies of an operation that only some may use."""
    return [Depends(Needs(role, permission)), Security(BEARER)]


def at_most(size: int) -> dict[int | str, dict[str, Any]]:
    """The refusal of an operation that takes smaller bodies than others.

    Args:
        size: Bytes.
    """
    said = f"The body is larger than {size:,} bytes; `expected` says so"
    return {413: {**_problem(413), "description": said}}


def also(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Refusals of an operation beyond those that follow from what it takes."""
    return {each: _problem(each) for each in statuses}


class ApiRouter(APIRouter):
    """Operations that say all their answers.

    Args:
        tag: Under which the document groups them.
        path: Of all of them, below the API's own.
    """

    def __init__(self, tag: str, path: str = "") -> None:
        super().__init__(prefix=PREFIX + path, tags=[tag])

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Add an operation, with its name and with what follows from its parameters."""
        taken = inspect.signature(endpoint).parameters
        dependencies: Sequence[Dependency] = options.get("dependencies") or ()
        is_guarded = any(isinstance(each.dependency, Needs) for each in dependencies)
        answers = _answers(taken, is_guarded=is_guarded, path=self.prefix + path)
        if "body" in taken:
            dependencies = [*dependencies, Depends(require_json)]
        options["dependencies"] = [*dependencies, Depends(require_known_query)]
        options["responses"] = {**answers, **(options.get("responses") or {})}
        # Pages may be called by the same names.
        options["name"] = f"api:{endpoint.__name__}"
        options["operation_id"] = _camel(endpoint.__name__)
        super().add_api_route(path, endpoint, **options)


def _answers(
    taken: Iterable[str], *, is_guarded: bool, path: str
) -> dict[int | str, dict[str, Any]]:
    names = frozenset(taken)
    statuses = {413, 422, 503}
    if "{" in path:
        statuses.add(404)
    if "asking" in names or is_guarded:
        statuses.add(401)
    if is_guarded:
        statuses.add(403)
    if "body" in names:
        statuses |= {400, 415}
    plain: dict[int | str, dict[str, Any]] = {each: _plain(each) for each in _BY_SERVER}
    return {**also(*sorted(statuses)), **plain}


def _problem(status: int) -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": _SAID[status], "content": content}


def _plain(status: int) -> dict[str, Any]:
    content = {"text/plain": {"schema": {"type": "string"}}}
    return {"description": _BY_SERVER[status], "content": content}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def require_published(*, is_there: bool, number: int) -> None:
    """Go on only with a listing of which something was published.

    Raises:
        NotFoundError: Nothing was.
    """
    if not is_there:
        raise NotFoundError(
            "nothing was ever published of a listing with this number",
            where=f"listing {number}",
            next_step="search the listings",
        )
