"""The VOMS clients of this machine, and a made-up authority that they trust for a test.

`voms-proxy-fake` makes proxies with attribute certificates as a VOMS server would sign them,
with whatever keys it is given. `voms-proxy-info2` (C++) and `voms-proxy-info3` (Java) read them,
`voms-verify` checks a chain.
"""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tokenlint.made_up.authority import SERVER, USER, Holder, authority, certified

AUTHORITY = "/DC=example/DC=grid/CN=made-up authority with RSA"

PROGRAMS = (
    "voms-proxy-fake",
    "voms-proxy-info2",
    "voms-verify",
    "voms-proxy-init3",
    "voms-proxy-info3",
    "openssl",
)
MISSING = "the VOMS clients are missing; `make tools` installs them (scripts/voms.sh)"
_PATIENCE = 60


def installed() -> bool:
    """Whether all programs are there."""
    return all(shutil.which(name) for name in PROGRAMS)


@dataclass(frozen=True)
class Lab:
    """A folder with the keys of a made-up person and server, and the authority to trust.

    `now` is when it was made, in seconds since the epoch: the clients take the clock's word.
    """

    folder: Path
    now: int

    @classmethod
    def make(cls, folder: Path) -> "Lab":
        """Keys, certificates, and the folder of trusted authorities."""
        lab = cls(folder, int(time.time()))
        own = certified(AUTHORITY, None, lab.now, days=30, kind="rsa-2048")  # Java wants RSA
        for name, subject in (("user", USER), ("host", SERVER)):
            holder = certified(subject, own, lab.now, days=30, kind="rsa-2048")
            _write(folder / f"{name}.pem", holder.certificate.public_bytes(Encoding.PEM))
            _write(folder / f"{name}.key", _key(holder))
        lab.certificates.mkdir()
        for root in (own, authority(lab.now)):
            trusted = _write(folder / "authority.pem", root.certificate.public_bytes(Encoding.PEM))
            told = lab.run("openssl", "x509", "-in", trusted, "-noout", "-subject_hash")
            _write(lab.certificates / f"{told.stdout.strip()}.0", trusted.read_bytes())
        return lab

    @property
    def certificates(self) -> Path:
        """The authorities that the clients trust."""
        return self.folder / "certificates"

    def run(self, *command: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a client that sees this lab and nothing else."""
        return subprocess.run(
            [str(each) for each in command],
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
            cwd=self.folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.folder),
                "TZ": "UTC",
                "LC_ALL": "C.UTF-8",
                "X509_CERT_DIR": str(self.certificates),
                "X509_VOMS_DIR": str(self.folder),
                **environ,
            },
        )

    def fake(self, name: str, *options: str) -> Path:
        """A proxy by `voms-proxy-fake`, with attributes of the organisation `made-up`."""
        out = self.folder / name
        keys = ("-cert", "user.pem", "-key", "user.key", "-hostcert", "host.pem")
        vo = ("-hostkey", "host.key", "-voms", "made-up", "-uri", "voms.example:15000")
        done = self.run(
            "voms-proxy-fake",
            "-q",
            "-certdir",
            self.certificates,
            *keys,
            *vo,
            *options,
            "-out",
            out,
        )
        assert out.is_file(), done.stderr
        return out

    def init(self, name: str, *options: str | Path) -> Path:
        """A proxy without attributes by the Java client."""
        out = self.folder / name
        done = self.run("voms-proxy-init3", *options, "-out", out)
        assert out.is_file(), done.stderr
        return out

    def put(self, name: str, data: bytes) -> Path:
        """A proxy that was made elsewhere."""
        return _write(self.folder / name, data)

    def accepts(self, file: Path) -> bool:
        """Whether `voms-verify` takes the chain."""
        return self.run("voms-verify", X509_USER_CERT=str(file)).returncode == 0

    def info(self, program: str, file: Path) -> dict[str, list[str]]:
        """What `voms-proxy-info -all` says: values by their name, in order."""
        more = ("-dont-verify-ac",) if program.endswith("2") else ()
        done = self.run(program, "-file", file, "-all", *more)
        said: dict[str, list[str]] = {}
        for line in done.stdout.splitlines():
            name, colon, value = line.partition(" : ")
            if colon:
                said.setdefault(name.strip(), []).append(value.strip())
        assert said, done.stderr
        return said


def _key(holder: Holder) -> bytes:
    pem: bytes = holder.key.private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    )
    return pem


def _write(path: Path, data: bytes) -> Path:
    """For the owner alone, as clients want it."""
    path.touch(mode=0o600)
    path.write_bytes(data)
    return path
