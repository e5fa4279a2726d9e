"""`python -m tokenlint` is the `tokenlint` command."""

from tokenlint.cli import main

if __name__ == "__main__":
    main()
