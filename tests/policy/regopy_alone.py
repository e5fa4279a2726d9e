"""regopy without any of tokenlint's guards, to show what they are there for.

Run as a program: the module from standard input is evaluated on the input in the arguments,
strictly; what comes out is the JSON of `data.p.r`, or nothing.
"""

import json
import os
import subprocess
import sys
from typing import Any

NOTHING = "nothing"
"""Undefined, refused, or the process died: in any case no value."""


def evaluate(text: str, document: Any, *, strict: bool = True) -> Any:
    """The value of `data.p.r`, or NOTHING."""
    options = json.dumps({"document": json.dumps(document, ensure_ascii=False), "strict": strict})
    done = subprocess.run(
        [sys.executable, __file__, options],
        input=text.encode(),
        capture_output=True,
        timeout=30,
        check=False,
    )
    return json.loads(done.stderr) if done.returncode == 0 and done.stderr else NOTHING


def main() -> None:
    from regopy import Interpreter

    options = json.loads(sys.argv[1])
    interpreter = Interpreter()
    interpreter.strict_built_in_errors = options["strict"]
    interpreter.add_module("m.rego", sys.stdin.read())
    bundle = interpreter.build(None, ["p/r"])
    interpreter.set_input_term(options["document"])
    output = interpreter.query_bundle_entrypoint(bundle, "p/r")
    if output._impl and output.results:
        os.write(2, json.dumps(output.results[0].expressions[0]).encode())


if __name__ == "__main__":
    main()
