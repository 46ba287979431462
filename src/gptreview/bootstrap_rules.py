"""The composition root of ``gptreview rules``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gptreview.model.finding import Card
    from gptreview.usecases.begin_rule import RuleBeginner
    from gptreview.usecases.rule_catalogue import RuleCatalogue
    from gptreview.usecases.try_rules import RuleTester


def rule_catalogue(policy: Path | None, folders: Sequence[Path]) -> RuleCatalogue:
    """The use-case behind ``gptreview rules list`` and ``show``.

    Args:
        policy: Says what a finding means; None is the built-in policy.
        folders: Their rules join the built-in ones.

    Raises:
        InputError: Rules, policy or a setting cannot be used.
    """
    from gptreview.bootstrap import cache_folder, policy_at, rules_folder
    from gptreview.scan.rules.load import load_rules
    from gptreview.settings import read_settings
    from gptreview.usecases.rule_catalogue import RuleCatalogue

    settings = read_settings()
    judged = policy_at(policy, settings)
    rules = load_rules((rules_folder(), *folders), cache_folder(settings))
    return RuleCatalogue(rules.rules, rules.files, _cards(), judged)


def rule_tester(policy: Path | None) -> RuleTester:
    """The use-case behind ``gptreview rules test``.

    Raises:
        InputError: Policy or a setting cannot be used.
    """
    from gptreview.bootstrap import cache_folder, policy_at, rules_folder
    from gptreview.settings import read_settings
    from gptreview.usecases.try_rules import RuleTester

    settings = read_settings()
    return RuleTester(rules_folder(), policy_at(policy, settings).clauses, cache_folder(settings))


def rule_beginner(policy: Path | None) -> RuleBeginner:
    """The use-case behind ``gptreview rules new``.

    Raises:
        InputError: Policy or a setting cannot be used.
    """
    from gptreview.bootstrap import policy_at, rules_folder
    from gptreview.scan.rules.files import rule_files
    from gptreview.settings import read_settings
    from gptreview.usecases.begin_rule import RuleBeginner

    taken = {file.stem for file in rule_files(rules_folder())}
    taken |= {card.id for cards in _cards().values() for card in cards}
    return RuleBeginner(taken, policy_at(policy, read_settings()).clauses)


def _cards() -> dict[str, Sequence[Card]]:
    """What the scanners without rule files can say."""
    from gptreview.decide.publishing_cards import PUBLISHING_CARDS
    from gptreview.scan.actions.scanner import ActionScanner
    from gptreview.scan.pii.scanner import PiiScanner
    from gptreview.scan.secrets.scanner import SecretScanner

    scanners = (PiiScanner(), SecretScanner(), ActionScanner())
    cards = {scanner.name: scanner.cards() for scanner in scanners}
    return {**cards, "publishing": PUBLISHING_CARDS}
