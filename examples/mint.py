"""Make demonstration tokens out of the claims in `examples/tokens/`, or in another folder.

    python examples/mint.py transfer-log stage-out
    python examples/mint.py --claims examples/migration/tokens

Each token is signed with a key that is made now and thrown away at the end,
so no service in the world accepts it. The public half of the key is written beside the tokens,
to try `tokenlint token --jwks`. The name of each token file is printed.

No token is kept in this repository, not even a made-up one: a token is a live credential,
and tools that search for secrets are right to complain about any of them.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

CLAIMS = Path(__file__).resolve().parent / "tokens"
KEY_ID = "thrown-away"
SECONDS = {"m": 60, "h": 3600, "d": 86400}
TIME = re.compile(r"now(?:(?P<sign>[+-])(?P<number>[0-9]+)(?P<unit>[mhd]))?")


def main(arguments: list[str] | None = None) -> int:
    """Mint what the command line names; 2 for a name that no file in `tokens/` has."""
    options = _parser().parse_args(arguments)
    known_names = sorted(file.stem for file in options.claims.glob("*.json"))
    names = options.names or known_names
    unknown = [name for name in names if name not in known_names]
    if unknown or not names:
        known = ", ".join(known_names) or "none"
        sys.stderr.write(f"no such claims: {', '.join(unknown)}; there are {known}\n")
        return 2
    folder = options.into or Path(tempfile.mkdtemp(prefix="demonstration-tokens-"))
    for file in mint(names, folder, options.at, options.claims):
        sys.stdout.write(f"{file}\n")
    return 0


def mint(names: list[str], folder: Path, at: datetime, claims: Path = CLAIMS) -> list[Path]:
    """Write one token for each name into `folder`, and the public key as `keys.json`."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    keys = {"keys": [{**public, "kid": KEY_ID, "alg": "ES256", "use": "sig"}]}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "keys.json").write_text(json.dumps(keys, indent=2) + "\n", encoding="utf-8")
    return [
        _write(folder / f"{name}.token", _token(claims / f"{name}.json", key, at)) for name in names
    ]


def _token(file: Path, key: ec.EllipticCurvePrivateKey, at: datetime) -> str:
    described = json.loads(file.read_text(encoding="utf-8"))
    claims = at_times(described["claims"], int(at.timestamp()))
    return jwt.encode(claims, key, algorithm="ES256", headers={"kid": KEY_ID})


def at_times(claims: Mapping[str, Any], now: int) -> dict[str, Any]:
    """The claims with `now`, `now+6h`, `now-5m` as seconds since the epoch."""
    return {name: _instant(value, now) for name, value in claims.items()}


def _instant(value: object, now: int) -> object:
    found = TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    if found["sign"] is None:
        return now
    seconds = int(found["number"]) * SECONDS[found["unit"]]
    return now + seconds if found["sign"] == "+" else now - seconds


def _write(file: Path, token: str) -> Path:
    """Only its owner may read the file, as it should be with any token."""
    file.touch(mode=0o600)
    file.write_text(token + "\n", encoding="utf-8")
    return file


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Make demonstration tokens with throw-away keys.")
    parser.add_argument("names", nargs="*", help="files of claims, without .json; all")
    parser.add_argument(
        "--claims", type=Path, metavar="FOLDER", default=CLAIMS, help="default: examples/tokens"
    )
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="default: a new temporary one")
    parser.add_argument(
        "--at",
        type=lambda text: datetime.fromisoformat(text).astimezone(UTC),
        default=datetime.now(UTC),
        metavar="TIME",
        help="the instant that `now` stands for (ISO 8601); default: now",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
