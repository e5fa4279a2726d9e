"""Plugins of the test suite; they are named here because pytest loads this file first."""

pytest_plugins = ["pytester", "tests.leak_guard", "tests.in_parallel"]
