"""Service configurations: a folder of 1,000 files, and how time grows with their number."""

import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.made_up_issuers import ISSUERS
from benchmarks.measure import Cost, exponent, process, row, title

_SIZES = (100, 316, 1000, 3162)
_MOST_SECONDS = 10
_MOST_MEBIBYTES = 300
_RUNS = 3

Products = Mapping[str, Mapping[str, str]]

# Each service is made up, and none is like another: names, paths and audiences differ.
_XROOTD = {
    "xrootd.cfg": (
        "all.export /data{n}\nofs.authorize\nhttp.header2cgi Authorization authz\n"
        "ofs.authlib ++ libXrdAccSciTokens.so config=/etc/xrootd/scitokens.cfg\n"
        "acc.authdb /etc/xrootd/authdb\n"
    ),
    "scitokens.cfg": (
        "[Global]\naudience = https://disk{n}.example\n\n"
        "[Issuer vo]\nissuer = https://issuer{n}.example\nbase_path = /data{n}/vo\n"
        "default_user = user{n}\n"
    ),
    "authdb": "g /vo{n} /data{n}/vo a\nu * /data{n}/public rl\n",
}
_STORM = {
    "sa.d/area.properties": (
        "name=area{n}\nrootPath=/storage/area{n}\naccessPoints=/area{n}\n"
        "orgs=https://issuer{n}.example\nwlcgScopeAuthzEnabled=true\n"
    ),
    "config/application.yml": (
        "oauth:\n  enable-oidc: false\n  issuers:\n"
        "    - name: vo{n}\n      issuer: https://issuer{n}.example\n"
    ),
}
_CONDOR = {
    "mapfiles.d/10-scitokens.conf": (
        "SCITOKENS /^https:\\/\\/issuer{n}.example,.*/ pilot{n}\n"
        "SCITOKENS /^https:\\/\\/other{n}\\.example,subject$/ one{n}\n"
    ),
    "config.d/99-local.conf": "SCITOKENS_SERVER_AUDIENCE = https://ce{n}.example:9619\n",
}
_DCACHE = {
    "dcache.conf": (
        "gplazma.oidc.provider!vo = https://issuer{n}.example/ -profile=wlcg -prefix=/vo{n}\n"
        "gplazma.oidc.audience-targets = https://door{n}.example\n"
    ),
    "gplazma.conf": "auth sufficient oidc\nmap optional multimap\nsession requisite authzdb\n",
    "multi-mapfile": "op:vo username:vo{n} uid:1{n} gid:1{n},true\n",
}
_ARC = {
    "arc.conf": (
        "[common]\nhostname=ce{n}.example\n\n[authgroup:vo]\n"
        "authtokens = * https://issuer{n}.example/ https://ce{n}.example * *\n\n"
        "[mapping]\nmap_to_user = vo user{n}:group\n\n[authtokens]\n\n"
        "[arex/ws/jobs]\nallowaccess=vo\n"
    ),
}
_PRODUCTS = {"xrootd": _XROOTD, "storm": _STORM, "condor": _CONDOR, "dcache": _DCACHE, "arc": _ARC}


_KINDS = {"storage and compute": _PRODUCTS, "issuers, brokers and clients": ISSUERS}


def run(folder: Path) -> None:
    """Lint folders of growing size with the command, as whole processes."""
    for kind, products in _KINDS.items():
        title(f"Configurations of {kind} (tokenlint check FOLDER, whole process, median of 3)")
        costs = {size: _cost(folder / kind.replace(" ", "-"), products, size) for size in _SIZES}
        _print(costs)


def _print(costs: Mapping[int, Cost]) -> None:
    for size, cost in costs.items():
        row(f"{size:,} files", f"{cost.seconds:.2f} s", f"{cost.mebibytes:.0f} MiB")
    thousand = costs[1000]
    goal = f"< {_MOST_SECONDS} s"
    row("  1,000 files: time", f"{thousand.seconds:.2f} s", goal,
        met=thousand.seconds < _MOST_SECONDS)  # fmt: skip
    goal = f"< {_MOST_MEBIBYTES} MiB"
    row("  1,000 files: memory", f"{thousand.mebibytes:.0f} MiB", goal,
        met=thousand.mebibytes < _MOST_MEBIBYTES)  # fmt: skip
    base = process([_tool(), "--version"]).seconds
    slope = exponent(_SIZES, [max(cost.seconds - base, 1e-3) for cost in costs.values()])
    row("  growth from 100 to 3,162: exponent", f"{slope:.2f}", "1 is linear")


def _cost(folder: Path, products: Products, size: int) -> Cost:
    root = folder / f"files-{size}"
    _write(root, products, size)
    command = [_tool(), "check", str(root), "--no-config", "--format", f"json={root}.json"]
    costs = sorted((process(command) for _ in range(_RUNS)), key=lambda cost: cost.seconds)
    if costs[0].exit_code != 1:
        raise SystemExit(f"{command} ended with {costs[0].exit_code}, findings were expected")
    return costs[_RUNS // 2]


def _write(root: Path, products: Products, size: int) -> None:
    written = number = 0
    while written < size:
        for product, files in products.items():
            for name, text in files.items():
                if written == size:
                    return
                file = root / f"site{number}" / product / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text.replace("{n}", str(number)))
                written += 1
        number += 1


def _tool() -> str:
    return str(Path(sys.executable).with_name("tokenlint"))
