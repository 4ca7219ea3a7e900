"""The images as the pages of PDF files (ISO 32000-1), without encoding them again."""

import struct
from collections.abc import Iterator

POINTS = 0.75
"""Of a pixel: 96 pixels are 72 points, which are an inch."""

MAX_BYTES = 64 * 1024 * 1024
"""After so many bytes another file begins, so that memory does not grow with the images."""


class Slides:
    """Receives images, and gives them back as PDF files, of which each is complete in itself."""

    def __init__(self) -> None:
        self._file = _Pdf()

    def add(self, data: bytes, width: int, height: int) -> Iterator[bytes]:
        """Adds a jpg or png file without alpha of this size. Gives a PDF file if that is full."""
        if self._file.pages and len(self._file.data) + len(data) > MAX_BYTES:
            yield from self.rest()
        self._file.add(data, width, height)

    def rest(self) -> Iterator[bytes]:
        """Gives the last PDF file, if it has pages."""
        if self._file.pages:
            yield self._file.finish()
            self._file = _Pdf()


class _Pdf:
    """A PDF file with an image on each page. Object 1 is the catalog, object 2 the page tree, and
    each page has three objects after them."""

    def __init__(self) -> None:
        self.data = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
        self.pages = 0
        self._offsets: dict[int, int] = {}

    def add(self, image: bytes, width: int, height: int) -> None:
        page = 3 * (self.pages + 1)
        across, down = width * POINTS, height * POINTS
        self._write(
            page,
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {across:.10g} {down:.10g}]"
            f"/Contents {page + 1} 0 R/Resources<</XObject<</I {page + 2} 0 R>>>>>>",
        )
        self._write(page + 1, "", f"q {across:.10g} 0 0 {down:.10g} 0 0 cm /I Do Q".encode())
        encoding, body = _png(image) if image.startswith(b"\x89PNG") else (_JPEG, image)
        size = f"/Width {width}/Height {height}"
        self._write(page + 2, f"/Type/XObject/Subtype/Image{size}{encoding}", body)
        self.pages += 1

    def finish(self) -> bytes:
        pages = " ".join(f"{3 * (number + 1)} 0 R" for number in range(self.pages))
        self._write(1, "<</Type/Catalog/Pages 2 0 R>>")
        self._write(2, f"<</Type/Pages/Count {self.pages}/Kids[{pages}]>>")
        table, count = len(self.data), len(self._offsets) + 1
        self.data += f"xref\n0 {count}\n0000000000 65535 f \n".encode()
        for number in range(1, count):
            self.data += f"{self._offsets[number]:010} 00000 n \n".encode()
        self.data += f"trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()
        return bytes(self.data)

    def _write(self, number: int, text: str, body: bytes | None = None) -> None:
        """Writes an object, or a stream with the entries in `text`."""
        self._offsets[number] = len(self.data)
        self.data += f"{number} 0 obj\n".encode()
        if body is None:
            self.data += text.encode()
        else:
            self.data += f"<<{text}/Length {len(body)}>>\nstream\n".encode()
            self.data += body
            self.data += b"\nendstream"
        self.data += b"\nendobj\n"


_JPEG = "/Filter/DCTDecode/ColorSpace/DeviceRGB/BitsPerComponent 8"


def _png(file: bytes) -> tuple[str, bytes]:
    """PDF has the compression and the predictors of PNG. Its colors are gray or RGB here."""
    width, _, depth, kind = struct.unpack_from(">IIBB", file, 16)
    space, colors = ("DeviceRGB", 3) if kind == 2 else ("DeviceGray", 1)
    predictors = f"/Predictor 15/Colors {colors}/BitsPerComponent {depth}/Columns {width}"
    encoding = (
        f"/Filter/FlateDecode/DecodeParms<<{predictors}>>"
        f"/ColorSpace/{space}/BitsPerComponent {depth}"
    )
    return encoding, b"".join(_image_data(file))


def _image_data(png: bytes) -> Iterator[bytes]:
    """The contents of the IDAT chunks."""
    place = 8
    while place < len(png):
        size, kind = struct.unpack_from(">I4s", png, place)
        if kind == b"IDAT":
            yield png[place + 8 : place + 8 + size]
        place += size + 12
