"""Tokens that Harvester's credential manager asks for.

Each setup of `iam_token_cred_manager` asks for one token for each of its targets, by client
credentials: with all compute scopes for computing elements (which come from CRIC, so that no file
tells them), with no scope at all for the PanDA server and for others. No lifetime is asked for:
`lifetime` is the age at which a token's file is removed, `refresh_interval` that at which it is
renewed. Source: HSF/harvester @10afaae, harvestercredmanager/iam_token_cred_manager.py,
harvestermisc/token_utils.py.
"""

from collections.abc import Iterator

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Dead, Setting
from tokenlint.services.asked import Asked, Doing
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value

MANAGER = "iam_token_cred_manager"
TARGETS = ("common", "ce", "panda")
_SCOPES = ("compute.read", "compute.modify", "compute.create", "compute.cancel")
# HTCondor takes submissions only with all of create, modify and cancel (condor_scitokens.cpp).
_DOINGS = tuple(
    Doing(operation, by="submit-host")
    for operation in (Operation.SUBMIT, Operation.QUERY, Operation.CANCEL, Operation.MODIFY_JOB)
)
_SECONDS = {"lifetime": 1_209_600, "refresh_interval": 3600}


def requests(name: str, setup: Node) -> Iterator[Asked]:
    """The tokens of one setup; that for the PanDA server only says who is asking, as it should."""
    target = setup.text("target_type")
    if target is None or not target.known:
        return
    if target.text == "ce":
        yield _for_elements(name, target)
    elif target.text == "common":
        for audience in setup.values("target_list"):
            yield _for_service(f"{name}: {audience.text}", target, audience)


def _for_elements(name: str, target: Value) -> Asked:
    return Asked(
        name=f"{name}: computing elements",
        source=target.source,
        kind="pilot-submission",
        description="pilots of Harvester to each computing element of CRIC",
        scopes=tuple(Value(scope, target.source) for scope in _SCOPES),
        audiences=(Value("each computing element", target.source, known=False),),
        grant="client-credentials",
        doings=_DOINGS,
        at_kind="compute",
    )


def _for_service(name: str, target: Value, audience: Value) -> Asked:
    return Asked(
        name=name,
        source=target.source,
        description="a token of Harvester's own",
        scopes=None,
        audiences=(audience,),
        grant="client-credentials",
    )


def settings(setup: Node) -> Iterator[Setting]:
    """How long the files of tokens stay, and when they are renewed."""
    for name, default in _SECONDS.items():
        value = setup.text(name)
        number = setup.number(name)
        title = f"{MANAGER}/{name}"
        if value is None:
            yield Setting(title, str(default), setup.source, written=False, seconds=default)
        else:
            known = number is not None and number >= 0
            seconds = number if known else None
            yield Setting(title, value.text, value.source, known=known, seconds=seconds)


def dead(setup: Node) -> Iterator[Dead]:
    """A kind of target that the manager does not know, and refuses."""
    target = setup.text("target_type")
    if target is not None and target.known and target.text not in TARGETS:
        yield Dead("ignored-value", target, f"the manager knows {', '.join(TARGETS)} only")
