"""Each mutant removes something that is there."""

import pytest

from tests.chaos.guards import MUTANTS, Mutant
from tests.chaos.stack import ROOT


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.guard)
def test_a_mutant_removes_its_guard(mutant: Mutant) -> None:
    text = (ROOT / mutant.file).read_text()

    assert text.count(mutant.old) == 1
    compile(text.replace(mutant.old, mutant.new), mutant.file, "exec")
