from stills.wording import counted, verb


def test_a_noun_is_singular_only_for_one() -> None:
    numbers = (0, 1, 2, 1200)

    assert [counted(number, "image") for number in numbers] == [
        "0 images",
        "1 image",
        "2 images",
        "1,200 images",
    ]


def test_the_verb_agrees_with_the_number() -> None:
    assert [verb(number, "is", "are") for number in (0, 1, 2)] == ["are", "is", "are"]
