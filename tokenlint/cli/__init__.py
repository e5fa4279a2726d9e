"""The command line: parses arguments, prints, exits; decides nothing.

`main` answers `--version` before anything else is imported,
because hooks and editors ask for it often.
"""

import os
import sys


def main() -> None:
    """Entry point of the `tokenlint` command."""
    if sys.argv[1:] == ["--version"]:
        from tokenlint import __version__

        sys.stdout.write(f"tokenlint {__version__}\n")
        return
    sys.exit(_run())


def _run() -> int:
    import signal

    # As if Ctrl-C had been pressed, so that workers end and a server is left as it was found.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if _will_judge(sys.argv[1:]):
            from tokenlint.policy.engines.process import start_early

            start_early()
        from tokenlint.cli.app import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:  # before or after click looks after it
        sys.stderr.write("tokenlint: interrupted; the analysis is incomplete\n")
        return 4
    finally:
        if "tokenlint.policy.engines.process" in sys.modules:
            from tokenlint.policy.engines.process import dismiss

            dismiss()


def _will_judge(arguments: list[str]) -> bool:
    """A guess from the words of the command line: the embedded engine will be needed.

    A wrong guess costs a process that is ended unused.
    """
    if arguments[:1] not in (["check"], ["token"]) or "TOKENLINT_OPA_URL" in os.environ:
        return False
    others = ("-h", "--help", "--engine", "--opa-url")
    return not any(argument.startswith(others) for argument in arguments)
