import msgspec
import pytest

from stills.options import ExtractionOptions


def read(text: str) -> ExtractionOptions:
    return msgspec.json.decode(text, type=ExtractionOptions)


def test_by_default_there_is_one_image_per_second() -> None:
    assert read("{}").interval == 1


def test_options_are_decoded_from_json_as_they_were_encoded() -> None:
    options = ExtractionOptions(timestamps=(1.5, "50%"), pick="sharpest")

    assert options.interval is None
    assert read(msgspec.json.encode(options).decode()) == options


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"interval": 1, "fps": 2}', "`interval` and `fps` cannot be combined"),
        ('{"keyframes": true, "scenes": true}', "`keyframes` and `scenes` cannot be combined"),
        ('{"start": 2, "end": 2}', "`end` must be greater than `start`"),
        ('{"timestamps": ["101%"]}', "timestamps"),
        ('{"timestamps": ["half"]}', "timestamps"),
        (r'{"timestamps": ["50%\n"]}', "timestamps"),
        ('{"pdf": true, "format": "webp"}', "`format` must be jpg or png"),
        ('{"pdf": true, "format": "png", "alpha": true}', "`format` must be jpg or png"),
        ('{"format": "gif"}', "Invalid enum value 'gif'"),
        ('{"tone_map": false}', "`format` must be png, tiff or avif if HDR is not tone-mapped"),
        ('{"format": "webp", "tone_map": false}', "`format` must be png, tiff or avif"),
        ('{"alpha": true}', "`format` must be png, webp, avif or tiff with `alpha`"),
        ('{"count": 0}', "Expected `int` >= 1"),
        ('{"intervall": 1}', "unknown field"),
    ],
)
def test_invalid_options_are_refused_with_a_reason(text: str, message: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=message):
        read(text)
