"""Compares Stills with the ffmpeg command line and the usual OpenCV loop; `make bench`.

clips        the videos, which are made once
footage      the moving texture that they show
jobs         what is extracted from which clip, and the targets
contenders   the command with which Stills, ffmpeg and OpenCV each do a job
opencv_loop  the OpenCV program: `cv2.VideoCapture.read()`, frame by frame
usage        CPU time, wall time and peak memory of a command and all its child processes
rounds       runs all contenders in turns, and takes medians
machine      describes the machine that runs the benchmark
report       the table, and results.json
hdr          compares tone mapping of HDR with that of ffmpeg
duplicates   compares measures that find duplicates
"""
