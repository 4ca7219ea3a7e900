"""Words that depend on a number."""


def counted(number: int, noun: str) -> str:
    """`1 image`, `2 images`, `10,000 images`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def verb(number: int, singular: str, plural: str) -> str:
    return singular if number == 1 else plural
