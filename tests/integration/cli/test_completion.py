"""`stills completion`: shells complete commands, flags, choices and paths."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Stills = Callable[..., subprocess.CompletedProcess[str]]

ASK = """
source ./completion
COMP_WORDS=({words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
$(complete -p stills | sed -E 's/.*-F ([^ ]+).*/\\1/')
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_accepts_its_script(shell: str, stills: Stills, tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(stills("completion", shell).stdout)

    assert "skip-duplicates" in script.read_text()
    if shutil.which(shell):
        subprocess.run([shell, "-n", script], check=True)  # noqa: S603


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("stills ex", {"extract"}),
        ("stills up", {"upload"}),
        ("stills upload hol", {"holiday.mp4"}),
        ("stills ls --status comp", {"completed"}),
        ("stills extract --skip", {"--skip-black", "--skip-blurred", "--skip-duplicates"}),
        ("stills extract --format ''", {"avif", "jpg", "png", "tiff", "webp"}),
        ("stills probe hol", {"holiday.mp4"}),
        ("stills extract v.mp4 --contact-sheet hol", {"holiday.mp4"}),
    ],
)
def test_bash_completes(words: str, completed: set[str], stills: Stills, tmp_path: Path) -> None:
    (tmp_path / "holiday.mp4").touch()
    (tmp_path / "completion").write_text(stills("completion", "bash").stdout)

    ran = subprocess.run(  # noqa: S603
        ["/bin/bash", "-c", ASK.format(words=words)], cwd=tmp_path, capture_output=True, text=True
    )

    assert set(ran.stdout.split()) == completed
