"""All that stands below a folder as one digest, so that nothing changes there unseen."""

import hashlib
from pathlib import Path


def checksum(root: Path) -> str:
    """A digest of names, kinds, contents, owners and modes, in hexadecimal digits."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        found = path.lstat()
        digest.update(f"{path.relative_to(root)}\0{found.st_mode}\0{found.st_uid}\0".encode())
        if path.is_symlink():
            digest.update(str(path.readlink()).encode())
        elif path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()
