"""What every test process does once."""

import gc


def pytest_collection_finish() -> None:
    """Leave what is imported out of every later search for garbage: it lives as long as the process."""
    gc.collect()
    gc.freeze()
