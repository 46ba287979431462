"""The composition root: settings in, use-cases with everything they need out."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from gptreview.convert.reading.document import ReadLimits
    from gptreview.settings import Settings
    from gptreview.usecases.check_action import ActionChecker


def read_limits(settings: Settings) -> ReadLimits:
    """How much a document may ask of the reader."""
    from gptreview.convert.reading.document import ReadLimits

    return ReadLimits(
        max_bytes=settings.max_document_bytes,
        max_depth=settings.max_document_depth,
        max_aliases=settings.max_alias_nodes,
    )


def action_checker(*, stdin: BinaryIO, against_openapi: bool) -> ActionChecker:
    """The use-case behind ``gptreview check``.

    Raises:
        InputError: A setting in the environment does not fit.
    """
    from gptreview.settings import read_settings
    from gptreview.usecases.check_action import ActionChecker

    limits = read_limits(read_settings())
    return ActionChecker(limits, stdin, against_openapi)
