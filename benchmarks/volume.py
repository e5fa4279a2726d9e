"""Volume: the library's pipeline on captured tokens, against a plain decode of the same ones."""

import time
from collections import Counter

import jwt
import msgspec

from benchmarks.made_up import tokens
from benchmarks.measure import in_turn, row, seconds_of, title
from tokenlint import shipped
from tokenlint.policy.catalogue import load_catalogue
from tokenlint.policy.engine import open_engine
from tokenlint.policy.policies import load_policies
from tokenlint.policy.settings import Settings
from tokenlint.read import Reader
from tokenlint.stream import Line, Stream, tokens_of
from tokenlint.trustspace.calibration import Calibration

_COUNT = 100_000
_SHAPES = 100
_LEAST_RATIO = 2.0
_RUNS = 3


def run() -> None:
    """Judge and place 100,000 tokens of 100 shapes, and decode them with PyJWT."""
    title(f"Volume ({_COUNT:,} JSON lines, tokens of {_SHAPES} shapes, median of {_RUNS} in turn)")
    lines = list(tokens(_COUNT, _SHAPES))
    evaluated: list[int] = []
    seconds = in_turn(
        _RUNS,
        {
            "tokenlint": lambda: seconds_of(lambda: evaluated.append(_judge(lines))),
            "pyjwt": lambda: seconds_of(lambda: _decode(lines)),
        },
    )
    ratio = seconds["pyjwt"] / seconds["tokenlint"]
    row("tokenlint: decode, place, judge", f"{_COUNT / seconds['tokenlint']:,.0f} /s")
    row("PyJWT: decode without verification", f"{_COUNT / seconds['pyjwt']:,.0f} /s")
    row("  rate against PyJWT", f"{ratio:.2f}", f">= {_LEAST_RATIO}", met=ratio >= _LEAST_RATIO)
    row("  evaluations by the engine", f"{evaluated[-1]}", f"for {_SHAPES} shapes")


def _judge(lines: list[bytes]) -> int:
    catalogue = load_catalogue()
    policies = load_policies([shipped.policies_dir()], catalogue)
    settings = Settings(int(time.time()), shipped.compiled()["limits"], frozenset(catalogue.rules))
    with open_engine("embedded", policies) as engine:
        stream = Stream(engine, Reader(settings, Calibration.default(), policies.letters))
        tally = Counter(map(id, stream.judge(tokens_of(lines))))
        if tally.total() != len(lines) or len(tally) != _SHAPES:
            raise SystemExit(f"{tally.total()} of {len(lines)} tokens, {len(tally)} shapes")
        return stream.evaluated


def _decode(lines: list[bytes]) -> None:
    read = msgspec.json.Decoder(Line).decode
    for line in lines:
        jwt.decode(read(line).token, options={"verify_signature": False})
