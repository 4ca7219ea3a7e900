"""What the command itself finds wrong; what is wrong with a video is in stills.errors."""


class CommandError(Exception):
    """`code` is stable and for machines; `reason` says what happened.

    Codes: invalid_options, no_such_file, cannot_read, cannot_write.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
