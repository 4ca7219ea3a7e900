"""`python -m load.plot results.json load.png`: how long videos and routes took."""

import json
import sys
from pathlib import Path

import matplotlib.pyplot as plt


def main(results: str, picture: str) -> None:
    crowd = json.loads(Path(results).read_text())["crowd"]
    figure, (videos, routes) = plt.subplots(1, 2, figsize=(11, 4.5), layout="constrained")
    times = sorted(crowd["to_zip"])
    videos.plot(times, [100 * (n + 1) / len(times) for n in range(len(times))])
    videos.set(xlabel="seconds from upload to zip", ylabel="% of the videos", ylim=(0, 100))
    names = sorted({sample["route"] for sample in crowd["samples"]}, reverse=True)
    answers = [
        [1000 * sample["seconds"] for sample in crowd["samples"] if sample["route"] == name]
        for name in names
    ]
    routes.boxplot(answers, orientation="horizontal", tick_labels=names, whis=(1, 99), sym="")
    routes.set(xlabel="milliseconds (box: 25 to 75%; lines: 1 to 99%)")
    figure.suptitle(f"{crowd['users']} users, {crowd['videos']} videos")
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:])
