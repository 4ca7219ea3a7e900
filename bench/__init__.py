"""Measures extraction beside the ffmpeg command line and OpenCV's usual loop; `make bench`.

clips        the videos, made once
footage      the moving texture that they show
jobs         what is extracted from which clip, and the ratios to reach
contenders   the command with which each contender does a job
ours         one of them: the engine, from a file into a zip
opencv_loop  another: `cv2.VideoCapture.read()`, frame by frame
usage        CPU time, wall time and peak memory of a command with all its processes
rounds       runs all contenders in turns, and takes medians
machine      what it was measured on
report       the table, and results.json
hdr          how HDR is tone-mapped, beside ffmpeg's own ways
"""
