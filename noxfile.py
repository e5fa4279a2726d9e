#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2025.10.14"]
# ///
"""The tests on every supported Python; everything else is in the Makefile."""

import nox

nox.needs_version = ">=2025.10.14"
nox.options.default_venv_backend = "uv|virtualenv"

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


@nox.session(python=PYTHONS, default=True)
def tests(session: nox.Session) -> None:
    """Run pytest against the pinned dependencies."""
    session.install("--require-hashes", "--no-deps", "-r", "requirements/dev.txt")
    session.install("--no-deps", "--no-build-isolation", "--editable", ".")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(default=False, venv_backend="none")
def gate(session: nox.Session) -> None:
    """Run everything that the gate checks (`make test`)."""
    session.run("make", "test", external=True)


if __name__ == "__main__":
    nox.main()
