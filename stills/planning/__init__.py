"""Planning: which moments an extraction takes, and what it will yield, take and cost.

The worker, the Video API and the `stills` command share it, so that a plan is of what will be
done. Nothing here opens a video; it imports only `contracts`, so that each can carry a copy.

    timing      times in microseconds
    moments     wanted times
    wanted      from options to wanted times
    spacing     times that are evenly spaced
    survey      what is known of a video without decoding it
    forecast    which images an extraction would yield, and what it would decode for them
    fit         which size pictures get
    samples     how large their files are
    estimate    how large the zip, and how much there is to compute
    pricing     how long that takes on Lambda, and what it costs
"""
