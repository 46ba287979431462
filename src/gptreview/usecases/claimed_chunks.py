"""Contents as a worker claims them, chunk by chunk, and what became of each."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing
from gptreview.store import work
from gptreview.store.bulk import read_together
from gptreview.store.database import Database
from gptreview.store.transaction import Transaction
from gptreview.store.verdict_documents import VerdictText
from gptreview.store.work import Claim, Lease
from gptreview.usecases.lease_keeper import LeaseKeeper
from gptreview.usecases.patience import Patience
from gptreview.usecases.stored_contents import read_contents
from gptreview.usecases.written_review import WrittenReview

_NO_ANSWER: Final = "the worker ended before it had an answer"


@dataclass(slots=True)
class Chunk:
    """Claims that are written together."""

    claims: dict[str, Claim]
    """By content digest."""
    waiting: set[str] = field(default_factory=set)
    """Those without an answer."""
    verdicts: list[VerdictText] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    """Why an attempt failed, in one clause, by content digest."""


class ClaimedChunks:
    """Claims contents and hands them out as listings, until there is nothing to claim.

    Args:
        database: The registry's.
        keeper: Holds the claims.
        limit: Contents of a chunk.
        dead_owners: Which owners of claims live no more.
        patience: With the database.
        is_stopped: Whether no further chunk is wanted.
    """

    def __init__(
        self,
        database: Database,
        keeper: LeaseKeeper,
        *,
        limit: int,
        dead_owners: Callable[[Iterable[str]], list[str]],
        patience: Patience,
        is_stopped: Callable[[], bool],
    ) -> None:
        self._database = database
        self._keeper = keeper
        self._limit = limit
        self._dead_owners = dead_owners
        self._patience = patience
        self._is_stopped = is_stopped
        self._after = ""
        self._in_doubt: list[Lease] = []
        """With which contents may have been claimed of which nobody was told."""
        self._open: dict[str, Chunk] = {}
        self._finished: deque[Chunk] = deque()
        self.claimed = 0
        """Contents that were claimed so far, again ones included."""

    def listings(self) -> Iterator[Listing]:
        """Contents to review, the next chunk claimed when the one before was handed out.

        A listing is called by its content digest. Contents are read some at a time, so that a
        chunk of large ones isn't in memory as a whole.
        """
        only_again = False
        while not self._is_stopped():
            claim = functools.partial(self._claim, only_again=only_again)
            claims, only_again = self._patience.of(claim)
            if not claims:
                return
            self.claimed += len(claims)
            self._keeper.hold([each.content_digest for each in claims])
            yield from self._handed_out(claims)

    def take(self, reviewed: WrittenReview) -> None:
        """The answer for one listing."""
        chunk = self._open[reviewed.source]
        if reviewed.verdict is not None:
            chunk.verdicts.append(reviewed.verdict)
        else:
            chunk.failures[reviewed.source] = reviewed.error
        self._answered(chunk, reviewed.source)

    def finished(self) -> Iterator[Chunk]:
        """Chunks that have all their answers, each once."""
        while self._finished:
            yield self._finished.popleft()

    def _claim(self, *, only_again: bool) -> tuple[Sequence[Claim], bool]:
        """The next claims, and whether there is nothing left that is new.

        Good to repeat: what an attempt claimed that broke while it was committed is given back.
        """
        with self._database.writing() as session:
            for doubtful in self._in_doubt:
                orphans = work.claimed_with(session, doubtful) - self._open.keys()
                work.release(session, doubtful, orphans)
            lease = self._keeper.lease()
            self._in_doubt.append(lease)
            claims, only_again = self._claimed(session, lease, only_again=only_again)
        self._in_doubt.clear()
        return claims, only_again

    def _claimed(
        self, session: Transaction, lease: Lease, *, only_again: bool
    ) -> tuple[Sequence[Claim], bool]:
        for after in () if only_again else dict.fromkeys((self._after, "")):
            if claims := work.claim_new(session, lease, after=after, limit=self._limit):
                self._after = claims[-1].content_digest
                return claims, False
        dead = self._dead_owners(work.owners(session, lease.standard))
        again = work.claim_again(session, lease, dead=dead)
        return [again] if again else [], True

    def _handed_out(self, claims: Sequence[Claim]) -> Iterator[Listing]:
        digests = {each.content_digest: each for each in claims}
        chunk = Chunk(digests, set(digests))
        self._open.update(dict.fromkeys(digests, chunk))
        spent = [each for each in claims if each.is_spent]
        for each in spent:
            chunk.failures[each.content_digest] = each.error or _NO_ANSWER
            self._answered(chunk, each.content_digest)
        fresh = ((each.content_digest, each.size) for each in claims if not each.is_spent)
        for group in read_together(fresh):
            read_group = functools.partial(read_contents, self._database, group)
            for digest, read in self._patience.of(read_group).items():
                if isinstance(read, Gpt):
                    yield Listing(read, digest)
                else:
                    chunk.failures[digest] = read
                    self._answered(chunk, digest)

    def _answered(self, chunk: Chunk, digest: str) -> None:
        del self._open[digest]
        chunk.waiting.remove(digest)
        if not chunk.waiting:
            self._finished.append(chunk)
