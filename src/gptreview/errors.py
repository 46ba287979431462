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


class DependencyError(GptReviewError):
    """Something outside this process did not answer; the same call may work later."""

    code = "dependency"
    exit_status = 4
    http_status = 503
