"""Lines that others make useless."""

from tests.services.xrootd.texts import SCITOKENS, SERVER, acceptance
from tokenlint.services.acceptance import Dead


def dead(scitokens: str, server: str = SERVER, authdb: str = "u * / lr\n") -> list[Dead]:
    return list(acceptance(xrootd__cfg=server, scitokens__cfg=scitokens, authdb=authdb).dead)


def test_nothing_is_dead_in_a_sound_server() -> None:
    assert dead(SCITOKENS) == []


def test_a_database_that_onmissing_keeps_off_is_dead() -> None:
    (found,) = dead(SCITOKENS.replace("[Issuer", "onmissing = deny\n[Issuer"))
    assert (found.reason, found.what.text) == ("unreachable", "/etc/xrootd/authdb")
    assert found.by is not None
    assert (found.by.file, found.by.line) == ("etc/scitokens.cfg", 3)


def test_a_database_that_macaroons_keep_off_is_not_laid_to_onmissing() -> None:
    server = SERVER + "ofs.authlib ++ libXrdMacaroons.so\nmacaroons.onmissing deny\n"
    outer = server.replace("ofs.authlib ++ libXrdMacaroons.so\n", "").replace(
        "ofs.authlib ++", "ofs.authlib ++ libXrdMacaroons.so\nofs.authlib ++"
    )
    assert dead(SCITOKENS, server) == dead(SCITOKENS, outer) == []


def test_a_default_user_beside_map_subject_is_dead() -> None:
    (found,) = dead(SCITOKENS + "map_subject = true\ndefault_user = prod\n")
    assert (found.reason, found.what.text) == ("shadowed", "prod")


def test_a_second_section_of_an_issuer_is_dead() -> None:
    (found,) = dead(SCITOKENS + SCITOKENS.partition("\n[")[2].replace("Issuer vo", "[Issuer a"))
    assert (found.reason, found.what.text) == ("duplicate", "Issuer vo")


def test_dead_lines_of_all_files_are_there() -> None:
    found = dead(SCITOKENS + "base_path = /x\n", authdb="u * / lr /a r\n")
    assert {each.what.source.file for each in found} == {"etc/scitokens.cfg", "etc/authdb"}


def test_unknown_keys_of_all_files_are_there() -> None:
    found = acceptance(
        scitokens__cfg=SCITOKENS + "name_mapfile = map.json\ndefault_usr = x\n",
        map__json='[{"subb": "a", "path": "/", "result": "b"}]',
    )
    assert [key.suggestion for key in found.unknown_keys] == ["default_user", "sub"]
