"""A small configuration, made up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """A file where it is usually installed, what such files tell, and the least of its content."""

    path: str
    tells: str
    content: str
