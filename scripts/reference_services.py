"""The page of service files: what is recognised, and what holds where nothing is written.

All that it says of tokenlint comes from the readers themselves, run on `service_samples.py`:
the kinds from those that recognise, the settings and their defaults from those that assemble.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from scripts.markdown import human, page, table
from scripts.sample import Sample
from scripts.service_samples import SAMPLES
from tokenlint.services.acceptance import Setting
from tokenlint.services.discover import (
    MAX_CONFIG_BYTES,
    MAX_CONTAINER_BYTES,
    assemble_all,
    recognised,
)
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

FILE = "docs/reference/service-files.md"
_MIB = 1024 * 1024
_INTRO = f"""\
`tokenlint check` finds the configurations of these services by name and content.
A name alone is not enough where the content can tell: a random `config.ini` is passed over.
`--show-files` prints the kind of every file, in the words of the first column.

A configuration may be up to {MAX_CONFIG_BYTES // _MIB} MiB long,
and a file that holds several up to {MAX_CONTAINER_BYTES // _MIB} MiB.

The defaults below are those of the products.
Some matter only where a feature is in use.
Where each was read stands at the head of `tokenlint/services/PRODUCT/settings.py` and its kin."""
_INSIDE = """\
## Inside other files

These are looked through for configurations, and findings name the true line:

| file               | what is looked at                                             |
| ------------------ | ------------------------------------------------------------- |
| YAML               | texts of several lines: ConfigMaps, Helm values, cloud-init   |
| Markdown           | fenced blocks                                                 |
| reStructuredText   | `code-block` and its kin, paragraphs that end with `::`       |
| shell, Dockerfiles | here-documents                                                |

A piece of a configuration may be incomplete there. What it leaves out is unknown, and not wrong.
The same holds for `{{ ... }}`, `<% ... %>`, `${NAME}` and other gaps that are filled in later."""
_TOGETHER = """\
## Which files make one service

1. A file that another one names: `acc.authdb /etc/xrootd/authdb`.
    The end of the path is compared, since a repository keeps files in other places.
2. Else the only file of its kind in the same folder.
3. A file that belongs to no other is a service of its own. What is missing is unknown.

Keep each service in a folder of its own, and nothing has to be guessed."""
_DEFAULTS = "What holds where its files write nothing (names in lower case):"
_NO_SETTINGS = "It has no settings with a default that rules look at."


def service_page(root: Path | None = None) -> Mapping[str, str]:
    """The page."""
    _ = root
    parts = [_product(title, samples) for title, samples in SAMPLES.items()]
    return {FILE: page("Service files", _INTRO, *parts, _TOGETHER, _INSIDE)}


def kind_of(sample: Sample) -> tuple[str, str]:
    """Product and kind of a sample, as the tool recognises it; it must."""
    found = recognised(_text(sample))
    if found is None:
        raise ValueError(f"{sample.path} is not recognised")
    return found


def defaults(samples: Sequence[Sample]) -> list[Setting]:
    """The settings that the files of a product leave at their default, as its reader tells."""
    pieces: dict[str, list[Piece]] = {}
    for sample in samples:
        product, kind = kind_of(sample)
        pieces.setdefault(product, []).append(Piece(kind, _text(sample)))
    settings = {
        setting.name: setting
        for service in assemble_all(pieces).services
        for setting in service.acceptance.settings
        if not setting.written and setting.known
    }
    return sorted(settings.values(), key=lambda setting: setting.name)


def _text(sample: Sample) -> Text:
    return Text(sample.path, PurePosixPath(sample.path).name, sample.content)


def _product(title: str, samples: Sequence[Sample]) -> str:
    kinds = [[f"`{' '.join(kind_of(s))}`", f"`{s.path}`", s.tells] for s in samples]
    files = table(["kind", "usually installed as", "what it tells"], kinds)
    found = defaults(samples)
    if not found:
        return f"## {title}\n\n{files}\n\n{_NO_SETTINGS}"
    rows = [[f"`{setting.name}`", _value(setting)] for setting in found]
    return f"## {title}\n\n{files}\n\n{_DEFAULTS}\n\n{table(['setting', 'default'], rows)}"


def _value(setting: Setting) -> str:
    if setting.seconds is not None:
        return human(setting.seconds)
    return f"`{setting.value}`" if setting.value else "none"
