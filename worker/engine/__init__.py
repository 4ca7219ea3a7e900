"""The extraction engine: given a video and options, chooses frames, decodes as little as possible
and stores images. PyAV decodes, OpenCV does all work on pixels.

    isolation    extract(): has a child process extract, and serves it
    process      the child process, started without credentials and heard within limits
    wire         what the two say to each other
    child        the child: can open nothing, and extracts
    extraction   the way from a video to images and their manifest
    formats      which container format a file is, by its first bytes
    container    opens a container within bounds and picks the stream
    source       a video: its packets, and times from its first frame
    timing       times in microseconds
    moments      which times are wanted
    packets      packets in decoding order, with a view of those that follow
    decode       decodes every frame, or as few as the wanted times need
    selection    the frame on screen at each wanted time
    pixels       a decoded frame to an upright picture with square pixels
    deinterlace  one moment of the two in an interlaced frame
    encode       pictures to image files, beside the decoding
    describe     what the manifest says of the video
"""

from worker.engine.isolation import extract

__all__ = ["extract"]
