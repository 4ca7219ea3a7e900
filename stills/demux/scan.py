"""What must be known of a whole video before the wanted times are. The video is rewound after."""

from contextlib import suppress

import av

from stills.demux.video import Video


def last_time(video: Video) -> int:
    """When the last frame comes on screen, by the packets' timestamps: those from the last
    keyframe on, where the index tells where it is."""
    times: list[int] = []
    for keyframe in (*video.keyframes[-1:], None):
        with suppress(av.FFmpegError):
            if keyframe is not None:
                video.seek(keyframe)
            for packet in video.packets():
                timestamp = packet.dts if packet.pts is None else packet.pts
                if timestamp is not None and not packet.is_discard:
                    times.append(video.time(timestamp))
        video.rewind()
        if times:
            break
    return max(times, default=0)
