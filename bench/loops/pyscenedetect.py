"""PySceneDetect's two detectors of cuts, which print the numbers of the frames that they find."""

import json
import sys

from scenedetect import AdaptiveDetector, ContentDetector, detect

MIN_SCENE = 10
"""Frames: 0.4 s."""


def main(*videos: str) -> None:
    found = {
        kind.__name__: [
            [scene[0].frame_num for scene in detect(video, kind(min_scene_len=MIN_SCENE))[1:]]
            for video in videos
        ]
        for kind in (ContentDetector, AdaptiveDetector)
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
