"""Wiring of the web face: all that its routes use, and the chores beside them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gptreview.bootstrap_triage import now

if TYPE_CHECKING:
    from gptreview.bootstrap_access import Access
    from gptreview.bootstrap_builders import Builders
    from gptreview.bootstrap_cases import Cases
    from gptreview.bootstrap_exports import Exports
    from gptreview.bootstrap_simulation import Policies
    from gptreview.model.policy import Clause, Policy
    from gptreview.settings import Settings
    from gptreview.store.database import Database
    from gptreview.usecases.keep_waivers import KeepWaivers
    from gptreview.usecases.notices.keep_webhooks import KeepWebhooks
    from gptreview.usecases.notices.read_notices import ReadNotices
    from gptreview.usecases.public.read_public import ReadPublic
    from gptreview.usecases.read_registry import ReadRegistry
    from gptreview.usecases.triage.file_report import FileReport
    from gptreview.usecases.triage.report_status import ReadReport
    from gptreview.usecases.triage.rescan_cases import RescanCases
    from gptreview.usecases.triage.sweep_reports import SweepReports

_DOMAINS: Final = 20
"""That are looked at again in one round."""
_TO_MASK: Final = (
    "Ada Example, ada@example.com, +44 20 7946 0958, 123 Example Street, Springfield, IL 62704, "
    "4111 1111 1111 1111, GB33BUKB20201555555555, 192.0.2.1, password: correct-horse-battery. "
    "张三，手机 13800138000，北京市朝阳区示例路 1 号。"
)
"""Samples of what each part of the scanners looks for, all of them documented ones."""
Chores = Sequence[tuple[str, Callable[[], object]]]
"""Work beside the requests, by name, in its order."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """The use-cases that routes call, on one database."""

    profile: str
    """The audience whose verdicts are shown."""
    policy: Policy
    access: Access
    public: ReadPublic
    reports: FileReport
    status: ReadReport
    sweep: SweepReports
    rescan: RescanCases
    cases: Cases
    builders: Builders
    notices: ReadNotices
    webhooks: KeepWebhooks
    waivers: KeepWaivers
    policies: Policies
    registry: ReadRegistry
    exports: Exports
    settings: Settings
    database_address: str
    """Without a password."""


@dataclass(frozen=True, slots=True)
class WebFace:
    """What ``gptreview serve`` needs."""

    rooms: Rooms
    base_url: str
    form_key: bytes
    """Under which forms are guarded."""
    known_by: Callable[[str], str]
    """A network address as limits know it."""
    chores: Sequence[Chores]
    """Each group has a thread of its own: a re-scan keeps no notice waiting."""
    welcome: str
    """What the operator is told once it answers."""


@contextmanager
def web_face(
    address: str, profile: str, tell: Callable[[str], None], *, is_demo: bool = False
) -> Iterator[WebFace]:
    """The web face on a database that is closed in the end.

    Args:
        address: Where it listens, for a machine's own browsers.
        profile: The audience whose verdicts are shown.
        tell: Told, in one sentence, that tables were made.
        is_demo: Whether to fill a database of its own, which is gone in the end.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        InputError: A setting cannot be used.
        DependencyError: The database does not answer.
    """
    from gptreview.bootstrap_access import public_address
    from gptreview.bootstrap_registry import ready_database
    from gptreview.settings import read_settings

    settings = read_settings()
    base_url = public_address(settings) or address
    if is_demo:
        with _demonstration(settings, base_url, profile) as face:
            yield face
        return
    with closing(ready_database(settings, tell, is_durable=True)) as database:
        yield face_on(database, settings, base_url, profile)


@contextmanager
def _demonstration(settings: Settings, base_url: str, profile: str) -> Iterator[WebFace]:
    """A filled database of its own, which nobody's registry is touched by."""
    import tempfile

    from gptreview.bootstrap_demo import fill_demo
    from gptreview.store.database import Database
    from gptreview.store.schema import upgrade

    with (
        tempfile.TemporaryDirectory(prefix="gptreview-demo-") as folder,
        closing(Database(f"sqlite:///{folder}/demo.db")) as database,
    ):
        upgrade(database)
        face = face_on(database, settings, base_url, profile)
        password = fill_demo(face.rooms, database, face.rooms.settings, now=now())
        for _name, run in face.chores[0]:
            run()
        welcome = (
            f"gptreview serves a demonstration at {base_url} (Ctrl+C ends it; all is gone then)\n"
            "sign in as reviewer, second-reviewer, lead, admin or builder\n"
            f"with the password {password}"
        )
        yield replace(face, welcome=welcome)


def face_on(database: Database, settings: Settings, base_url: str, profile: str) -> WebFace:
    """The web face on a database that somebody else opens and closes.

    Args:
        database: With its tables.
        settings: Of the process.
        base_url: Public address, without a slash at its end.
        profile: The audience whose verdicts are shown.

    Raises:
        InputError: A setting cannot be used.
        DependencyError: The database does not answer.
    """
    from gptreview.model.keyed import PERSON_KEY, keyed_address
    from gptreview.store.secrets import secret

    settings = settings.model_copy(update={"base_url": base_url})
    rooms = rooms_on(database, settings, profile)
    with database.writing() as session:
        form_key = secret(session, "form")
        person_key = secret(session, PERSON_KEY)
    link = rooms.access.invite.first_admin()
    welcome = f"gptreview serves {base_url} (Ctrl+C ends it)"
    if link is not None:
        welcome += f"\nmake the first admin's account, within the hour: {base_url}{link.path}"
    return WebFace(
        rooms,
        base_url,
        form_key,
        lambda host: keyed_address(person_key, host),
        _chores(database, settings, rooms),
        welcome,
    )


def rooms_on(database: Database, settings: Settings, profile: str) -> Rooms:
    """The use-cases on a database that somebody else opens and closes.

    Args:
        database: With its tables.
        settings: With the public address.
        profile: The audience whose verdicts are shown.

    Raises:
        InputError: A setting cannot be used.
    """
    from gptreview.bootstrap import ReviewOptions, policy_at
    from gptreview.bootstrap_access import access
    from gptreview.bootstrap_builders import builders
    from gptreview.bootstrap_cases import cases
    from gptreview.bootstrap_exports import exports
    from gptreview.bootstrap_notices import keep_webhooks, read_notices
    from gptreview.bootstrap_registry import masking_scanners
    from gptreview.bootstrap_simulation import policies
    from gptreview.bootstrap_triage import file_report, read_report, rescan_cases, sweep_reports
    from gptreview.usecases.public.read_public import ReadPublic
    from gptreview.usecases.read_registry import ReadRegistry

    policy = policy_at(None, settings)

    def clauses() -> Mapping[str, Clause]:
        return policy.clauses

    own = builders(database, settings)
    registry = ReadRegistry(database, masking_scanners(settings))
    return Rooms(
        profile=profile,
        policy=policy,
        access=access(database, settings),
        public=ReadPublic(database, clauses),
        reports=file_report(database),
        status=read_report(database),
        sweep=sweep_reports(database),
        rescan=rescan_cases(database, ReviewOptions(profile=profile)),
        cases=cases(database, settings, policy, own.listings.owns),
        builders=own,
        notices=read_notices(database),
        webhooks=keep_webhooks(settings, database),
        waivers=_waivers(database, settings, policy),
        policies=policies(database, profile, registry.shown_id),
        registry=registry,
        exports=exports(database, settings),
        settings=settings,
        database_address=database.address,
    )


def _waivers(database: Database, settings: Settings, policy: Policy) -> KeepWaivers:
    from gptreview.bootstrap_registry import masking_scanners
    from gptreview.store.owners import this_process
    from gptreview.usecases.keep_waivers import KeepWaivers
    from gptreview.usecases.read_registry import ReadRegistry
    from gptreview.usecases.rejudge import RejudgeVerdicts

    shown = ReadRegistry(database, masking_scanners(settings))
    rejudge = RejudgeVerdicts(database, policy, now, this_process())
    return KeepWaivers(database, policy, now, rejudge, shown.shown_id, shown.shown_text)


def _chores(database: Database, settings: Settings, rooms: Rooms) -> Sequence[Chores]:
    from gptreview.bootstrap_notices import chores
    from gptreview.bootstrap_triage import open_cases
    from gptreview.usecases.access.forget import Forget
    from gptreview.usecases.publish_verdicts import PublishVerdicts
    from gptreview.usecases.triage.follow_verdicts import FollowVerdicts
    from gptreview.usecases.triage.publish_decisions import PublishDecisions

    publisher = PublishVerdicts(database, rooms.profile, rooms.registry.shown_id, now)
    publish = PublishDecisions(database, (publisher,))
    quick = (
        ("claims", rooms.cases.expire.run),
        ("publication", publish.run),
        *chores(settings, database),
    )
    slow = (
        ("masks", functools.cache(lambda: _load_masks(settings))),
        ("re-scans", rooms.rescan.run),
        ("cases", FollowVerdicts(database, open_cases(database, rooms.profile)).run),
        ("traits", rooms.cases.traits.run),
        ("domains", lambda: rooms.builders.domains.recheck(_DOMAINS)),
        ("forget", Forget(database, now).run),
    )
    return quick, slow


def _load_masks(settings: Settings) -> None:
    """Have all loaded that masking a text takes, so that the first visitor does not wait for it."""
    from gptreview.bootstrap_registry import masking_scanners
    from gptreview.model.segment import FieldKind, Segment
    from gptreview.usecases.triage.masked_text import masked_text

    text = Segment("name", FieldKind.NAME, _TO_MASK, 0)
    masked_text(text, masking_scanners(settings)(), len(_TO_MASK))
