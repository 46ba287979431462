"""Run the yardsticks over a folder of labelled data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gptreview.errors import InputError
from gptreview.model.measurement import Measurement
from gptreview.scan.pii.scanner import PiiScanner
from gptreview.usecases.worker_pool import Reviewer
from gptreview.usecases.yardsticks.gpt_pairs import measure_gpt_pairs
from gptreview.usecases.yardsticks.pii_spans import measure_pii_spans
from gptreview.usecases.yardsticks.real_gpts import measure_real_gpts


@dataclass(frozen=True, slots=True)
class RunBench:
    """Measures what a reviewer makes of labelled data; tunes nothing."""

    reviewer: Reviewer
    pii: PiiScanner

    def run(self, data: Path, numbers: Collection[int]) -> Iterator[Measurement]:
        """The figures of each yardstick in turn, all of them where no number is given.

        Raises:
            InputError: There is no such yardstick.
            NotFoundError: The data is not there.
        """
        yardsticks: Mapping[int, Callable[[], Measurement]] = {
            1: lambda: measure_real_gpts(data, self.reviewer),
            2: lambda: measure_gpt_pairs(data, self.reviewer),
            8: lambda: measure_pii_spans(data, self.pii),
        }
        unknown = sorted(set(numbers) - set(yardsticks))
        if unknown:
            raise InputError(
                f"there is no yardstick {unknown[0]}",
                where="--only",
                expected=", ".join(map(str, yardsticks)),
            )
        for number, measure in yardsticks.items():
            if not numbers or number in numbers:
                yield measure()
