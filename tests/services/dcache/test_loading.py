from tests.services.dcache.sites import ISSUER, layout, provider, read, site, text
from tokenlint.services.dcache.instances import Instance
from tokenlint.services.dcache.loading import Files, Loaded, cells, load
from tokenlint.services.dcache.properties import properties


def _load(*layouts: str, dcache: str | None = "a=b\n") -> list[Loaded]:
    texts = tuple(text(each, f"e/layouts/{n}.conf") for n, each in enumerate(layouts))
    main = None if dcache is None else text(dcache, "e/dcache.conf")
    return list(load(Instance(None, main, texts, (), "e")))


def _urls(loaded: Loaded) -> list[str]:
    return [each.url.text for each in loaded.configuration.providers]


def test_inner_layers_win() -> None:
    inner = f"gplazma.oidc.provider!A = {ISSUER}\n[d]\n[d/gplazma]\ngplazma.oidc.provider!A = x:/\n"
    (loaded,) = _load(inner, dcache="gplazma.oidc.provider!B = y:/\n")
    assert sorted(_urls(loaded)) == ["x:/", "y:/"]
    assert loaded.configuration.providers_known


def test_properties_of_a_domain() -> None:
    (loaded,) = _load("[d]\ngplazma.oidc.provider!A = x:/\n[d/gplazma]\n[e]\n[e/webdav]\n")
    assert _urls(loaded) == ["x:/"]


def test_a_gplazma_for_each_that_sees_others() -> None:
    one, other = layout(provider()), layout("gplazma.oidc.provider!X = x:/")
    loaded = _load(one, other, one)
    assert [_urls(each) for each in loaded] == [[ISSUER], ["x:/"]]


def test_without_a_layout_nothing_is_closed() -> None:
    (loaded,) = _load(dcache=f"gplazma.oidc.provider!A = {ISSUER}\n")
    assert _urls(loaded) == [ISSUER]
    assert not loaded.configuration.providers_known


def test_audiences_may_be_quoted() -> None:
    (loaded,) = _load(layout('gplazma.oidc.audience-targets = a "b c" ${D}'))
    values = loaded.configuration.audiences["oidc"].values
    assert [(each.text, each.known) for each in values] == [
        ("a", True),
        ("b c", True),
        ("${D}", False),
    ]


def test_doors_go_with_their_layout() -> None:
    doors = "[main/webdav]\n"
    first, second = _load(layout(provider(), doors), layout("gplazma.oidc.provider!X=x:/", doors))
    assert [door.source.file for door in first.configuration.doors] == ["e/layouts/0.conf"]
    assert [door.source.file for door in second.configuration.doors] == ["e/layouts/1.conf"]


def test_a_section_without_its_domain_is_told() -> None:
    (loaded,) = _load("[d/gplazma]\n[d/webdav]\n")
    (problem,) = loaded.problems
    assert problem.source.line == 1
    assert "domain d is not declared" in problem.reason


def test_cells_see_the_innermost_first() -> None:
    one = properties(text("a=0\n[d]\na=1\n[d/pool]\na=2\n"))
    (cell,) = cells(Files(None, (one,)))
    assert [layer["a"].value for layer in cell.layers if layer] == ["2", "1", "0"]


def test_files_are_listed_once() -> None:
    (service,) = read(site(provider())).services
    assert len(service.acceptance.files) == len(set(service.acceptance.files)) == 5
