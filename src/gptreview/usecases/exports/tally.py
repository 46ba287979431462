"""Figures from what counts: of all, and of each category, language and week."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from gptreview.model.decision import Action
from gptreview.model.transparency import Figures, waits
from gptreview.usecases.exports.case_log import Counted, Happening

_ANSWERS = (Happening.UPHELD, Happening.OVERTURNED)


class Tally:
    """Counts what happened in one place."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._from_intake: list[float] = []
        self._from_claim: list[float] = []

    def add(self, counted: Counted) -> None:
        """Count one thing; a decision on an appeal counts as its answer alone."""
        if counted.what is Happening.DECIDED:
            if not counted.answers_appeal:
                self._decided(counted)
            return
        self._counts[counted.what] += 1

    def figures(self) -> Figures:
        """What was counted so far."""
        counts = self._counts
        return Figures(
            received=counts[Happening.RECEIVED],
            decided=counts[Happening.DECIDED],
            actioned=counts["actioned"],
            from_intake=waits(self._from_intake),
            from_claim=waits(self._from_claim),
            in_time=counts["in time"],
            appeals=counts[Happening.APPEALED],
            appeals_decided=sum(counts[each] for each in _ANSWERS),
            overturned=counts[Happening.OVERTURNED],
        )

    def _decided(self, counted: Counted) -> None:
        self._counts[Happening.DECIDED] += 1
        self._counts["actioned"] += Action(counted.action).is_violation
        self._counts["in time"] += counted.is_in_time
        if counted.since_intake is not None:
            self._from_intake.append(counted.since_intake)
        if counted.since_claim is not None:
            self._from_claim.append(counted.since_claim)


class Tallies:
    """Counts everything once in all, and once in each part that it belongs to."""

    def __init__(self) -> None:
        self._total = Tally()
        self._categories: defaultdict[str, Tally] = defaultdict(Tally)
        self._languages: defaultdict[str, Tally] = defaultdict(Tally)
        self._weeks: defaultdict[str, Tally] = defaultdict(Tally)
        self._actions: Counter[str] = Counter()

    def add(self, counted: Counted) -> None:
        """Count one thing."""
        self._total.add(counted)
        for category in counted.categories:
            self._categories[category].add(counted)
        self._languages[counted.language].add(counted)
        self._weeks[week_of(counted.at)].add(counted)
        if counted.what is Happening.DECIDED and not counted.answers_appeal:
            self._actions[counted.action] += 1

    @property
    def total(self) -> Figures:
        """Of all."""
        return self._total.figures()

    @property
    def actions(self) -> tuple[tuple[str, int], ...]:
        """First decisions by action, the most frequent first."""
        return tuple(sorted(self._actions.items(), key=lambda each: (-each[1], each[0])))

    @property
    def parts(self) -> tuple[tuple[tuple[str, Figures], ...], ...]:
        """By category, by language, by week; each in the order of names."""
        return tuple(
            _figures(each.items()) for each in (self._categories, self._languages, self._weeks)
        )


def week_of(moment: dt.datetime) -> str:
    """The ISO 8601 week of a moment, in UTC."""
    year, week, _ = moment.astimezone(dt.UTC).isocalendar()
    return f"{year}-W{week:02}"


def _figures(tallies: Iterable[tuple[str, Tally]]) -> tuple[tuple[str, Figures], ...]:
    return tuple((name, tally.figures()) for name, tally in sorted(tallies, key=lambda x: x[0]))
