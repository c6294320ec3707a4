"""The tests. By night (`make nightly`) all of them run on both databases, and what asks at random asks more."""

import os

NIGHTLY = "NIGHTLY" in os.environ
