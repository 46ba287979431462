"""Draw the README's pictures: real commands on a terminal as SVG, a real report as PNG.

Run from the repository: ``python docs/pictures/draw.py``, or ``make pictures``. The report's
pictures need Chromium; without it they stay as they are, and it says so.
"""

from __future__ import annotations

import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
COLUMNS = 118
WINDOW = "1180,1500"
# Like rich's own frame, without its web fonts: the picture must show offline too.
FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def run_on_terminal(command: list[str], folder: Path) -> str:
    """What a command prints on a terminal of ``COLUMNS`` columns, colours included."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
    with subprocess.Popen(command, stdout=follower, stderr=follower, cwd=folder, env=environment):
        os.close(follower)
        chunks = []
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:  # Linux says EIO where others say end of file
                break
            if not chunk:
                break
            chunks.append(chunk)
    os.close(leader)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def draw(name: str, session: list[tuple[str, str]]) -> None:
    """Write one picture: each command with its output."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True)
        for command, output in session:
            console.print(Text(f"$ {command}", style="bold"))
            console.print(Text.from_ansi(output.rstrip("\n")))
        svg = console.export_svg(title="gptreview", code_format=FRAME, unique_id=name)
    target = HERE / f"{name}.svg"
    target.write_text(
        "\n".join(line.rstrip() for line in svg.splitlines()) + "\n", encoding="utf-8"
    )


def photograph(program: Path, folder: Path, language: str, name: str) -> None:
    """Write the sample review's report as a picture."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        sys.stderr.write(f"{name}.png stays as it is: Chromium is not installed\n")
        return
    page = folder / f"{name}.html"
    subprocess.run(
        [str(program), "review", "bright-returns", "--language", language, "-o", str(page)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        check=False,  # the sample fails its review, as it should
    )
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--hide-scrollbars", "--blink-settings=preferredColorScheme=1",
         f"--window-size={WINDOW}", f"--screenshot={HERE / name}.png", page.as_uri()],
        stderr=subprocess.DEVNULL,
        check=True,
    )  # fmt: skip


def main() -> None:
    """Draw every picture."""
    program = Path(sys.executable).with_name("gptreview")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for example in ("trip-planner", "bright-returns"):
            (place / example).symlink_to(ROOT / "examples" / example)
        photograph(program, place, "en", "review")
        photograph(program, place, "zh", "review.zh")
        sessions = {
            "migrate": ["migrate trip-planner -o out", "check out/trip_planner"],
            "check": ["check trip-planner/openapi.yaml"],
        }
        for name, commands in sessions.items():
            draw(
                name,
                [
                    (f"gptreview {text}", run_on_terminal([str(program), *text.split()], place))
                    for text in commands
                ],
            )


if __name__ == "__main__":
    main()
