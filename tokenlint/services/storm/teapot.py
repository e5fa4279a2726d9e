"""Teapot: a token comes to a local account, whose own StoRM WebDAV then answers.

Source: `config.ini`, `teapot.py` (a7717e9), `vo_mapping.py` (20c309f) and the documentation of
interTwin-eu/teapot. Who is trusted stands in `trusted_OP`; `mapping` says how an account is
found: FILE by `user-mapping.csv` (account and subject), VO by `[VO_enforcement]`, KEYCLOAK by
the token's `preferred_username`, ALISE by asking a server. Audiences are not compared:
flaat, which reads the tokens, decodes them with `verify_aud` off (`access_tokens.py`, 0ab5df5).

Settings: `mapping`, `mapping_file`, `trusted_op`, `require_client_cert`, `log_level`.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import (
    Absent,
    Acceptance,
    Assembled,
    Audience,
    Dead,
    Issuer,
    Mapping,
    Service,
    Setting,
    State,
    Subjects,
)
from tokenlint.services.pieces import Piece, by_folder, companion
from tokenlint.services.storm.recognise import TEAPOT, USER_MAPPING
from tokenlint.services.storm.teapot_gate import (
    Account,
    Gate,
    decide,
    groups,
    same_issuer,
    users,
)
from tokenlint.services.storm.teapot_ini import Ini, Section, items, read
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_SETTINGS: Final = (
    ("Teapot", "mapping"),
    ("Teapot", "mapping_file"),
    ("Teapot", "trusted_OP"),
    ("Teapot", "log_level"),
    ("Storm-webdav", "REQUIRE_CLIENT_CERT"),
)


def assemble_teapot(pieces: Sequence[Piece], services: Sequence[Service]) -> Assembled:
    """Each `config.ini` with the mapping and the StoRM WebDAV beside it."""
    found: list[Service] = []
    problems: list[Problem] = []
    used: set[str] = set()
    for piece in pieces:
        if piece.kind != TEAPOT:
            continue
        gate = _gate(piece.text, pieces, services)
        used |= {gate.partner.file} if gate.partner else set()
        found.append(_service(gate))
        problems += gate.ini.problems
    for _, group in by_folder([p for p in pieces if p.kind == USER_MAPPING]):
        found += [_alone(piece.text) for piece in group if piece.text.file not in used]
    return Assembled(tuple(found), tuple(problems))


def _gate(text: Text, pieces: Sequence[Piece], services: Sequence[Service]) -> Gate:
    ini = read(text)
    trusted = ini.get("Teapot", "trusted_OP")
    mapping = ini.get("Teapot", "mapping")
    partner = None
    accounts: tuple[Account, ...] | None = None
    if mapping is not None and mapping.text == "FILE":
        named = ini.get("Teapot", "mapping_file")
        name = named.text if named and named.text else "user-mapping.csv"
        piece = companion(pieces, USER_MAPPING, name, text)
        partner = piece.text if piece else None
        accounts = users(partner) if partner else None
    elif mapping is not None and mapping.text == "VO":
        accounts = tuple(groups(ini))
    beside = [s for s in services if _folder(s.acceptance.source.file) == text.folder]
    behind = beside[0] if len(beside) == 1 else None
    issuers = tuple(items(text, trusted)) if trusted else ()
    return Gate(text, ini, issuers, mapping, accounts, behind, partner)


def _folder(file: str) -> str:
    return file.rpartition("/")[0]


def _service(gate: Gate) -> Service:
    source = gate.text.whole
    behind = gate.behind.acceptance.files if gate.behind else ()
    partner = (gate.partner.file,) if gate.partner else ()
    acceptance = Acceptance(
        "teapot",
        "Teapot",
        gate.text.file,
        source,
        tuple(dict.fromkeys((gate.text.file, *partner, *behind))),
        audience=Audience(State.NO, State.YES, (), _trust_source(gate)),
        issuers=tuple(_issuer(gate, url) for url in gate.issuers),
        mappings=tuple(_mappings(gate)),
        dead=tuple(_dead(gate.ini)),
        settings=tuple(_settings(gate)),
        absent=_absent(gate),
    )
    return Service(acceptance, partial(decide, gate))


def _absent(gate: Gate) -> tuple[Absent, ...]:
    """The file of accounts, where it is named and is not there."""
    named = gate.ini.get("Teapot", "mapping_file")
    asked = gate.mapping is not None and gate.mapping.text == "FILE"
    if not asked or gate.partner is not None or named is None:
        return ()
    return absent("mapping_file", named, gate.text)


def _trust_source(gate: Gate) -> Source:
    """Where the trusted providers are listed."""
    trusted = gate.ini.get("Teapot", "trusted_OP")
    return trusted.source if trusted else gate.text.whole


def _alone(text: Text) -> Service:
    """A mapping without its `config.ini`."""
    gate = Gate(text, Ini(), (), None, users(text), None, None)
    mappings = tuple(_users_as_mappings(gate.accounts or ()))
    acceptance = Acceptance(
        "teapot", "Teapot", text.file, text.whole, (text.file,), mappings=mappings
    )
    return Service(acceptance, partial(decide, gate))


def _issuer(gate: Gate, url: Value) -> Issuer:
    """A trusted provider, with the storage areas that name it."""
    areas = []
    for section in _areas(gate.ini):
        urls = [v for k, v in section.values.items() if k.startswith("idp_url_")]
        point = section.values.get("accesspoint")
        if point is not None and any(same_issuer(each.text, url.text) for each in urls):
            areas.append(point)
    return Issuer(url, url, url.source, tuple(areas), scopes=State.UNKNOWN)


def _areas(ini: Ini) -> Iterator[Section]:
    yield from (each for each in ini.sections if each.name.text.startswith("STORAGE_AREA"))


def _mappings(gate: Gate) -> Iterator[Mapping]:
    mapping = gate.mapping
    if mapping is None or not mapping.known:
        return
    if mapping.text == "FILE":
        yield from _users_as_mappings(gate.accounts or ())
    elif mapping.text == "VO":
        for each in gate.accounts or ():
            yield Mapping("VO", "", Subjects.SOME, each.account, each.account.source)
    elif mapping.text == "KEYCLOAK":
        account = Value("preferred_username", mapping.source)
        for issuer in gate.issuers:
            source = mapping.source
            yield Mapping("KEYCLOAK", issuer.text, Subjects.ANY, account, source, True)


def _users_as_mappings(accounts: Sequence[Account]) -> Iterator[Mapping]:
    for each in accounts:
        yield Mapping("FILE", "", Subjects.ONE, each.account, each.account.source)


def _dead(ini: Ini) -> Iterator[Dead]:
    """Groups of `[VO_enforcement]` without the account of the same ending."""
    for section in ini.sections:
        if section.name.text != "VO_enforcement":
            continue
        for key, value in section.values.items():
            if key.startswith("group_") and "username_" + key[6:] not in section.values:
                says = f"there is no `username_{key[6:]}` that it could be mapped to"
                yield Dead("never-matches", value, says)


def _settings(gate: Gate) -> Iterator[Setting]:
    for section, key in _SETTINGS:
        value = gate.ini.get(section, key)
        if value is not None:
            text = value.text if value.known else ""
            yield Setting(key.lower(), text, value.source, known=value.known)
