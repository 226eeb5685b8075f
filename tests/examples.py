"""How many examples Hypothesis makes up, and whether they are others each time: by `HYPOTHESIS_PROFILE`."""

import os

from hypothesis import HealthCheck, settings

# Whether a change may land is decided neither by chance, nor by how fast a machine is, or how busy.
settings.register_profile("default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
# `make explore`: what it finds is mended, with a test of its own.
settings.register_profile(
    "explore", settings.get_profile("default"), derandomize=False, max_examples=3000, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def examples(number: int) -> settings:
    """So many by default, where the usual number does not fit, and so many times more as the profile has more."""
    return settings(max_examples=number * settings().max_examples // settings.get_profile("default").max_examples)
