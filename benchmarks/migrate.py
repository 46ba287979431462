"""How faithful and how fast ``gptreview migrate`` is, on real plugins: one command.

Usage: python benchmarks/migrate.py [--data FOLDER] [--only fidelity|speed] [--format text|json]

Exit status: 0 every loss has a name, 1 something was lost or broken without one, 2 no data.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).resolve().parents[2] / "shared" / "data"


def main() -> int:
    """Measure, print, and say whether a loss has no name."""
    arguments = _parsed()
    if not (arguments.data / "plugins").is_dir():
        print(
            f"{arguments.data}: no folder `plugins` in it; expected a folder that holds plugins/ "
            "(one folder a plugin, each with its ai-plugin.json) and specs/; name it with --data",
            file=sys.stderr,
        )
        return 2
    with tempfile.TemporaryDirectory(prefix="gptreview-bench-") as folder:
        return _run(arguments, Path(folder))


def _run(arguments: argparse.Namespace, workspace: Path) -> int:
    from speed_plan import measure

    # Speed first: what the judge loads would only add to the memory of this process.
    speeds = list(measure(arguments.data, workspace)) if arguments.only != "fidelity" else []
    from corpus import judge_corpus
    from tables import as_json, fidelity_lines, machine, speed_lines

    judged = arguments.only != "speed"
    report = judge_corpus(arguments.data / "plugins", workspace) if judged else None
    if arguments.format == "json":
        print(as_json(report, speeds))
    else:
        print(machine(), end="\n\n")
        print("\n".join(speed_lines(speeds) if speeds else ()), end="\n\n")
        print("\n".join(fidelity_lines(report) if report else ()))
    return 1 if report and (report.unnamed or report.problems) else 0


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=_DATA, metavar="FOLDER",
                        help="folder that holds plugins/ and specs/")  # fmt: skip
    parser.add_argument("--only", choices=["fidelity", "speed"], help="take one half")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
