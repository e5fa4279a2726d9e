"""The page of service files tells of every kind, and defaults are those that the readers tell."""

from importlib import import_module

import pytest

from scripts.reference_services import defaults, kind_of, service_page
from scripts.sample import Sample
from scripts.service_samples import SAMPLES
from tokenlint.services.discover import PACKAGES

EVERY = [sample for samples in SAMPLES.values() for sample in samples]


def _kinds_of_the_tool() -> set[tuple[str, str]]:
    """What the modules that recognise call the files: their public names for texts."""
    return {
        (module.PRODUCT, kind)
        for package in PACKAGES
        for module in [import_module(f"tokenlint.services.{package}.recognise")]
        for name, kind in vars(module).items()
        if name.isupper() and name[0] != "_" and name != "PRODUCT" and isinstance(kind, str)
    }


def test_every_kind_has_one_row() -> None:
    told = [kind_of(sample) for sample in EVERY]
    assert sorted(told) == sorted(_kinds_of_the_tool())


def test_a_sample_that_is_not_recognised_is_refused() -> None:
    with pytest.raises(ValueError, match=r"/etc/motd is not recognised"):
        kind_of(Sample("/etc/motd", "", "welcome\n"))


@pytest.mark.parametrize(
    ("product", "name", "value", "seconds"),
    [
        ("XRootD, EOS, XCache", "onmissing", "passthrough", None),
        ("XRootD, EOS, XCache", "macaroons.maxduration", "86400", 86400),
        ("StoRM WebDAV", "orgsgrantwritepermission", "true", None),
        ("dCache", "webdav.authz.anonymous-operations", "none", None),
        ("HTCondor, HTCondor-CE", "sec_scitokens_allow_foreign_token_types", "true", None),
        ("ARC CE", "arex/ws/jobs.allowaccess", "everybody authenticated", None),
    ],
)
def test_defaults_are_those_of_the_readers(
    product: str, name: str, value: str, seconds: int | None
) -> None:
    (found,) = [setting for setting in defaults(SAMPLES[product]) if setting.name == name]
    assert (found.value, found.seconds) == (value, seconds)


def test_what_a_file_writes_is_no_default() -> None:
    written = Sample("/etc/xrootd/scitokens.cfg", "", "[Global]\nonmissing = deny\n")
    assert "onmissing" not in {setting.name for setting in defaults([written])}


def test_the_page_shows_kinds_and_defaults() -> None:
    (text,) = service_page().values()
    assert "| `arc arc.conf` | `/etc/arc.conf` |" in text
    assert "| `macaroons.maxduration` | 1 d |" in text
