"""Make demonstration tokens out of the claims in `examples/tokens/`.

    python examples/mint.py transfer-log stage-out
    python examples/mint.py --proxy pilot

Each token is signed with a key that is made now and thrown away at the end,
so no service in the world accepts it. The public half of the key is written beside the tokens,
to try `tokenlint token --jwks`. The name of each token file is printed.

A proxy gets an authority, a person and a VOMS server of its own, likewise thrown away.

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
PROXIES: dict[str, dict[str, Any]] = {
    "user": {"attributes": {"fqans": ("/made-up",)}},
    "pilot": {
        "ends": "now+96h",
        "delegations": 2,
        "policy": "limited",
        "attributes": {"fqans": ("/made-up/Role=pilot", "/made-up"), "ends": "now+24h"},
    },
}
TIME = re.compile(r"now(?:(?P<sign>[+-])(?P<number>[0-9]+)(?P<unit>[mhd]))?")


def main(arguments: list[str] | None = None) -> int:
    """Mint what the command line names; 2 for a name that no file in `tokens/` has."""
    options = _parser().parse_args(arguments)
    names = options.names or ([] if options.proxy else _all_names())
    unknown = [name for name in names if not (CLAIMS / f"{name}.json").is_file()]
    if unknown:
        known = ", ".join(_all_names())
        sys.stderr.write(f"no such claims: {', '.join(unknown)}; there are {known}\n")
        return 2
    folder = options.into or Path(tempfile.mkdtemp(prefix="demonstration-tokens-"))
    made = mint(names, folder, options.at) if names else []
    for file in [*made, *mint_proxies(options.proxy, folder, options.at)]:
        sys.stdout.write(f"{file}\n")
    return 0


def _all_names() -> list[str]:
    return sorted(file.stem for file in CLAIMS.glob("*.json"))


def mint(names: list[str], folder: Path, at: datetime) -> list[Path]:
    """Write one token for each name into `folder`, and the public key as `keys.json`."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    keys = {"keys": [{**public, "kid": KEY_ID, "alg": "ES256", "use": "sig"}]}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "keys.json").write_text(json.dumps(keys, indent=2) + "\n", encoding="utf-8")
    return [_write(folder / f"{name}.token", _token(name, key, at)) for name in names]


def mint_proxies(names: list[str], folder: Path, at: datetime) -> list[Path]:
    """Write one proxy for each name into `folder`, with its private key and its chain."""
    if not names:
        return []
    from tokenlint.made_up.proxies import made_up_proxy
    from tokenlint.policy.example_proxy import ExampleAttributes, ExampleProxy

    folder.mkdir(parents=True, exist_ok=True)
    now = int(at.timestamp())
    written = []
    for name in names:
        described = dict(PROXIES[name])
        held = ExampleAttributes(**described.pop("attributes"))
        proxy = ExampleProxy(**described, attributes=(held,))
        made = made_up_proxy(proxy, lambda text: int(_instant(text, now)))
        written.append(_write(folder / f"{name}.x509", made.decode().rstrip()))
    return written


def _token(name: str, key: ec.EllipticCurvePrivateKey, at: datetime) -> str:
    described = json.loads((CLAIMS / f"{name}.json").read_text(encoding="utf-8"))
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
    parser.add_argument("names", nargs="*", help="files in examples/tokens, without .json; all")
    parser.add_argument(
        "--proxy",
        action="append",
        choices=sorted(PROXIES),
        default=[],
        help="make this VOMS proxy, too; without names, no token",
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
