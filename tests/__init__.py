"""The tests of tokenlint; the folders mirror those of the package."""
