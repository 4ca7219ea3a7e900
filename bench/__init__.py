"""Compares Stills with FFmpeg 9 and with libraries that read videos; `make bench`.

clips        the videos, which are made once
footage      the moving texture that they show
jobs         what is extracted from which clip, and the targets
contenders   the command with which Stills and each of the others do a job
loops        the programs that use OpenCV, decord and torchcodec
usage        CPU time, wall time and peak memory of a command and all its child processes
rounds       runs all contenders in turns, and takes medians
above_floor  what Stills spends beside decoding
machine      describes the machine that runs the benchmark
report       the tables, results.json and docs/speed.md
hdr          compares tone mapping of HDR with that of ffmpeg
duplicates   compares measures that find duplicates
scenes       compares the detection of scenes with that of PySceneDetect
"""
