"""What ``gptreview serve`` refuses before it listens."""

from __future__ import annotations

import pytest

from gptreview.cli.main import run


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(["--profile", "nope"], "'content', 'public'", id="profile"),
        pytest.param(["--demo", "--profile", "nope"], "'content', 'public'", id="profile-of-demo"),
        pytest.param(["--proxy", "proxy.example"], "no IP address", id="proxy-by-name"),
        pytest.param(["--proxy", "*"], "no IP address", id="anybody-as-proxy"),
        pytest.param(["--workers", "0"], "1<=x<=64", id="workers"),
        pytest.param(["--port", "70000"], "0<=x<=65535", id="port"),
    ],
)
def test_options_that_cannot_be_meant(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad input ends with 2, and says what is expected."""
    assert run(["serve", *options]) == 2
    assert said in capsys.readouterr().err
