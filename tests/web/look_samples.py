"""Every page of the web face with something to show: what tests and pictures are made of."""

from __future__ import annotations

from tests.web.look_administration import administration_samples
from tests.web.look_builder import builder_samples
from tests.web.look_case import case_samples
from tests.web.look_entrance import account_samples, error_samples
from tests.web.look_frame import Sample
from tests.web.look_public import public_samples
from tests.web.look_queue import queue_samples


def samples(evil: str = "") -> dict[str, Sample]:
    """Template, role and context of each sample, by its name.

    Args:
        evil: Stands in every text that somebody else writes.
    """
    parts = (
        *(public_samples, error_samples, account_samples, queue_samples, case_samples),
        *(builder_samples, administration_samples),
    )
    return {name: sample for each in parts for name, sample in each(evil).items()}
