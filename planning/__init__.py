"""Planning: which moments an extraction takes, and what it will yield, take and cost.

The worker, the Video API and the `stills` command share it, so that a plan is of what will be
done. Nothing here opens a video; it imports only `contracts`, so that each can carry a copy.

    timing      times in microseconds
    moments     wanted times
    wanted      from options to wanted times
    forecast    which images an extraction would yield, and what it would decode for them
    estimate    how large the zip, how long it takes, what it costs
"""
