"""What everybody, and everyone whom a set names, obtains in all."""

from tests.services.iam.policies.sets import Json, a_set, by, of
from tokenlint.services.iam.policies.language import regions
from tokenlint.services.iam.policies.model import Engine
from tokenlint.services.iam.policies.reach import Reach, reaches
from tokenlint.services.iam.policies.table import Table


def reached(*policies: Json, engine: Engine = Engine.JAVA) -> dict[str, Reach]:
    found = a_set(*policies, engine=engine)
    return {each.who: each for each in reaches(Table(found, regions(found) or ()))}


SET = (
    of("PERMIT", "EQ", "openid", "profile"),
    of("DENY", "PATH", "storage.modify:/"),
    of("PERMIT", "PATH", "storage.read:/vo/", group="vo"),
    of("DENY", "EQ", "storage.read:/vo/private", group="vo"),
    of("PERMIT", "REGEXP", r"compute\..*", account="ada"),
)


def test_iam_gives_what_is_permitted() -> None:
    found = reached(*SET)
    assert found["a user whom no policy names"].scopes == ("openid", "profile")
    member = found["a member of the group vo"]
    assert member.scopes == ("openid", "profile", "storage.read:/vo/*")
    assert "storage.read:/vo/private" in member.but
    account = found["the account ada"]
    assert account.scopes == ("openid", "profile", r"/compute\..*/")


def test_opa_gives_what_is_not_denied() -> None:
    found = reached(
        *SET, by("client", "robot", "PERMIT", "PATH", "storage.modify:/r/"), engine=Engine.OPA
    )
    everybody = found["a user whom no policy names"]
    assert everybody.scopes[0] == "*"
    assert "storage.modify:/" in everybody.but
    member = found["a member of the group vo"]
    assert "storage.read:/vo/private" not in member.but  # PERMIT wins within a level
    client = found["the client robot on its own"]
    assert "storage.modify:/r/*" in client.scopes
    assert "storage.modify:/" in client.but
