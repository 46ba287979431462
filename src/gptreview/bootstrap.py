"""The composition root: settings in, use-cases with everything they need out."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gptreview.errors import GptReviewError, InputError

if TYPE_CHECKING:
    from gptreview.extract.limits import ExtractLimits
    from gptreview.model.listing import Listing, UnreadListing
    from gptreview.model.policy import Policy
    from gptreview.net.api import ApiClient
    from gptreview.reading.document import ReadLimits
    from gptreview.scan.pii.scanner import PiiScanner
    from gptreview.settings import Settings
    from gptreview.sources.limits import SourceLimits
    from gptreview.usecases.check_action import ActionChecker
    from gptreview.usecases.fix_action import FixAction
    from gptreview.usecases.migrate_plugin import MigratePlugin
    from gptreview.usecases.review_gpt import ReviewGpt
    from gptreview.usecases.review_sources import ReviewSources
    from gptreview.usecases.run_bench import RunBench


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


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """What the user decides about a review; a reviewer can be made of it in any process."""

    profile: str = "content"
    policy: Path | None = None
    """None is the built-in policy."""
    rule_folders: tuple[Path, ...] = ()
    """Folders whose rules join the built-in ones."""
    baseline: Path | None = None

    def __call__(self) -> ReviewGpt:
        """A reviewer with its rules loaded.

        Raises:
            InputError: Rules, policy, baseline or a setting cannot be used.
        """
        return _reviewer(self)


def review_sources(options: ReviewOptions, *, stdin: BinaryIO, after: str = "") -> ReviewSources:
    """The use-case behind ``gptreview review``.

    Args:
        options: How to review.
        stdin: Read for ``-`` alone.
        after: Identifier of the GPT after which a workspace is read on; empty for all of it.

    Raises:
        InputError: A setting in the environment does not fit.
    """
    from gptreview.settings import read_settings
    from gptreview.sources.compliance import compliance_listings, workspace_of
    from gptreview.sources.listings import is_json_lines, open_listings
    from gptreview.usecases.review_sources import ReviewSources

    settings = read_settings()
    limits = source_limits(settings)

    def opened(source: str) -> Iterable[Listing | UnreadListing]:
        workspace = workspace_of(source)
        if workspace is None:
            return open_listings(source, limits=limits, stdin=stdin)
        client = compliance_client(settings)
        return compliance_listings(workspace, client, limits=limits, after=after)

    return ReviewSources(opened, is_json_lines, options)


def compliance_client(settings: Settings) -> ApiClient:
    """The client of the ChatGPT Compliance API.

    Raises:
        InputError: There is no key, or a setting does not fit.
    """
    from gptreview.net.api import ApiClient
    from gptreview.net.credentials import Credentials
    from gptreview.net.fetch import Fetcher, FetchLimits
    from gptreview.net.guard import AddressGuard
    from gptreview.net.retry import RetryLimits
    from gptreview.net.url import HTTPS_PORT, HttpsUrl
    from gptreview.settings import variable

    key = settings.compliance_api_key
    if key is None or not key.get_secret_value().strip():
        raise InputError(
            "there is no key for the Compliance API",
            where=variable("compliance_api_key"),
            next_step="set it to the key; docs/compliance.md says what is sent where",
        )
    with _placed_at(variable("compliance_url")):
        base = HttpsUrl.parse(settings.compliance_url)
    with _placed_at(variable("compliance_api_key")):
        credentials = Credentials.bearer(key.get_secret_value().strip(), base)
    fetcher = Fetcher(
        FetchLimits(
            timeout_seconds=settings.compliance_timeout_seconds,
            ports=frozenset({HTTPS_PORT, base.port}),
        ),
        guard=AddressGuard(private_hosts=[base.host] if settings.compliance_allow_private else []),
    )
    retries = RetryLimits(
        attempts=settings.compliance_attempts,
        max_pause_seconds=settings.compliance_max_pause_seconds,
        max_lost_seconds=settings.compliance_max_lost_seconds,
    )
    return ApiClient(base, fetcher, credentials, limits=retries)


@contextmanager
def _placed_at(where: str) -> Iterator[None]:
    try:
        yield
    except GptReviewError as error:
        raise error.at(where) from None


def run_bench() -> RunBench:
    """The use-case behind ``gptreview bench``, with what a review has by default.

    Raises:
        InputError: Rules, policy or a setting cannot be used.
    """
    from gptreview.settings import read_settings
    from gptreview.usecases.run_bench import RunBench

    return RunBench(ReviewOptions()(), pii_scanner(read_settings()))


def pii_scanner(settings: Settings) -> PiiScanner:
    """The scanner for personal data, with the language models that take part."""
    from gptreview.scan.pii.name_models import installed_name_models
    from gptreview.scan.pii.scanner import PiiScanner

    models = installed_name_models() if settings.name_models else ()
    return PiiScanner(cache_folder(settings), models)


def _reviewer(options: ReviewOptions) -> ReviewGpt:
    from gptreview.decide.baseline import read_baseline
    from gptreview.decide.known_listings import Baseline
    from gptreview.model.policy import Profile
    from gptreview.scan.actions.scanner import ActionScanner
    from gptreview.scan.rules.load import load_rules
    from gptreview.scan.rules.scanner import RuleScanner
    from gptreview.scan.secrets.scanner import SecretScanner
    from gptreview.settings import read_settings
    from gptreview.sources.files import read_file
    from gptreview.usecases.review_gpt import ReviewGpt

    settings = read_settings()
    cache = cache_folder(settings)
    read = functools.partial(read_file, max_bytes=settings.max_document_bytes)
    policy = policy_at(options.policy, settings)
    rules = load_rules((rules_folder(), *options.rule_folders), cache)
    return ReviewGpt(
        scanners=(RuleScanner(rules), pii_scanner(settings), SecretScanner(cache)),
        actions=ActionScanner(),
        policy=policy,
        profile=Profile(options.profile),
        ruleset_digest=rules.digest,
        limits=extract_limits(settings),
        read_limits=read_limits(settings),
        today=dt.datetime.now(dt.UTC).date(),
        baseline=read_baseline(read(options.baseline), name=str(options.baseline))
        if options.baseline
        else Baseline(),
    )


def policy_at(path: Path | None, settings: Settings) -> Policy:
    """The policy of a file; None is the built-in one.

    Raises:
        InputError: It cannot be read or used.
    """
    from gptreview.decide.policy_file import read_policy
    from gptreview.sources.files import read_file

    chosen = path or rules_folder() / "policy.yaml"
    return read_policy(read_file(chosen, max_bytes=settings.max_document_bytes), name=str(chosen))


def rules_folder() -> Path:
    """The built-in rules: package data of a wheel, or the folder of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parents[1] / "rules"


def cache_folder(settings: Settings) -> Path:
    """Where compiled rules are kept: the setting, else the user's own cache folder."""
    if settings.cache_dir is not None:
        return settings.cache_dir
    import platformdirs

    return Path(platformdirs.user_cache_dir("gptreview"))


def source_limits(settings: Settings) -> SourceLimits:
    """How much a source of listings may ask for."""
    from gptreview.sources.limits import SourceLimits

    return SourceLimits(
        max_listing_bytes=settings.max_listing_bytes, max_file_bytes=settings.max_knowledge_bytes
    )


def extract_limits(settings: Settings) -> ExtractLimits:
    """How much a file may ask of extraction."""
    from gptreview.extract.limits import ExtractLimits

    return ExtractLimits(
        max_bytes=settings.max_knowledge_bytes,
        max_characters=settings.max_knowledge_characters,
        max_seconds=settings.max_parse_seconds,
        max_image_seconds=settings.max_image_seconds,
        max_image_pixels=settings.max_image_pixels,
    )


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
