"""Knowledge files of the ChatGPT Compliance API, fetched inside a listing's budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gptreview.errors import GptReviewError
from gptreview.model.gpt import KnowledgeFile
from gptreview.sources.compliance_config import FileLink, read_links
from gptreview.sources.compliance_pages import Page, Workspace
from gptreview.sources.inside import Inside
from gptreview.sources.nodes import FieldError, Node, Notes

if TYPE_CHECKING:
    from gptreview.net.api import ApiClient
    from gptreview.net.fetch import Answer

_EXPIRED = (400, 401, 403, 404, 410)
"""What stores of signed links answer when a link's time is over."""


class PageLinks:
    """The download links of a page, as fresh as they are known."""

    def __init__(self, workspace: Workspace, page: Page) -> None:
        self._workspace = workspace
        self._after = page.after
        self._fresh: dict[str, str] = {}

    def url(self, link: FileLink) -> str:
        """Where the file is now."""
        return self._fresh.get(link.id, link.url)

    def renew(self) -> None:
        """Ask for the page again; its other listings profit too, as their links are as old.

        Raises:
            GptReviewError: It cannot be had; the links stay as they are.
        """
        for item in self._workspace.page(self._after).items:
            try:
                links = read_links(Node(item, "", Notes()))
            except FieldError:
                continue
            self._fresh |= {link.id: link.url for link in links if link.id and link.url}


class Downloads:
    """Fetches the files of one listing.

    Args:
        client: Sends the key to the API's own server alone.
        budget: What the listing may still bring.
        links: Of the page that the listing is on.
    """

    def __init__(self, client: ApiClient, budget: Inside, links: PageLinks) -> None:
        self._client = client
        self._budget = budget
        self._links = links
        self._renewed = False

    def file(self, link: FileLink) -> KnowledgeFile:
        """The file, read or not; why not is told without the link, which is a secret."""
        if not link.url:
            return KnowledgeFile(link.name, unread="the API gives no download_url for it")
        room = self._budget.room()
        if room <= 0:
            return KnowledgeFile(link.name, unread="the listing's files are over its limits")
        try:
            answer = self._answer(link, room)
        except GptReviewError as error:
            return KnowledgeFile(link.name, unread=f"it cannot be downloaded: {_reason(error)}")
        if answer.status != 200:
            return KnowledgeFile(link.name, unread=f"its download answered {answer.status}")
        content = self._budget.given(answer.body)
        return KnowledgeFile(link.name, content.data, content.unread)

    def _answer(self, link: FileLink, room: int) -> Answer:
        old = self._links.url(link)
        answer = self._client.download(old, max_bytes=room)
        if answer.status not in _EXPIRED or self._renewed:
            return answer
        self._renewed = True
        self._links.renew()
        fresh = self._links.url(link)
        return answer if fresh == old else self._client.download(fresh, max_bytes=room)


def _reason(error: GptReviewError) -> str:
    return f"{error.found} ({error.expected} expected)" if error.expected else error.found
