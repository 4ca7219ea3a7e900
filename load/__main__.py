"""`make load`: 20 users with 10 videos each, one user beside another's 50 videos, and one user with
10,000 videos, on a local cloud of its own, which it stops."""

import argparse
import os
import platform
import subprocess
import tempfile
from pathlib import Path

import msgspec

from load.library import library
from load.people import crowd, fairness
from load.report import Results, tables
from local.clips import make_clip
from local.cloud import cloud
from local.ports import free_ports
from local.settings import ROOT, Settings

OUT = Path("out/load")
PLOT = ROOT / ".stills/venvs/load/bin/python"
SECONDS = 1800


def main() -> int:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        clip = make_clip(Path(scratch) / "clip.mp4", seconds=4, width=320, height=180)
        port, page_port = free_ports(2)
        settings = Settings(Path(scratch), port, page_port, worker="host")
        with cloud(settings, print) as running:
            outputs = running.outputs
            print(f"{arguments.users} users with {arguments.videos} videos each", flush=True)
            many = crowd(outputs, clip, arguments.users, arguments.videos, SECONDS)
            print(f"One user beside {arguments.others} videos of another", flush=True)
            fair = fairness(outputs, clip, arguments.others, SECONDS)
            print(f"One user with {arguments.library:,} videos", flush=True)
            big = library(outputs, clip, arguments.library)
    results = Results(_machine(), many, fair, big)
    OUT.mkdir(parents=True, exist_ok=True)
    written = OUT / "results.json"
    written.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    (OUT / "tables.md").write_text(tables(results))
    print(tables(results))
    if PLOT.exists():
        subprocess.run([PLOT, "-m", "load.plot", written, OUT / "load.png"], check=True)  # noqa: S603
        print(f"Plotted in {OUT / 'load.png'}")
    return 1 if many.lost or many.doubled else 0


def _machine() -> str:
    python = platform.python_version()
    return f"{os.cpu_count()} cores; {platform.system()} {platform.machine()}; Python {python}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--videos", type=int, default=10)
    parser.add_argument("--others", type=int, default=50)
    parser.add_argument("--library", type=int, default=10_000)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
