"""How long an extraction takes on Lambda, and what that costs, without storage and transfer.

A core of Lambda's is taken to be like the one that `stills.planning.estimate` was measured on.
"""

from msgspec import Struct

from stills.planning.estimate import Estimate

DEFAULT_MEMORY_MB = 3008
"""template.yaml's, of WorkerMemory."""
MB_PER_CORE = 1769
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""
MAX_SECONDS = 900
"""As long as a function may run, and the worker's timeout."""
USD_PER_GB_SECOND = 0.0000166667
"""x86, us-east-1, first tier, not counting the free tier: https://aws.amazon.com/lambda/pricing/"""
USD_PER_REQUEST = 0.20 / 1e6


class OnLambda(Struct, frozen=True, kw_only=True):
    """`fits` where a function may run for that many `seconds`."""

    seconds: float
    usd: float
    fits: bool


def on_lambda(expected: Estimate, memory: int) -> OnLambda:
    """With `memory` in MB, which Lambda gives cores in proportion to."""
    seconds = expected.seconds(cores=memory / MB_PER_CORE)
    return OnLambda(
        seconds=round(seconds, 1),
        usd=round(seconds * memory / 1024 * USD_PER_GB_SECOND + USD_PER_REQUEST, 6),
        fits=seconds <= MAX_SECONDS,
    )
