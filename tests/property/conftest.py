"""Property tests draw the same examples at every run, and never watch the clock."""

from hypothesis import settings

settings.register_profile("mvl", derandomize=True, deadline=None, database=None)
settings.load_profile("mvl")
