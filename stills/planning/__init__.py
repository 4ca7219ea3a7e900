"""Sample times, and estimates of what an extraction will give, take and cost.

The engine, the API and the command share this package, so that a plan describes what the engine
will do. Nothing here opens a video or imports PyAV or OpenCV, so that the API can carry a copy.

    sample_times   the times at which images are wanted
    missed_times   listed times that give no image
    timeline       when a video's frames are on screen
    spacing        evenly spaced times
    forecast       which images an extraction would give, and what it would decode for them
    fit            the size that pictures get
    sizes          how large their files are
    estimate       the size of the archive, and the computing time
    pricing        the time and the price on Lambda
    plan           all of that together
"""
