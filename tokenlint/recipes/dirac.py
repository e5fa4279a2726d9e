"""The section of a computing element that makes DIRAC send pilots to it with a token.

The tag `Token` makes the Site Director ask for all four compute scopes, no fewer. The audience
comes from the type of the element: `host:9619` for HTCondorCE, `https://host:port` for AREX.
For storage DIRAC asks for the path of each file, with no audience, and no option adds one.
Source: DIRACGrid/DIRAC at b5bc25c: WorkloadManagementSystem/Client/PilotScopes.py,
Resources/Computing/HTCondorCEComputingElement.py, AREXComputingElement.py,
DataManagementSystem/Agent/FTS3Agent.py and Client/FTS3Job.py.
"""

import re
from typing import Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.privilege.capability import Action
from tokenlint.recipes.recipe import InexpressibleError, Written
from tokenlint.recipes.writable import host_only
from tokenlint.recipes.writing import lifetime_of

NAME: Final = "dirac"
TITLE: Final = "DIRAC: a computing element that takes tokens"
LANGUAGE: Final = "dirac"
CARRIES: Final = ("audience", "scope")
REFERENCE: Final = Reference(
    "DIRAC, PilotScopes.py and the classes of computing elements",
    "PILOT_SCOPES, audienceName",
    "https://github.com/DIRACGrid/DIRAC/blob/b5bc25c/src/DIRAC/WorkloadManagementSystem/Client/PilotScopes.py",
)

_PILOT: Final = {Action.QUERY, Action.CANCEL, Action.MODIFY_JOB, Action.SUBMIT}
_CONDOR: Final = re.compile(r"([^/:]+):9619")
_AREX: Final = re.compile(r"https://([^/:]+):([1-9][0-9]{0,4})")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def write(token: LeastToken, client: str) -> Written:
    """The sections; `client` is the name of the site."""
    if any(each.action.on_storage for each in token.capabilities):
        raise InexpressibleError(
            "DIRAC asks for storage tokens file by file and names no audience; no option of "
            "StorageElements or FTS3Agent sets audience, scope or lifetime "
            "(FTS3Agent.py and FTS3Job.py at b5bc25c)"
        )
    if {each.action for each in token.capabilities} != _PILOT:
        raise InexpressibleError(
            "DIRAC asks for all four compute scopes for pilots (PilotScopes.py at b5bc25c), and no "
            "option leaves one of them out; this token needs fewer"
        )
    if any(not each.path.is_root for each in token.capabilities):
        raise InexpressibleError("DIRAC asks for compute scopes without a path")
    if not _NAME.fullmatch(client):
        raise InexpressibleError("the name of a site in DIRAC has letters, digits and . _ - only")
    return Written(_sections(client, *_element(token)), tuple(_notes(token)))


def _element(token: LeastToken) -> tuple[str, tuple[str, ...]]:
    """The host and the options of the element."""
    found = _CONDOR.fullmatch(token.audience[0])
    if len(token.audience) == 1 and found and host_only(found[1]):
        return found[1], ("CEType = HTCondorCE", "Tag = Token")
    found = _AREX.fullmatch(token.audience[0])
    if len(token.audience) == 1 and found and host_only(found[1]):
        return found[1], ("CEType = AREX", f"Port = {found[2]}", "Tag = Token")
    raise InexpressibleError(
        "DIRAC makes the audience itself, of one computing element: host:9619 for HTCondorCE, "
        "https://host:port for AREX; this token's audience is none of the two"
    )


def _sections(site: str, host: str, options: tuple[str, ...]) -> str:
    grid = site.partition(".")[0] if "." in site else "LCG"
    names = ("Resources", "Sites", grid, site, "CEs", host)
    opening = [
        line
        for depth, name in enumerate(names)
        for line in ("  " * depth + name, "  " * depth + "{")
    ]
    inner = ["  " * len(names) + option for option in options]
    closing = ["  " * depth + "}" for depth in reversed(range(len(names)))]
    return "\n".join((*opening, *inner, *closing, ""))


def _notes(token: LeastToken) -> list[str]:
    notes = [
        "The tag Token is for every organisation that may use the element; Token:VO is for one.",
        (
            f"DIRAC names no lifetime: the client at the issuer decides, and {lifetime_of(token)} "
            "is enough."
        ),
        (
            "The secret of the client belongs into the local file of the server, never into the "
            "Configuration Service, which everybody can read."
        ),
    ]
    if token.issuer is not None:
        notes.append(
            f"Resources/IdProviders must name the issuer {ascii(token.issuer)[1:-1]}, with the "
            "grant client_credentials."
        )
    return notes
