"""The extraction engine: given a video and options, chooses frames, decodes as little as possible
and stores images. PyAV decodes, OpenCV does all work on pixels. Wanted times and the arithmetic on
them are in `planning`.

    isolation    extract() and probe(): have a child process do it, and serve it
    process      the child process, started without credentials and heard within limits
    wire         what the two say to each other
    child        the child: can open nothing, and extracts

    extraction   the way from a video to images and their manifest
    formats      which container format a file is, by its first bytes
    container    opens a container within bounds and picks the stream
    first        reads and decodes packets, until the first picture
    source       a video: its packets, and times from its first frame
    describe     what the manifest says of the video
    plan         from options to wanted times, and how to come by their frames
    survey       what must be known of the whole video before wanted times are
    scenes       finds cuts
    sparing      the frames that are wanted, with as little decoding as may be
    stretches    which packets that takes, in stretches that need nothing of each other
    packets      packets in decoding order, with a view of those that follow
    decoders     decoders side by side, a stretch for each
    proof        whether they give what the packets said
    decode       where there is no proof: frame after frame, noting what is damaged
    selection    the frame for each wanted time
    render       from a chosen frame to an image file, in threads beside the decoding (parallel)
    pixels       a decoded frame to an upright picture with square pixels
    deinterlace  one moment of the two in an interlaced frame
    fit          pictures into the size that was asked for
    measure      how sharp, how dark, how alike pictures are
    encode       pictures to image files
    gallery      which images are kept, and where they are stored
    extras       what is made of them beside: contact sheet and sprite
    sampling     a few items of many, evenly spaced
    tiles        small pictures side by side
    contact_sheet, sprite
"""

from stills.sandbox.client import extract, probe

__all__ = ["extract", "probe"]
