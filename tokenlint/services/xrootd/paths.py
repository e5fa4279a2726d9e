"""Paths as XRootD's plug-in makes them plain (`MakeCanonical`, XRootD 6.2.1)."""


def canonical(path: str) -> str | None:
    """The path without empty parts, `.` and `..`; None for one that is not absolute."""
    if not path.startswith("/"):
        return None
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/" + "/".join(parts)


def below(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies below it, by whole parts."""
    return folder in {"/", path} or path.startswith(folder.rstrip("/") + "/")
