"""Collect the interface's texts for translators: ``python docs/texts.py``, or ``make texts``.

Writes ``locale/gptreview.pot`` and brings ``gptreview.po`` up to it: new texts come in empty, those
that no page says any more go out, and nothing is guessed. `docs/i18n.md` says how to translate.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

WEB = Path(__file__).parent.parent / "src" / "gptreview" / "web"
TEMPLATE = WEB / "locale" / "gptreview.pot"
CHINESE = WEB / "locale" / "zh_CN" / "LC_MESSAGES" / "gptreview.po"
FUNCTIONS: dict[str, None] = dict.fromkeys(("_", "gettext", "ngettext", "pgettext"))
# As web/pages.py sets its environment; a template that cannot be parsed is an error.
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
# No date and no tool's version: the same texts give the same bytes.
HEAD = {
    "Project-Id-Version": "gptreview",
    "Language": "zh_CN",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
Words = str | tuple[str, str]


def collected() -> Catalog:
    """Every text that a template or a module marks, in the order of the files' names."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for place, words, context in _marked():
        catalog.add(words, locations=[(place, 0)], context=context)
    return catalog


def brought_up(catalog: Catalog, old: Catalog) -> Catalog:
    """The collected texts with the translations that there are, by the very same English."""
    new = Catalog(locale="zh_CN", charset="utf-8", fuzzy=False)
    for message in catalog:
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        kept = known.string if known is not None and not known.fuzzy else None
        new.add(
            message.id,
            kept or (("",) if message.pluralizable else ""),
            locations=message.locations,
            context=message.context,
        )
    return new


def written(catalog: Catalog) -> str:
    """A catalogue as its file holds it."""
    file = io.BytesIO()
    write_po(file, catalog, width=100, omit_header=True, include_lineno=False)
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in HEAD.items())
    return f'msgid ""\nmsgstr ""\n{head}\n{file.getvalue().decode()}'


def read(path: Path) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file, locale="zh_CN", domain="gptreview")


def _marked() -> Iterator[tuple[str, Words, str | None]]:
    for path in sorted(WEB.rglob("*")):
        if path.suffix not in {".jinja", ".py"}:
            continue
        with path.open("rb") as file:
            found: Iterable[tuple[object, ...]] = (
                babel_extract(file, tuple(FUNCTIONS), [], JINJA)
                if path.suffix == ".jinja"
                else extract_python(file, FUNCTIONS, [], {})
            )
            place = path.relative_to(WEB).as_posix()
            for _line, function, said, _comments in found:
                yield from ((place, words, context) for words, context in _words(function, said))


def _words(function: object, said: object) -> Iterator[tuple[Words, str | None]]:
    parts = [each for each in said if each] if isinstance(said, tuple | list) else [said]
    # A call with a name instead of a text marks nothing.
    if not all(isinstance(each, str) and each for each in parts):
        return
    if function == "pgettext":
        yield str(parts[1]), str(parts[0])
    elif function == "ngettext":
        yield (str(parts[0]), str(parts[1])), None
    else:
        yield str(parts[0]), None


def main() -> int:
    """Write both files, and say what is left to translate."""
    catalog = collected()
    chinese = brought_up(catalog, read(CHINESE))
    TEMPLATE.write_text(written(catalog), encoding="utf-8")
    CHINESE.write_text(written(chinese), encoding="utf-8")
    missing = sum(not any(each.string or ()) for each in chinese if each.id)
    sys.stdout.write(f"{len(chinese)} texts, {missing} of them not translated yet\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
