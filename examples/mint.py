"""Make demonstration tokens out of the claims in `examples/tokens/` or another folder; macaroons.

    python examples/mint.py transfer-log stage-out
    python examples/mint.py --claims examples/migration/tokens
    python examples/mint.py --macaroon shared-dataset
    python examples/mint.py --proxy pilot

Each token is signed with a key that is made now and thrown away at the end,
so no service in the world accepts it. The public half of the key is written beside the tokens,
to try `tokenlint token --jwks`. The name of each token file is printed.

With `--macaroon` the names are those of files in `examples/macaroons/`.
A proxy gets an authority, a person and a VOMS server of its own, likewise thrown away.

No token is kept in this repository, not even a made-up one: a token is a live credential,
and tools that search for secrets are right to complain about any of them.
"""

import argparse
import base64
import hmac
import json
import re
import secrets
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
MACAROONS = CLAIMS.parent / "macaroons"
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
    """Mint what the command line names; 2 for a name that no file of that folder has."""
    options = _parser().parse_args(arguments)
    described = MACAROONS if options.macaroon else options.claims
    known_names = sorted(file.stem for file in described.glob("*.json"))
    names = options.names or ([] if options.proxy else known_names)
    unknown = [name for name in names if name not in known_names]
    if unknown or not (names or options.proxy):
        known = ", ".join(known_names) or "none"
        sys.stderr.write(f"no such claims: {', '.join(unknown)}; there are {known}\n")
        return 2
    folder = options.into or Path(tempfile.mkdtemp(prefix="demonstration-tokens-"))
    if options.macaroon:
        files = mint_macaroons(names, folder, options.at)
    else:
        files = mint(names, folder, options.at, options.claims) if names else []
    for file in [*files, *mint_proxies(options.proxy, folder, options.at)]:
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


def mint_macaroons(names: list[str], folder: Path, at: datetime) -> list[Path]:
    """Write one macaroon for each name into `folder`, each with a root key of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / f"{name}.macaroon", _macaroon(name, at)) for name in names]


def _macaroon(name: str, at: datetime) -> str:
    """The first format: a chain of HMAC over the identifier and each caveat, with SHA-256."""
    described = json.loads((MACAROONS / f"{name}.json").read_text(encoding="utf-8"))
    identifier = described["identifier"]
    caveats = [_dated(caveat, at) for caveat in described["caveats"]]
    root = hmac.digest(b"macaroons-key-generator", secrets.token_bytes(32), "sha256")
    signature = hmac.digest(root, identifier.encode(), "sha256")
    for caveat in caveats:
        signature = hmac.digest(signature, caveat.encode(), "sha256")
    said = [("location", described["location"]), ("identifier", identifier)]
    said += [("cid", caveat) for caveat in caveats]
    packets = [_packet(key, value.encode()) for key, value in said]
    data = b"".join([*packets, _packet("signature", signature)])
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _packet(key: str, value: bytes) -> bytes:
    body = key.encode() + b" " + value + b"\n"
    return f"{len(body) + 4:04x}".encode() + body


def _dated(caveat: str, at: datetime) -> str:
    """`before:now+4d` with the instant in ISO 8601."""
    key, _, value = caveat.partition(":")
    instant = _instant(value, int(at.timestamp()))
    if isinstance(instant, str):
        return caveat
    return f"{key}:{datetime.fromtimestamp(int(str(instant)), UTC):%Y-%m-%dT%H:%M:%SZ}"


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
        "--macaroon", action="store_true", help="macaroons of examples/macaroons instead"
    )
    parser.add_argument(
        "--claims", type=Path, metavar="FOLDER", default=CLAIMS, help="default: examples/tokens"
    )
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
