"""What is loaded before anybody asks for it."""

from __future__ import annotations

from gptreview.web.pages import Pages


def test_all_templates_are_compiled_in_every_language() -> None:
    """The first visitor waits for none of them, nor for the routes to be looked through."""
    asked: list[str] = []

    def path_for(name: str, **_of: object) -> str:
        asked.append(name)
        return "/"

    pages = Pages(path_for)
    pages.load()
    for environment in pages._environments.values():
        assert environment.cache is not None
        names = {str(name) for _loader, name in environment.cache}
        assert names == set(environment.list_templates())
    assert asked == ["home"]
