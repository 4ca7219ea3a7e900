"""Reads what PyAV does not tell about HEVC (ITU-T H.265)."""

_PPS = b"\x44\x01"
"""The header of a NAL unit that contains a picture parameter set."""

_LONGEST = 64


def has_entry_points(headers: bytes) -> bool:
    """Whether every row of blocks begins at an entry point, and the picture is not divided into
    tiles. `headers` contain a picture parameter set (7.3.2.3.1)."""
    start = headers.find(_PPS)
    if start < 0:
        return False
    bits = _Bits(headers[start + len(_PPS) :][:_LONGEST].replace(b"\0\0\3", b"\0\0"))
    bits.skip_numbers(2)  # the ids
    bits.take(7)
    bits.skip_numbers(3)
    bits.take(2)
    if bits.take(1):  # cu_qp_delta_enabled_flag
        bits.skip_numbers(1)
    bits.skip_numbers(2)
    bits.take(4)
    tiles_enabled, entropy_coding_sync_enabled = bits.take(1), bits.take(1)
    return bool(entropy_coding_sync_enabled and not tiles_enabled)


class _Bits:
    """Bits from left to right, followed by zeros."""

    def __init__(self, data: bytes) -> None:
        self._text = "".join(f"{byte:08b}" for byte in data)
        self._position = 0

    def take(self, count: int) -> int:
        taken = self._text[self._position : self._position + count]
        self._position += count
        return int(taken or "0", 2)

    def skip_numbers(self, count: int) -> None:
        """Skips numbers in Exp-Golomb code (9.2)."""
        for _ in range(count):
            one = self._text.find("1", self._position)
            self._position = len(self._text) if one < 0 else 2 * one - self._position + 1
