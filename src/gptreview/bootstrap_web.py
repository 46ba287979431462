"""Wiring of the web face: all that its routes use, and the chores beside them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gptreview.bootstrap_triage import now

if TYPE_CHECKING:
    from sqlalchemy import URL

    from gptreview.bootstrap_access import Access
    from gptreview.bootstrap_builders import Builders
    from gptreview.bootstrap_cases import Cases
    from gptreview.bootstrap_chores import Chores
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
class Seed:
    """What another process has to know to make the same web face; it is handed over as it is."""

    settings: Settings
    """With the public address."""
    database: URL
    profile: str


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
    seed: Seed
    """From which another process makes the same."""
    warm_up: Callable[[], None]
    """Loads what the first pages take."""
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
    settings = settings.model_copy(update={"base_url": base_url})
    face = _face(database, settings, profile, f"gptreview serves {base_url} (Ctrl+C ends it)")
    link = face.rooms.access.invite.first_admin()
    if link is None:
        return face
    invitation = f"make the first admin's account, within the hour: {base_url}{link.path}"
    return replace(face, welcome=f"{face.welcome}\n{invitation}")


def _face(database: Database, settings: Settings, profile: str, welcome: str) -> WebFace:
    from gptreview.bootstrap_chores import chores_on, load_masks
    from gptreview.model.keyed import PERSON_KEY, keyed_address
    from gptreview.store.secrets import secret

    rooms = rooms_on(database, settings, profile)
    with database.writing() as session:
        form_key = secret(session, "form")
        person_key = secret(session, PERSON_KEY)
    return WebFace(
        rooms,
        settings.base_url,
        form_key,
        lambda host: keyed_address(person_key, host),
        chores_on(database, settings, rooms),
        Seed(settings, database.url, profile),
        functools.partial(load_masks, settings),
        welcome,
    )


@contextmanager
def face_of(seed: Seed) -> Iterator[WebFace]:
    """The web face in another process than the first, on a connection of its own.

    Raises:
        InputError: A setting cannot be used.
        DependencyError: The database does not answer.
    """
    from gptreview.store.database import Database

    with closing(Database(seed.database, is_durable=True)) as database:
        yield _face(database, seed.settings, seed.profile, welcome="")


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
