"""The GPTs of a ChatGPT Enterprise workspace, through the vendor's Compliance API."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gptreview.errors import GptReviewError, InputError
from gptreview.model.gpt import Gpt, KnowledgeFile
from gptreview.model.listing import Listing, UnreadListing
from gptreview.sources.compliance_config import GptConfig, read_config, read_id
from gptreview.sources.compliance_files import Downloads, PageLinks
from gptreview.sources.compliance_pages import Workspace
from gptreview.sources.inside import Inside
from gptreview.sources.limits import SourceLimits
from gptreview.sources.nodes import FieldError, Node, Notes, shown
from gptreview.sources.origin import GptReading, LineOrigin, listing, placed

if TYPE_CHECKING:
    from gptreview.net.api import ApiClient

WORKSPACE_PREFIX = "compliance:"
"""What a source that is a workspace begins with."""
_WORKSPACE = re.compile(r"[A-Za-z0-9_-]{1,200}")


def workspace_of(source: str) -> str | None:
    """The workspace's identifier in ``compliance:WORKSPACE_ID``; None for any other source.

    Raises:
        InputError: What follows ``compliance:`` is no identifier.
    """
    if not source.startswith(WORKSPACE_PREFIX):
        return None
    identifier = source.removeprefix(WORKSPACE_PREFIX)
    if not _WORKSPACE.fullmatch(identifier):
        raise InputError(
            f"{shown(identifier)} is no identifier of a workspace",
            expected="letters, digits, - and _",
            next_step="copy it from the workspace's settings; for a file of that name write ./",
        )
    return identifier


def compliance_listings(
    workspace_id: str,
    client: ApiClient,
    *,
    limits: SourceLimits,
    after: str = "",
    on_cursor: Callable[[str], None] | None = None,
) -> Iterator[Listing | UnreadListing]:
    """The GPTs of a workspace in the API's order, each with its newest configuration.

    An item that cannot be parsed is an `UnreadListing`; the others go on. Files are fetched when
    their listing's turn has come; one that cannot be had stays unread, with the reason.

    Args:
        workspace_id: As the vendor writes it.
        client: Asks the API.
        limits: What each listing may bring; a page has the limit of one listing.
        after: Identifier of the GPT to resume after; empty for all.
        on_cursor: Told the identifier of each GPT that is done with, to resume after.

    Raises:
        InputError: The API refuses, or answers with no page; like the others, raised by the step
            that meets it, with the identifier to resume after.
        NotFoundError: It knows no such workspace.
        DependencyError: It does not answer.
    """
    reader = _Reader(Workspace(workspace_id, client, max_bytes=limits.max_listing_bytes), client)
    number = 0
    try:
        for page in reader.workspace.pages(after):
            links = PageLinks(reader.workspace, page)
            for item in page.items:
                number += 1
                yield reader.read(item, number, links, Inside(None, limits))
                cursor = _cursor(item)
                if cursor and on_cursor:
                    on_cursor(cursor)
                after = cursor or after
    except GptReviewError as error:
        how = "sync again: it goes on after {}" if on_cursor else "resume with --after {}"
        raise _to_resume(error, after, how) from error


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes listings of items."""

    workspace: Workspace
    client: ApiClient

    def read(
        self, item: Any, number: int, links: PageLinks, budget: Inside
    ) -> Listing | UnreadListing:
        """The listing of an item, named by its number in this run where it has no identifier."""
        cursor = _cursor(item)
        source = f"{self.workspace.name}/{cursor}" if cursor else f"{self.workspace.name}#{number}"
        origin = LineOrigin(source, 1, source)
        node = Node(item, "", Notes())
        try:
            config = read_config(node, budget)
        except FieldError as error:
            return UnreadListing(source, placed(error, origin), cursor)
        gpt = self._with_files(config, Downloads(self.client, budget, links))
        return listing(GptReading(gpt), node.notes, origin=origin, source=source)

    def _with_files(self, config: GptConfig, downloads: Downloads) -> Gpt:
        knowledge = [downloads.file(link) for link in config.files]
        if config.more_files:
            reason = "the API holds more files than it listed"
            knowledge.append(KnowledgeFile("more files", unread=reason))
        return replace(config.gpt, knowledge=tuple(knowledge))


def _cursor(item: Any) -> str:
    """The identifier to resume after; empty where the item has none."""
    try:
        return read_id(Node(item, "", Notes()))
    except FieldError:
        return ""


def _to_resume(error: GptReviewError, after: str, how: str) -> GptReviewError:
    """The error, with the way to go on where there is one."""
    if not after:
        return error
    steps = [step for step in (error.next_step, how.format(after)) if step]
    return type(error)(
        error.found, where=error.where, expected=error.expected, next_step=", then ".join(steps)
    )
