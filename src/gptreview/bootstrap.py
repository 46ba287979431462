"""The composition root: settings in, use-cases with everything they need out."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from gptreview.reading.document import ReadLimits
    from gptreview.settings import Settings
    from gptreview.usecases.check_action import ActionChecker
    from gptreview.usecases.fix_action import FixAction
    from gptreview.usecases.migrate_plugin import MigratePlugin


def read_limits(settings: Settings) -> ReadLimits:
    """How much a document may ask of the reader."""
    from gptreview.reading.document import ReadLimits

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


def action_fixer(*, stdin: BinaryIO) -> FixAction:
    """The use-case behind ``gptreview check --fix``.

    Raises:
        InputError: A setting in the environment does not fit.
    """
    from gptreview.settings import read_settings
    from gptreview.usecases.fix_action import FixAction

    return FixAction(read_limits(read_settings()), stdin)


def migrate_plugin() -> MigratePlugin:
    """The use-case behind ``gptreview migrate``.

    Raises:
        InputError: A setting in the environment does not fit.
    """
    from gptreview.settings import read_settings
    from gptreview.usecases.migrate_plugin import MigratePlugin

    settings = read_settings()
    return MigratePlugin(read_limits(settings), lambda url: _fetch(settings, url))


def _fetch(settings: Settings, url: str) -> tuple[str, bytes]:
    """Final URL and body of an https document; the client is loaded when it is first needed."""
    from gptreview.net.fetch import Fetcher, FetchLimits

    limits = FetchLimits(
        max_bytes=settings.fetch_max_bytes,
        timeout_seconds=settings.fetch_timeout_seconds,
        max_redirects=settings.fetch_max_redirects,
    )
    fetched = Fetcher(limits).fetch(url)
    return fetched.url, fetched.body
