"""A finding on its way: said of a pointer, before anybody knows where that stands in the text."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.model.action import ActionDefinition, Operation
from gptreview.model.finding import Card, Confidence, Severity, Wording
from gptreview.model.gpt import Gpt, GptAction
from gptreview.reading.document import Document
from gptreview.scan.actions.document_map import DocumentMap
from gptreview.scan.actions.hosts import Host, read_host


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said of one place of the document."""

    card: Card
    pointer: str
    phrase: str = ""
    """The words in question, to be marked where the text has them as they are."""
    message: Wording | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One action as its checks see it."""

    gpt: Gpt
    action: GptAction
    document: Document
    definition: ActionDefinition | None
    map: DocumentMap
    server: Host
    """The first host that the document names; operations leave out one that cannot be called."""

    def host(self, operation: Operation) -> Host:
        """The host that an operation calls."""
        host = read_host(operation.server)
        return host if host.name else self.server


def shown(name: str, longest: int = 40) -> str:
    """A name that a stranger chose, for a message: one line, not too long."""
    line = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
