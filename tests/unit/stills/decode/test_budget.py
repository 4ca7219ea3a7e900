import pytest

from stills.decode import budget

MIB = 1024 * 1024
HD, UHD, FRAME_8K, FRAME_12K = 3 * MIB, 12 * MIB, 48 * MIB, 108 * MIB


@pytest.mark.parametrize(
    ("cores", "segments", "frame", "decoders", "threads"),
    [
        (1, 9, HD, 1, 1),
        (2, 9, HD, 2, 1),
        (2, 9, UHD, 2, 1),
        (2, 1, UHD, 1, 2),
        (64, 99, HD, 5, 1),
        (64, 99, UHD, 2, 1),
        (64, 99, FRAME_8K, 1, 2),
        (64, 99, FRAME_12K, 1, 1),
        (64, 99, 10 * FRAME_12K, 1, 1),
    ],
)
def test_decoders_and_threads_are_limited_by_cores_segments_and_memory(
    cores: int,
    segments: int,
    frame: int,
    decoders: int,
    threads: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(budget, "THREADS", cores)

    assert budget.decoders(segments, frame) == (decoders, threads)
