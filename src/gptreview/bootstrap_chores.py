"""Wiring of what the web face does beside its requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from gptreview.bootstrap_triage import now

if TYPE_CHECKING:
    from gptreview.bootstrap_web import Rooms
    from gptreview.settings import Settings
    from gptreview.store.database import Database

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


def chores_on(database: Database, settings: Settings, rooms: Rooms) -> Sequence[Chores]:
    """What is to be done again and again: what is quick, and what is not.

    Args:
        database: With its tables.
        settings: With the public address.
        rooms: The use-cases on it.
    """
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
        ("re-scans", rooms.rescan.run),
        ("cases", FollowVerdicts(database, open_cases(database, rooms.profile)).run),
        ("traits", rooms.cases.traits.run),
        ("domains", lambda: rooms.builders.domains.recheck(_DOMAINS)),
        ("forget", Forget(database, now).run),
    )
    return quick, slow


def load_masks(settings: Settings) -> None:
    """Have all loaded that masking a text takes, so that the first visitor does not wait for it."""
    from gptreview.bootstrap_registry import masking_scanners
    from gptreview.model.segment import FieldKind, Segment
    from gptreview.usecases.triage.masked_text import masked_text

    text = Segment("name", FieldKind.NAME, _TO_MASK, 0)
    masked_text(text, masking_scanners(settings)(), len(_TO_MASK))
