import pytest

from tests.services.oa4mp.files import HOCON, PROXY, QDL, SERVER, TEMPLATE, text
from tokenlint.services.discover import recognised, texts_of
from tokenlint.services.oa4mp import recognise
from tokenlint.services.oa4mp.recognise import kind_of

OLD = '{"config": ["by somebody"], "isSaved": false, "claims": {"preProcessing": {"script": []}}}'


@pytest.mark.parametrize(
    ("file", "content", "kind"),
    [
        ("cfg.xml", SERVER, recognise.SERVER),
        ("server-config.xml.tmpl", SERVER, recognise.SERVER),
        ("proxy-config.xml", PROXY, recognise.PROXY),
        ("client-template.xml", TEMPLATE, recognise.TEMPLATE),
        ("portal.conf", HOCON, recognise.CLIENT),
        ("old.json", OLD, recognise.CLIENT),
        ("vo/at.qdl", QDL, recognise.SCRIPT),
    ],
)
def test_our_files(file: str, content: str, kind: str) -> None:
    assert kind_of(text(content, file)) == kind


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("pom.xml", "<project><build/></project>"),
        ("spring.xml", '<config><service name="x" url="y"/></config>'),
        ("log4j.xml", "<config><client/></config>"),
        ("a.properties.xml", '<properties><entry key="user">x</entry></properties>'),
        ("jwt.json", '{"tokens": {"access": "a", "refresh": "b"}}'),
        ("theme.json", '{"tokens": {"color": {"type": "color"}}}'),
        ("theme.yaml", HOCON),
        ("x.qdl", "quantum data"),
        ("package.json", '{"config": {}, "claims": {}}'),
    ],
)
def test_files_of_others(file: str, content: str) -> None:
    assert kind_of(text(content, file)) is None


def test_a_server_in_a_config_map_is_found_with_true_places() -> None:
    indented = "\n".join("    " + line for line in SERVER.splitlines())
    head = "apiVersion: v1\nkind: ConfigMap\ndata:\n  cfg.xml: |\n"
    texts, _ = texts_of("map.yaml", (head + indented + "\n").encode())
    found = [recognised(each) for each in texts]
    assert ("oa4mp", recognise.SERVER) in found
