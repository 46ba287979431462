"""Try rule files on their own examples."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gptreview.model.rule_catalogue import ExampleFailure, RuleTrial, TriedRule
from gptreview.scan.rules.check import CheckedFile, check_files
from gptreview.scan.rules.examples import FailedExample
from gptreview.scan.rules.files import RuleFile, own_rule_files, rule_files


@dataclass(frozen=True, slots=True)
class RuleTester:
    """Says of each file whether it is a rule, and whether that rule keeps its word."""

    built_in: Path
    """Folder of the built-in rules, which are tried where nothing is named."""
    clauses: Collection[str]
    """Ids of the policy's clauses, of which each rule must name one."""
    cache: Path | None = None
    """Folder for compiled databases; None keeps none."""

    def run(self, paths: Sequence[Path]) -> RuleTrial:
        """Check the files, and run the examples of those that are sound.

        Raises:
            InputError: A path is not there, cannot be read, or holds no rule file.
        """
        files = _files(paths or [self.built_in])
        taken = self._taken(files) if paths else {}
        checked = check_files(files, self.cache, clauses=self.clauses, taken=taken)
        failed: dict[str, list[FailedExample]] = {}
        for each in checked.failed:
            failed.setdefault(each.rule_id, []).append(each)
        return RuleTrial(tuple(_tried(file, failed) for file in checked.files))

    def _taken(self, files: Sequence[RuleFile]) -> dict[str, str]:
        """The other built-in rules, which a review would load beside these."""
        tried = {Path(file.name).resolve() for file in files}
        return {
            file.stem: file.name
            for file in rule_files(self.built_in)
            if Path(file.name).resolve() not in tried
        }


def _files(paths: Iterable[Path]) -> list[RuleFile]:
    """Every file once, however many of the paths lead to it."""
    found: dict[Path, RuleFile] = {}
    for path in paths:
        for file in own_rule_files(path):
            found.setdefault(Path(file.name).resolve(), file)
    return list(found.values())


def _tried(checked: CheckedFile, failed: dict[str, list[FailedExample]]) -> TriedRule:
    file = checked.file
    if checked.rule is None or checked.document is None:
        ordered = sorted(checked.defects, key=lambda defect: defect.line)
        return TriedRule(file.name, file.stem, defects=tuple(dict.fromkeys(map(str, ordered))))
    examples = checked.rule.examples
    failures = failed.get(checked.rule.card.id, [])
    pointers = [f"/tests/{each.kind}/{each.index}" for each in failures]
    places = checked.document.locate(set(pointers))
    return TriedRule(
        file.name,
        file.stem,
        len(examples.match) + len(examples.no_match),
        tuple(
            ExampleFailure(each.kind, each.index + 1, places[pointer][0], each.text, each.happened)
            for each, pointer in zip(failures, pointers, strict=True)
        ),
    )
