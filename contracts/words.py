"""Numbers in sentences."""


def counted(number: int, noun: str) -> str:
    """`1 byte`, `2,048 bytes`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
