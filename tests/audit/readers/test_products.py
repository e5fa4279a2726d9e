"""What each product's sample tells, event by event, in few words."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from tests.audit.readers.samples import SAMPLES
from tests.audit.readers.test_laws import reader_of
from tests.minting import claims, mint
from tokenlint.audit.event import NO_TIME, Event
from tokenlint.audit.readers.bearer import bearer_in
from tokenlint.audit.readers.reader import Circumstances

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()
HOUR_EAST = timezone(timedelta(hours=1))


def events(name: str, where: Circumstances | None = None, text: str = "") -> list[Event]:
    reader = reader_of(name, where or Circumstances("access.log", year=2026))
    return reader.read((text or SAMPLES[name]).encode(), 1).events + reader.end().events


def brief(event: Event) -> str:
    """Operation or what it is about, path, new path, verdict."""
    said = {True: "yes", False: "no", None: "?"}[event.allowed]
    return " ".join(
        filter(None, (event.operation or f"({event.about})", event.path, event.to, said))
    )


EXPECTED = {
    "xrootd": [
        "(login) ?",
        "read /data/a b yes",
        "delete /data/b yes",
        "rename /data/b /data/c yes",
        "mkdir /data/d no",
        "(open) /data/e no",
    ],
    "dcache-access": [
        "create /data/a b yes",
        "delete /data/b no",
        "(login) ?",
        "read /data/c yes",
        "delete /data/c no",
    ],
    "dcache-billing": [
        "create /data/a [b] yes",
        "(request) /data/a [b] yes",
        "delete /data/a yes",
        "stage /tape/a yes",
        "(request) /data/x no",
    ],
    "storm": ["read /vo/a b yes", "create /vo/b no", "delete /vo/b yes"],
    "htcondor-audit": ["(login) ?", "submit yes", "(act_on_jobs) ?", "(act_on_jobs) no"],
    "htcondor-events": ["submit yes", "(executed) ?", "cancel yes"],
    "arc": ["query ?", "(post-jobs) /rest/1.0/jobs ?", "submit yes", "cancel yes"],
    "fts": [
        "(transfer-submitted) /jobs yes",
        "(transfer-queried) /jobs/0b6f8c1e yes",
        "(transfer-cancelled) /jobs/0b6f8c1e no",
    ],
    "iam": ["(token-issued) ?"],
    "combined": [
        "read /data/a b yes",
        "create /data/b yes",
        "overwrite /data/b yes",
        "delete /data/b no",
        "(copy) /data/b yes",
    ],
    "observed": ["read /data/a yes", "rename-over /data/a /data/b yes"],
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_what_a_sample_tells(name: str) -> None:
    assert [brief(event) for event in events(name)] == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"observed", "combined"}))
def test_when_it_was(name: str) -> None:
    assert all(0 <= event.time - NOON < 600 for event in events(name))


@pytest.mark.parametrize(
    "name", ["xrootd", "dcache-billing", "htcondor-audit", "htcondor-events", "arc"]
)
def test_times_without_a_zone_take_the_one_that_is_given(name: str) -> None:
    here = events(name)
    there = events(name, Circumstances("access.log", zone=HOUR_EAST, year=2026))
    assert {one.time - other.time for one, other in zip(here, there, strict=True)} == {3600.0}


@pytest.mark.parametrize("name", ["dcache-access", "storm", "fts", "iam", "combined"])
def test_times_with_a_zone_do_not(name: str) -> None:
    where = Circumstances("access.log", zone=HOUR_EAST)
    assert [event.time for event in events(name, where)] == [event.time for event in events(name)]
    assert reader_of(name).remarks() == ()


def test_xrootd_joins_token_client_and_decision() -> None:
    read = events("xrootd")[1]
    assert (read.client, read.user, read.subject) == ("192.0.2.7", "vo", "me")
    assert (read.issuer, read.groups) == ("https://issuer.example", ("/vo", "/vo/x"))
    delete = events("xrootd")[2]
    assert (delete.subject, delete.client) == ("", "host.example")


def test_xrootd_counts_a_token_once() -> None:
    lines = SAMPLES["xrootd"].splitlines()
    grant = lines[4]
    (_, first, second) = events("xrootd", text="\n".join([*lines[:5], grant.replace("a b", "z")]))
    assert (first.subject, second.subject, second.client) == ("me", "", "")


def test_xrootd_takes_the_claims_of_a_header_for_its_request_only() -> None:
    token = mint(claims())
    head = "261120 12:00:00 7 http_Protocol:  "
    lines = [
        f"{head}Parsing first line: GET /data/a HTTP/1.1",
        f"{head}rc:600 got hdr line: Authorization: Bearer {token}",
        "261120 12:00:00 7 acc_Audit: u.1:2@host.example grant http *@host.example stat /data/a",
        "261120 12:00:00 7 acc_Audit: u.1:2@host.example grant http *@host.example read /data/a",
        "261120 12:00:00 7 acc_Audit: u.9:3@other.example grant http *@host.example read /data/a",
        f"{head}Parsing first line: GET /data/b HTTP/1.1",
        "261120 12:00:00 7 acc_Audit: u.1:2@host.example grant http *@host.example read /data/b",
    ]
    found = [event.scope for event in events("xrootd", text="\n".join(lines))]
    assert found == ["storage.read:/data/set1", "storage.read:/data/set1", None, None]


def test_xrootd_forgets_a_client_that_has_gone() -> None:
    """A thread works for others next, perhaps on the same path."""
    lines = SAMPLES["xrootd"].splitlines()
    trace, grant, gone = lines[2], lines[4], lines[11]
    (known,) = events("xrootd", text=f"{trace}\n{grant}")
    (unknown,) = events("xrootd", text=f"{trace}\n{gone}\n{grant}")
    assert (known.client, unknown.client) == ("192.0.2.7", "")


def test_xrootd_tells_a_rename_whose_new_name_never_came() -> None:
    lines = SAMPLES["xrootd"].splitlines()
    (event,) = events("xrootd", text=lines[6])
    assert (event.operation, event.path, event.to) == ("rename", "/data/b", "")


def test_dcache_forgets_a_session_that_has_ended() -> None:
    """The names of sessions are used again, by other clients."""
    start, login, opened = SAMPLES["dcache-access"].splitlines()[2:5]
    ended = start.replace("connection.start", "connection.end")
    _, known = events("dcache-access", text=f"{start}\n{login}\n{opened}")
    assert (known.client, known.user) == ("192.0.2.8", "1000:1000")
    _, unknown = events("dcache-access", text=f"{start}\n{login}\n{ended}\n{opened}")
    assert (unknown.client, unknown.user) == ("", "")


def test_dcache_tells_both_names_of_a_rename() -> None:
    opened = SAMPLES["dcache-access"].splitlines()[4]
    moved = opened.replace(
        "request=open path=/data/c options=0x10", "request=mv source=/a target=/b"
    )
    (event,) = events("dcache-access", text=moved)
    assert (event.operation, event.path, event.to) == ("rename", "/a", "/b")


def test_only_identities_of_tokens_have_an_issuer() -> None:
    """Names of certificates have commas, too."""
    lines = SAMPLES["htcondor-audit"].splitlines()
    lines[2] = lines[2].replace("AuthMethod=SCITOKENS", "AuthMethod=SSL")
    submitted = events("htcondor-audit", text="\n".join(lines))[1]
    assert (submitted.issuer, submitted.subject) == ("", "https://issuer.example,me")


def test_only_an_aborted_job_was_removed() -> None:
    text = SAMPLES["htcondor-events"].replace("009 (004", "012 (004")
    assert [event.operation for event in events("htcondor-events", text=text)][-1] == ""


@pytest.mark.parametrize(
    ("target", "agent"), [("/data/a?authz=Bearer%20{}", "-"), ("/data/a", "Bearer {}")]
)
def test_a_token_anywhere_in_a_combined_line_gives_its_claims(target: str, agent: str) -> None:
    token = mint(claims())
    line = (
        f'192.0.2.7 - - [20/Nov/2026:12:00:00 +0100] "GET {target.format(token)} HTTP/1.1" '
        f'200 5 "-" "{agent.format(token)}"'
    )
    (event,) = events("combined", text=line)
    assert (event.path, event.scope) == ("/data/a", claims()["scope"])
    assert event.fingerprint
    assert token not in repr(event)


def test_a_token_may_have_its_scope_under_another_name() -> None:
    token = mint(claims(scope=None, scp=["storage.read:/x", "storage.stage:/y"]))
    found = bearer_in(f"Bearer {token}")
    assert found is not None
    assert found.scope == "storage.read:/x storage.stage:/y"


def test_the_names_of_a_person_are_no_groups() -> None:
    """A group may be called like nobody else: names of the bearer are not told with groups."""
    token = mint(claims(sub="/vo/me", **{"wlcg.groups": ["/vo", "/vo/me"]}))
    found = bearer_in(token)
    assert found is not None
    assert found.groups == ("/vo",)


def test_events_of_an_issuer_have_scopes_of_their_own() -> None:
    """Where the claims have none, those of the event count."""
    text = SAMPLES["iam"].replace('"scope":"storage.read:/data",', "")
    assert [events("iam", text=each)[0].scope for each in (SAMPLES["iam"], text)] == [
        "storage.read:/data",
        "storage.read:/",
    ]


def test_remarks_in_a_billing_file_are_passed_over() -> None:
    batch = reader_of("dcache-billing").read(b"# a remark\nno remark\n", 1)
    assert (batch.passed_over, [each.line for each in batch.unread]) == (1, [2])


def test_dcache_sessions_and_transfers_have_their_clients() -> None:
    put, refused, _, read, _ = events("dcache-access")
    assert (put.client, put.service) == ("::1", "https://door.example:2880")
    assert (refused.client, read.client) == ("192.0.2.7", "192.0.2.8")
    assert read.user == "1000:1000"
    transfer, request = events("dcache-billing")[:2]
    assert (transfer.client, request.user) == ("192.0.2.7", "someone")
    assert transfer.session == request.session == "0000C9B4"


@pytest.mark.parametrize(
    ("options", "operation"),
    [("0x10", "read"), ("0x8", "create"), ("0x2", "create"), ("0x20", "overwrite"), ("?", "read")],
)
def test_dcache_tells_an_open_by_its_options(options: str, operation: str) -> None:
    line = SAMPLES["dcache-access"].splitlines()[4].replace("0x10", options)
    assert [event.operation for event in events("dcache-access", text=line)] == [operation]


@pytest.mark.parametrize(
    ("more", "operation"),
    [("tpc.source=https://a.example/x", "create"), ("tpc.destination=https://a.example/x", "read")],
)
def test_dcache_tells_the_direction_of_a_copy(more: str, operation: str) -> None:
    line = SAMPLES["dcache-access"].splitlines()[0].replace("=PUT", "=COPY") + " " + more
    assert [event.operation for event in events("dcache-access", text=line)] == [operation]


def test_billing_without_a_year() -> None:
    changed = datetime(2027, 1, 2, tzinfo=UTC).timestamp()
    reader = reader_of("dcache-billing", Circumstances("billing", changed=changed))
    batch = reader.read(SAMPLES["dcache-billing"].encode(), 1)
    assert batch.events[0].time == NOON
    assert [each.kind for each in reader.remarks()] == ["time-zone", "year"]
    reader = reader_of("dcache-billing", Circumstances("billing"))
    batch = reader.read(SAMPLES["dcache-billing"].encode(), 1)
    assert {event.time for event in batch.events} == {NO_TIME}
    assert "--log-year" in reader.remarks()[1].advice


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("xrootd", "261120 12:", "261025 02:"),
        ("dcache-billing", "11.20 12:", "10.25 02:"),
        ("htcondor-audit", "11/20/26 12:", "10/25/26 02:"),
        ("htcondor-events", "2026-11-20 12:", "2026-10-25 02:"),
        ("arc", "2026-11-20 12:", "2026-10-25 02:"),
    ],
)
def test_times_that_come_twice_are_told_once(name: str, old: str, new: str) -> None:
    where = Circumstances("access.log", zone=ZoneInfo("Europe/Zurich"), year=2026)
    usual, doubtful = reader_of(name, where), reader_of(name, where)
    usual.read(SAMPLES[name].encode(), 1)
    doubtful.read(SAMPLES[name].replace(old, new).encode(), 1)
    assert usual.remarks() == ()
    (remark,) = doubtful.remarks()
    assert (remark.kind, "twice" in remark.reason) == ("time-zone", True)


def test_a_log_that_goes_over_the_end_of_a_year() -> None:
    """The year that was named is that of the last line: December was of the year before."""
    line = SAMPLES["dcache-billing"].splitlines()[0] + "\n"
    lines = line.replace("11.20", "12.31") + line.replace("11.20", "01.01")
    for zone, told in ((UTC, ["year-end"]), (None, ["time-zone", "year-end"])):
        reader = reader_of("dcache-billing", Circumstances("billing", zone=zone, year=2026))
        reader.read(lines.encode(), 1)
        assert [each.kind for each in reader.remarks()] == told
    changed = datetime(2026, 1, 2, tzinfo=UTC).timestamp()
    reader = reader_of("dcache-billing", Circumstances("billing", zone=UTC, changed=changed))
    first, last = reader.read(lines.encode(), 1).events
    assert last.time - first.time == 86_400
    assert [each.kind for each in reader.remarks()] == ["year"]


def test_condor_joins_the_lines_of_a_connection() -> None:
    submit = events("htcondor-audit")[1]
    assert (submit.issuer, submit.subject) == ("https://issuer.example", "me")
    assert (submit.client, submit.user, submit.session) == (
        "192.0.2.7",
        "vo@users.example",
        "2.0",
    )
    refused = events("htcondor-audit")[3]
    assert (refused.client, refused.subject) == ("2001:db8::1", "someone")


def test_condor_events_name_their_access_point_and_who_removed() -> None:
    submit, _, cancel = events("htcondor-events")
    assert (submit.service, submit.session) == ("ap.example", "4.0")
    assert (cancel.user, cancel.line) == ("someone", 8)


def test_an_event_without_an_end_is_told() -> None:
    lines = SAMPLES["htcondor-events"].splitlines()
    reader = reader_of("htcondor-events")
    batch = reader.read("\n".join([lines[0], *lines[2:5], lines[0]]).encode(), 1)
    assert [(each.kind, each.line) for each in batch.unread] == [("cut", 1)]
    assert [(each.kind, each.line) for each in reader.end().unread] == [("cut", 5)]


def test_arc_joins_the_lines_of_a_thread() -> None:
    query = events("arc")[0]
    assert (query.client, query.subject) == ("192.0.2.7", "/DC=example/CN=someone")


def test_iam_tells_facts_of_tokens() -> None:
    (issued,) = events("iam")
    assert (issued.token_id, issued.subject, issued.scope) == ("id-1", "me", "storage.read:/data")
    assert issued.audience == ("https://door.example",)
    assert (issued.not_before, issued.expiry) == (NOON, NOON + 3600)


def test_tokens_in_urls_give_their_claims() -> None:
    token = mint(claims())
    line = SAMPLES["combined"].splitlines()[0].replace("x=1", f"authz=Bearer%20{token}")
    (event,) = events("combined", text=line)
    assert (event.path, event.token_id) == ("/data/a b", "0b6f8c1e-made-up")


def test_observed_operations_keep_their_counts() -> None:
    assert [event.count for event in events("observed")] == [3, 1]
