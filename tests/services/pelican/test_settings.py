from tests.services.pelican.servers import SERVER, acceptance, export, origin
from tokenlint.services.acceptance import Setting


def settings(content: str) -> dict[str, Setting]:
    return {each.name: each for each in acceptance(content).settings}


def test_what_is_written() -> None:
    content = "TLSSkipVerify: True\nDirector:\n  FedTokenLifetime: 15m\n"
    found = settings(content)
    assert found["tlsskipverify"].value == "True"
    assert found["tlsskipverify"].source.line == 1
    assert found["director.fedtokenlifetime"].seconds == 900


def test_defaults() -> None:
    found = settings(origin(export("[Reads]")))
    assert (found["origin.multiuserminid"].value, found["origin.multiuserminid"].written) == (
        "1000",
        False,
    )
    assert not found["origin.multiuser"].known  # it depends on who starts it
    assert "issuer.userstripdomain" not in found
    assert (
        settings(f"{SERVER}Origin:\n  EnableIssuer: true\n")["issuer.userstripdomain"].value
        == "false"
    )


def test_folders_of_a_file_system_only() -> None:
    assert (
        settings(origin(export("[Reads]", storage="/")))["origin.exports.storageprefix"].value
        == "/"
    )
    s3 = origin(export("[Reads]", storage="/"), more="  StorageType: s3\n")
    assert "origin.exports.storageprefix" not in settings(s3)


def test_placeholders_are_unknown() -> None:
    assert not settings("TLSSkipVerify: '{{ .skip }}'\n")["tlsskipverify"].known
