from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.oa4mp.files import (
    ETC,
    HOCON,
    PROXY,
    QDL,
    SCRIPTED,
    SERVER,
    TEMPLATE,
    read,
    text,
)
from tokenlint.services.oa4mp import recognise
from tokenlint.services.oa4mp.reader import assemble
from tokenlint.services.pieces import Piece

SAMPLES = {
    recognise.SERVER: SERVER,
    recognise.TEMPLATE: TEMPLATE,
    recognise.PROXY: PROXY,
    recognise.CLIENT: HOCON,
    recognise.SCRIPT: QDL,
}


def test_a_record_joins_its_server_and_a_script_its_client() -> None:
    found = read(
        {
            f"{ETC}/cfg.xml": SERVER,
            f"{ETC}/templates/t.xml": SCRIPTED,
            "opt/oa4mp/var/scripts/vo/at.qdl": QDL,
        }
    )
    (only,) = found.services
    assert only.acceptance.files == (
        f"{ETC}/cfg.xml",
        f"{ETC}/templates/t.xml",
        "opt/oa4mp/var/scripts/vo/at.qdl",
    )
    assert [each.kind for each in only.acceptance.offers] == ["service", "registration", "client"]


def test_lifetimes_that_the_server_bounds_are_told_there() -> None:
    short = SERVER.replace('"12 hrs"', '"30 min"')
    (only,) = read({f"{ETC}/cfg.xml": short, f"{ETC}/templates/t.xml": TEMPLATE}).services
    client = only.acceptance.offers[2]
    assert [each.what for each in client.lifetimes] == ["refresh"]
    without = SERVER.replace('refreshTokenEnabled="true"', "")
    (only,) = read({f"{ETC}/cfg.xml": without, f"{ETC}/templates/t.xml": TEMPLATE}).services
    assert [each.what for each in only.acceptance.offers[2].lifetimes] == ["access"]


def test_a_record_elsewhere_stays_alone() -> None:
    found = read({f"{ETC}/cfg.xml": SERVER, "else/t.xml": TEMPLATE, "a.qdl": QDL})
    titles = [each.acceptance.title for each in found.services]
    assert titles == ["OA4MP", "OA4MP client", "OA4MP script"]


def test_a_bomb_is_a_problem_and_no_service() -> None:
    bomb = SERVER.replace("<config>", '<!DOCTYPE c [<!ENTITY a "b">]><config>', 1)
    found = read({f"{ETC}/cfg.xml": bomb})
    assert [each.kind for each in found.problems] == ["limit"]
    assert found.services == ()


@settings(max_examples=examples(60))
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.text(alphabet='<>/="{}[]: \nabc&;$-', max_size=30),
    st.integers(0, 900),
)
def test_any_text_is_read(kind: str, noise: str, cut: int) -> None:
    sample = SAMPLES[kind]
    for content in (noise, sample[:cut] + noise + sample[cut:]):
        assemble([Piece(kind, text(content, f"{ETC}/a"))])
