"""How long an extraction takes on Lambda, and its price, without storage and transfer.

A core of Lambda is assumed to be as fast as the one on which `stills.planning.estimate` was
measured.
"""

from msgspec import Struct

from stills.planning.estimate import Estimate

DEFAULT_MEMORY_MB = 3008
"""The default of WorkerMemory in template.yaml."""
MB_PER_CORE = 1769
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""
MAX_SECONDS = 900
"""The longest timeout of a function, which is that of the worker."""
USD_PER_GB_SECOND = 0.0000166667
"""x86, us-east-1, first tier, without the free tier: https://aws.amazon.com/lambda/pricing/"""
USD_PER_REQUEST = 0.20 / 1e6


class OnLambda(Struct, frozen=True, kw_only=True):
    """`fits` says whether a function may run for so many `seconds`."""

    seconds: float
    usd: float
    fits: bool


def on_lambda(expected: Estimate, memory: int) -> OnLambda:
    """`memory` is in MB. Lambda gives a function cores in proportion to it."""
    seconds = expected.seconds(cores=memory / MB_PER_CORE)
    return OnLambda(
        seconds=round(seconds, 1),
        usd=round(seconds * memory / 1024 * USD_PER_GB_SECOND + USD_PER_REQUEST, 6),
        fits=seconds <= MAX_SECONDS,
    )
