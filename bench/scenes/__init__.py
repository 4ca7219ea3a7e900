"""Compares the detection of scenes with that of PySceneDetect, on videos with known cuts.

footage      the videos
detectors    Stills and PySceneDetect
report       recall and precision, and docs/scenes.md
"""
