"""Pages of the ChatGPT Compliance API: one after the other, checked, and never in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gptreview.errors import DependencyError, GptReviewError, InputError, NotFoundError
from gptreview.reading.decode import decode
from gptreview.reading.document import ReadLimits
from gptreview.reading.json_text import read_json, replace_lone_surrogates
from gptreview.reading.refusal import TextError, line_and_column
from gptreview.sources.nodes import FieldError, Node, Notes, shown, shown_pointer

if TYPE_CHECKING:
    from gptreview.net.api import ApiClient

_READ = ReadLimits()
_GPTS_A_PAGE = 20
"""Download links are good for minutes and a review takes its time: small pages keep them fresh."""
KEY_SETTING = "GPTREVIEW_COMPLIANCE_API_KEY"
URL_SETTING = "GPTREVIEW_COMPLIANCE_URL"


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a workspace's GPTs."""

    after: str
    """Identifier that it comes after; empty for the first."""
    items: tuple[Any, ...] = field(repr=False)
    last_id: str
    has_more: bool


class Workspace:
    """The GPTs of one workspace, page by page.

    Args:
        identifier: As the vendor writes it.
        client: Asks the API.
        max_bytes: Of one page.
    """

    def __init__(self, identifier: str, client: ApiClient, *, max_bytes: int) -> None:
        self.name = f"compliance:{identifier}"
        self._target = f"/compliance/workspaces/{quote(identifier, safe='')}/gpts"
        self._client = client
        self._max_bytes = max_bytes

    def pages(self, after: str) -> Iterator[Page]:
        """Every page after an identifier; the first one where that is empty.

        Raises:
            InputError: The API refuses, or answers with no page, or its list leads in a circle.
            NotFoundError: It knows no such workspace.
            DependencyError: It does not answer.
        """
        cursors = {after}
        seen: set[str] = set()
        while True:
            page = self.page(after)
            yield page
            if not page.has_more:
                return
            if not page.items:
                raise self._stuck("an empty page that more pages should follow")
            new = {_identity(item) for item in page.items} - seen
            if not new:
                raise self._stuck("a page with no GPT that was not there before")
            seen |= new
            if page.last_id in cursors:
                raise self._stuck(f"a list that comes back to {shown(page.last_id)}")
            after = page.last_id
            cursors.add(after)

    def page(self, after: str) -> Page:
        """The page after an identifier.

        Raises:
            InputError: The API refuses, or answers with no page.
            NotFoundError: It knows no such workspace.
            DependencyError: It does not answer, or not with whole JSON.
        """
        query = f"?limit={_GPTS_A_PAGE}" + (f"&after={quote(after, safe='')}" if after else "")
        answer = self._client.get(self._target + query, max_bytes=self._max_bytes)
        if answer.status != 200:
            raise self._refused(answer.status)
        try:
            return _page(_parse(answer.body), after)
        except FieldError as error:
            raise InputError(
                error.found,
                where=": ".join(filter(None, (self.name, shown_pointer(error.pointer)))),
                expected=error.expected,
            ) from error
        except GptReviewError as error:
            # Half an answer: the next one may be whole.
            placed = error.at(self.name)
            raise DependencyError(
                placed.found, where=placed.where, expected=placed.expected
            ) from error

    def _refused(self, status: int) -> GptReviewError:
        if status in (401, 403):
            return InputError(
                f"the API refuses the key ({status})",
                where=self.name,
                expected="a key that may read the GPTs of this workspace",
                next_step=f"check {KEY_SETTING}",
            )
        if status == 404:
            return NotFoundError(
                "the API knows no such workspace (404)",
                where=self.name,
                next_step=f"check its identifier, that of --after, and {URL_SETTING}",
            )
        return InputError(
            f"the API answered {status}",
            where=self.name,
            expected="200 and a page of GPTs",
            next_step=f"check {URL_SETTING}, and the identifier to resume after",
        )

    def _stuck(self, found: str) -> InputError:
        return InputError(found, where=self.name, expected="pages that each bring new GPTs")


def _identity(item: Any) -> str:
    """What an item is known by; all that have no identifier are one."""
    return str(item.get("id")) if isinstance(item, dict) else ""


def _parse(body: bytes) -> Node:
    text, _ = decode(body, name="the API's answer")
    sound, _ = replace_lone_surrogates(text)
    try:
        value, repeated = read_json(
            sound, max_depth=_READ.max_depth, max_duplicates=_READ.max_duplicates
        )
    except TextError as error:
        line, column = line_and_column(text, error.at or 0)
        raise InputError(
            error.found,
            where=f"the API's answer: line {line}, column {column}",
            expected="a JSON object",
        ) from error
    if repeated:
        raise FieldError(repeated[0][0], "a key that stands twice", expected="each key once")
    return Node(value, "", Notes())


def _page(node: Node, after: str) -> Page:
    keys = node.keys()
    items, has_more = keys.get("data"), keys.get("has_more")
    if items is None:
        raise FieldError("/data", "no data", expected="a list of GPTs")
    more = has_more is not None and has_more.flag()
    last_id = keys.text("last_id")
    if more and not last_id:
        raise FieldError("/last_id", "more GPTs and no last_id", expected="an identifier")
    return Page(after, tuple(item.value for item in items.items()), last_id, more)
