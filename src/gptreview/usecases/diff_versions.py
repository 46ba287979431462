"""Two contents of a listing, field by field, without what is personal in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeVar

from gptreview.errors import GptReviewError
from gptreview.model.gpt import Gpt, GptAction, KnowledgeFile
from gptreview.model.registry import KeptFinding, KeptVerdict, ListedVersion
from gptreview.model.registry_diff import ChangeKind, FieldChange, VerdictChange
from gptreview.reading.document import ReadLimits, read_mapping

_MAX_LINES: Final = 5_000
"""Of one text that is compared line by line: the time grows with the square."""
_CONTEXT: Final = 3
"""Lines that are shown around a change, as `diff -u` does."""
_MASKED: Final = "differs only in line ends or in what is masked"
Mask = Callable[[str], str]
_Value = TypeVar("_Value")


def field_changes(before: Gpt, after: Gpt, mask: Mask) -> tuple[FieldChange, ...]:
    """All fields that are not alike, in the order of a listing's fields.

    Args:
        before: The earlier content.
        after: The later content.
        mask: Gives a text without what is personal in it.
    """
    texts = [
        _text_change(field, was or "", now or "", mask)
        for field, was, now in _paired(_texts(before), _texts(after))
    ]
    files, actions = _file_changes(before, after, mask), _action_changes(before, after, mask)
    return (*texts, *files, *actions)


def verdict_change(before: ListedVersion, after: ListedVersion) -> VerdictChange:
    """The verdicts on both, by the newest standard that both were held against."""
    was, now = _comparable(before.verdicts, after.verdicts)
    if was is None or now is None:
        return VerdictChange(was, now)
    return VerdictChange(
        was, now, _only(now.findings, was.findings), _only(was.findings, now.findings)
    )


def _comparable(
    before: Sequence[KeptVerdict], after: Sequence[KeptVerdict]
) -> tuple[KeptVerdict | None, KeptVerdict | None]:
    by_standard = {each.standard: each for each in before}
    for each in after:
        if each.standard in by_standard:
            return by_standard[each.standard], each
    return next(iter(before), None), next(iter(after), None)


def _only(some: Iterable[KeptFinding], others: Iterable[KeptFinding]) -> tuple[KeptFinding, ...]:
    """Findings whose evidence the others lack; the same evidence may stand there several times."""
    left = Counter(each.evidence_digest for each in others)
    kept = []
    for each in some:
        if left[each.evidence_digest] > 0:
            left[each.evidence_digest] -= 1
        else:
            kept.append(each)
    return tuple(kept)


def _texts(gpt: Gpt) -> Mapping[str, str]:
    proof = f"{gpt.builder.name}\n{gpt.builder.domain}\n{gpt.builder.verified}"
    models = {None: "", True: "yes", False: "no"}
    return {
        "name": gpt.name,
        "description": gpt.description,
        "instructions": gpt.instructions,
        "starters": "\n".join(gpt.conversation_starters),
        "capabilities": "\n".join(gpt.capabilities),
        "categories": "\n".join(gpt.categories),
        "builder": proof if proof.strip() else "",
        "visibility": gpt.visibility or "",
        "improve_models": models[gpt.improve_models],
    }


def _files(gpt: Gpt) -> Mapping[str, list[KnowledgeFile]]:
    files: dict[str, list[KnowledgeFile]] = defaultdict(list)
    for each in gpt.knowledge:
        files[each.name].append(each)
    return files


def _actions(gpt: Gpt) -> Mapping[str, list[GptAction]]:
    actions: dict[str, list[GptAction]] = defaultdict(list)
    for number, each in enumerate(gpt.actions):
        actions[_title(each) or str(number)].append(each)
    return actions


def _title(action: GptAction) -> str:
    """What its document calls the API; empty where that cannot be read."""
    data = action.schema.encode("utf-8", "replace")
    try:
        info = read_mapping(data, name="action", limits=ReadLimits()).value.get("info")
    except GptReviewError:
        return ""
    title = info.get("title") if isinstance(info, dict) else None
    return title if isinstance(title, str) else ""


def _paired(
    before: Mapping[str, _Value], after: Mapping[str, _Value]
) -> Iterator[tuple[str, _Value | None, _Value | None]]:
    """Those that are not alike, in the order of the earlier, then of the later ones."""
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        if was != now:
            yield key, was, now


def _kind(was: object, now: object) -> ChangeKind:
    if not was:
        return ChangeKind.ADDED
    return ChangeKind.CHANGED if now else ChangeKind.REMOVED


def _text_change(field: str, was: str, now: str, mask: Mask) -> FieldChange:
    kind = _kind(was, now)
    before, after = was.splitlines(), now.splitlines()
    if max(len(before), len(after)) > _MAX_LINES:
        return FieldChange(field, kind, f"{len(before):,} lines before, {len(after):,} after")
    shown_before, shown_after = mask(was).splitlines(), mask(now).splitlines()
    if (len(shown_before), len(shown_after)) != (len(before), len(after)):
        # A mask over several lines: which line is which can be told of the masked text alone.
        before, after = shown_before, shown_after
    lines = tuple(_unified(before, after, shown_before, shown_after))
    return FieldChange(field, kind, "" if lines else _MASKED, lines)


def _unified(
    before: Sequence[str], after: Sequence[str], shown_before: Sequence[str], shown: Sequence[str]
) -> Iterator[str]:
    """Hunks as `diff -u` writes them; compared as written, shown masked."""
    for group in SequenceMatcher(None, before, after).get_grouped_opcodes(_CONTEXT):
        (_, i1, _, j1, _), (_, _, i2, _, j2) = group[0], group[-1]
        yield f"@@ -{_range(i1, i2)} +{_range(j1, j2)} @@"
        for tag, start, end, from_, to in group:
            if tag == "equal":
                yield from (f" {line}" for line in shown_before[start:end])
                continue
            yield from (f"-{line}" for line in shown_before[start:end])
            yield from (f"+{line}" for line in shown[from_:to])


def _range(start: int, end: int) -> str:
    """First line, counted from 1, and their number; for none the line before, as POSIX has it."""
    count = end - start
    return f"{start + (count > 0)}{'' if count == 1 else f',{count}'}"


def _file_changes(before: Gpt, after: Gpt, mask: Mask) -> Iterator[FieldChange]:
    for name, was, now in _paired(_files(before), _files(after)):
        note = f"{_file_words(was)} before, {_file_words(now)} after" if was and now else ""
        field = f"knowledge:{mask(name)}"
        yield FieldChange(field, _kind(was, now), note or _file_words(was or now))


def _file_words(files: Sequence[KnowledgeFile] | None) -> str:
    unread = [each for each in files or () if each.unread]
    size = sum(len(each.data) for each in files or ())
    return "not read" if unread else f"{size:,} bytes"


def _action_changes(before: Gpt, after: Gpt, mask: Mask) -> Iterator[FieldChange]:
    for name, was, now in _paired(_actions(before), _actions(after)):
        parts = ", ".join(_changed_parts(was, now)) if was and now else ""
        yield FieldChange(f"action:{mask(name)}", _kind(was, now), parts)


def _changed_parts(was: Sequence[GptAction], now: Sequence[GptAction]) -> Iterator[str]:
    parts: Mapping[str, Callable[[GptAction], object]] = {
        "schema": lambda each: (each.schema, each.unread),
        "authentication": lambda each: each.auth,
        "privacy policy": lambda each: each.privacy_policy_url,
        "source of the schema": lambda each: each.schema_url,
        "what is there no more": lambda each: each.lost,
    }
    for name, of in parts.items():
        if list(map(of, was)) != list(map(of, now)):
            yield name
