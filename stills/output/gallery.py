"""Decides which images are kept, names them, and stores them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stills.image.encode import EncodedImage
from stills.manifest import FILES, Extra, Image
from stills.names import UNNAMED, Labels, Namer
from stills.options import ExtractionOptions
from stills.output.duplicates import KeptImages
from stills.output.extras import Extras
from stills.output.render import Rendered
from stills.sink import Store
from stills.timing import to_seconds


@dataclass(frozen=True)
class Naming:
    """What the names of images need to know of the video. `frames` are the times of all its frames,
    in microseconds, ascending; without them every frame has the number 0. `titles` are those of the
    chapters, by the times at which they begin."""

    video_name: str = UNNAMED
    frames: Sequence[int] = ()
    titles: Mapping[int, str] = field(default_factory=dict)

    def frame_number(self, time: int) -> int:
        return max(0, bisect_right(self.frames, time) - 1)


class Gallery:
    """Receives images in order of time. `images` are those that were kept and stored. `dropped`
    counts the others by reason."""

    def __init__(
        self, options: ExtractionOptions, store: Store, naming: Naming | None = None
    ) -> None:
        self._options = options
        self._naming = naming or Naming()
        self._namer = Namer(options.names, self._naming.video_name, options.format, FILES)
        self._store = store
        self._extras = Extras(options, store)
        self._kept = KeptImages(options)
        self.images: list[Image] = []
        self.dropped: Counter[str] = Counter()

    @property
    def is_full(self) -> bool:
        return len(self.images) >= self._options.max_images

    def take(self, rendered: Rendered) -> None:
        if rendered.encoded is None:
            self.dropped["black"] += 1
        elif rendered.is_blurred:
            self.dropped["blurred"] += 1
        elif rendered.fingerprint and not self._kept.add(rendered.fingerprint):
            self.dropped["duplicate"] += 1
        else:
            self.images.append(self._stored(rendered, rendered.encoded))
            self._extras.add_image(rendered.encoded)
            if rendered.thumbnail is not None:
                self._extras.add(rendered.time, rendered.thumbnail)

    def extras(self, duration: float | None) -> tuple[Extra, ...]:
        """Makes the extras that the options ask for, and stores them. At least one image must have
        been kept. `duration` is that of the video in seconds."""
        return tuple(self._extras.stored(self.images, duration))

    def _stored(self, rendered: Rendered, encoded: EncodedImage) -> Image:
        index = len(self.images)
        name = self._namer.name(
            Labels(index, rendered.time, self._naming.frame_number(rendered.time))
        )
        return Image(
            index=index,
            name=name,
            requested_time=to_seconds(rendered.sample_time),
            time=to_seconds(rendered.time),
            width=encoded.width,
            height=encoded.height,
            size=len(encoded.data),
            offset=self._store(name, encoded.data),
            sha256=encoded.sha256,
            sharpness=rendered.sharpness,
            captured_at=rendered.capture.time,
            location=rendered.capture.location,
            chapter=self._naming.titles.get(rendered.sample_time),
        )
