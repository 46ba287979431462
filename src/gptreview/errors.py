"""Error taxonomy: every error says where, what was found, what was expected, what to do next."""

from __future__ import annotations

from typing import ClassVar


class GptReviewError(Exception):
    """A failure that a face can explain to its user; anything else is a bug and propagates.

    Args:
        found: What was found, in one clause; never a secret or personal data.
        where: The file, URL or setting, with a JSON pointer or line where one is known.
        expected: What would have been accepted.
        next_step: What the user can do now.

    Raises:
        Nothing itself; faces translate it once, by ``code``, ``exit_status``, ``http_status``.
    """

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 2
    http_status: ClassVar[int] = 500

    def __init__(
        self, found: str, *, where: str = "", expected: str = "", next_step: str = ""
    ) -> None:
        super().__init__(found)
        self.found = found
        self.where = where
        self.expected = expected
        self.next_step = next_step

    def at(self, where: str) -> GptReviewError:
        """The same error, placed: for callers that know the file a reader did not."""
        return type(self)(
            self.found,
            where=": ".join(part for part in (where, self.where) if part),
            expected=self.expected,
            next_step=self.next_step,
        )

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.found}" if self.where else self.found]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.next_step:
            parts.append(self.next_step)
        return "; ".join(parts)


class InputError(GptReviewError):
    """What the user gave cannot be read or is not what it claims to be."""

    code = "input"
    exit_status = 2
    http_status = 422
    others: tuple[InputError, ...] = ()
    """What else is wrong with the same input, where all of it was looked at."""


class NotFoundError(GptReviewError):
    """What the user named is not there."""

    code = "not_found"
    exit_status = 2
    http_status = 404


class ConflictError(GptReviewError):
    """What the user asked for contradicts what is already there."""

    code = "conflict"
    exit_status = 2
    http_status = 409


class UnauthorizedError(GptReviewError):
    """Nobody knows who is asking, and the answer is not for everybody."""

    code = "unauthorized"
    exit_status = 2
    http_status = 401


class ForbiddenError(GptReviewError):
    """Whoever is asking may not do that."""

    code = "forbidden"
    exit_status = 2
    http_status = 403


class TooManyError(GptReviewError):
    """Whoever is asking has asked too often; later they may again.

    Args:
        found: What there was too much of, and what is allowed.
        where: As in `GptReviewError`.
        expected: As in `GptReviewError`.
        next_step: As in `GptReviewError`.
        retry_after: Seconds until it makes sense to ask again.
    """

    code = "too_many"
    exit_status = 2
    http_status = 429

    def __init__(
        self,
        found: str,
        *,
        where: str = "",
        expected: str = "",
        next_step: str = "",
        retry_after: int = 60,
    ) -> None:
        super().__init__(found, where=where, expected=expected, next_step=next_step)
        self.retry_after = retry_after

    def at(self, where: str) -> GptReviewError:
        """The same error, placed; its pause stays."""
        placed = super().at(where)
        placed.retry_after = self.retry_after  # type: ignore[attr-defined]
        return placed


class DependencyError(GptReviewError):
    """Something outside this process did not answer; the same call may work later."""

    code = "dependency"
    exit_status = 4
    http_status = 503
