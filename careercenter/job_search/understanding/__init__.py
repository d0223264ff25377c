"""What a person typed, understood: specialties, credentials, codes, places, pay and the rest; what is left stays words.

A pure function over tables made once. It asks no database and no clock of its own.
"""

from careercenter.job_search.understanding.entities import Correction, Entity, Interpretation
from careercenter.job_search.understanding.interpret import interpret

__all__ = ["Correction", "Entity", "Interpretation", "interpret", "warm"]


def warm() -> None:
    """Make the tables now, some two seconds' work, that the first search would have to wait for."""
    interpret("remote oncolgy coder houstn dayton oh 38225")
