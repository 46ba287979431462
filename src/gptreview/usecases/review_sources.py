"""Many listings from many sources to verdicts, on as many processes as the user gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from gptreview.errors import GptReviewError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed
from gptreview.sources.listings import resolved
from gptreview.usecases.worker_pool import ReviewerFactory, review_in_processes


class ReviewSources:
    """Reviews everything that the sources hold, in their order.

    Args:
        open_source: The listings of one source; may raise our errors at any step.
        is_json_lines: Whether a source is a stream of JSON lines.
        factory: Makes a reviewer in every process.
    """

    def __init__(
        self,
        open_source: Callable[[str], Iterable[Listing | UnreadListing]],
        is_json_lines: Callable[[str], bool],
        factory: ReviewerFactory,
    ) -> None:
        self._open_source = open_source
        self._is_json_lines = is_json_lines
        self._factory = factory

    def only_json_lines(self, sources: Sequence[str]) -> bool:
        """Whether every source is a stream of JSON lines."""
        return all(map(self._is_json_lines, sources))

    def review(self, sources: Sequence[str], *, jobs: int) -> Iterator[Reviewed]:
        """One result a listing; a source that cannot be opened is a result too.

        Raises:
            InputError: Rules or policy cannot be used, or a source is empty.
        """
        # In this process first: a mistake in rules or policy is told before anything is read,
        # and the compiled rules are on disk when the other processes look for them.
        reviewer = self._factory()
        listings = self._listings(_once(sources))
        if jobs == 1:
            return map(reviewer.review, listings)
        return review_in_processes(self._factory, listings, jobs)

    def _listings(self, sources: Iterable[str]) -> Iterator[Listing | UnreadListing]:
        for source in sources:
            try:
                yield from self._open_source(source)
            except GptReviewError as error:
                yield UnreadListing(source, error)


def _once(sources: Iterable[str]) -> Iterable[str]:
    """The sources in their order, of several spellings of one the first."""
    first: dict[str, str] = {}
    for source in sources:
        first.setdefault(resolved(source), source)
    return first.values()
