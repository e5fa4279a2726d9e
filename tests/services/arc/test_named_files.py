"""Files that arc.conf names."""

from tests.services.arc.configs import text
from tokenlint.services.arc.config import config_of
from tokenlint.services.arc.named_files import named_files

CONTENT = """[authgroup: a]
file = /etc/arc/people
file = /etc/grid-security/grid-mapfile
[userlist: b]
source = file:///etc/arc/list
source = https://vo.example/list
[mapping]
map_with_file = a /etc/arc/map
map_to_pool = a /etc/arc/pool
"""


def test_named_files() -> None:
    found = named_files(config_of([text(CONTENT)])[0])
    assert [(each.what, each.file.text, each.file.source.line) for each in found] == [
        ("map_with_file", "/etc/arc/map", 8),
        ("file", "/etc/arc/people", 2),
        ("source", "/etc/arc/list", 5),
    ]
