r"""FTS: the access log of its REST server.

    192.0.2.7 - - [20/Nov/2026:12:00:00 +0000] "POST /jobs HTTP/1.1" 200 53 41876

Source: fts-rest-flask, `src/fts3rest/fts3rest.conf` (`LogFormat "%a %l %u %t \"%r\" %>s %b %D"`),
commit 54bc652. The paths are those of its REST interface (`/jobs`, `/jobs/ID`).

What a token needs at FTS are scopes of FTS itself, none of the profile: the events have no
operation; `about` tells what was done. The log tells neither subject nor token.
The logs of single transfers (`/var/log/fts3/transfers`) have no documented format; they are not
read.
"""

import re
from typing import Final

from tokenlint.audit.event import Event
from tokenlint.audit.readers.bearer import bearer_in, named, with_bearer
from tokenlint.audit.readers.combined import LINE, Combined, unescaped
from tokenlint.audit.readers.http import request_of
from tokenlint.audit.readers.paths import of_url
from tokenlint.audit.readers.reader import Told
from tokenlint.audit.readers.verdict import HTTP

_DURATION: Final = re.compile(r" \d+", re.ASCII)
_OURS: Final = re.compile(r"/(?:jobs|whoami|delegation|files|archive|config|ban|cloud_storage)\b")
_DONE: Final = {
    "POST": "transfer-submitted",
    "PUT": "transfer-submitted",
    "GET": "transfer-queried",
    "DELETE": "transfer-cancelled",
}


class FtsRest(Combined):
    """The reader of one access log of the REST server."""

    name = "fts"

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format: the duration at its end, and a path of FTS."""
        found = LINE.fullmatch(text)
        if found is None or not _DURATION.fullmatch(found["rest"]):
            return False
        request = request_of(unescaped(found["request"]))
        return request is not None and _OURS.match(request[1]) is not None

    def told(
        self, found: re.Match[str], request: tuple[str, str], when: float, number: int
    ) -> Told:
        """The event of a request about transfers; others are passed over."""
        method, target = request
        path, query = of_url(target)
        if not path.startswith("/jobs") or method not in _DONE:
            return None
        event = Event(
            path=path,
            allowed=HTTP.verdict(int(found["status"])),
            time=when,
            client=named(found["client"]),
            service=self.where.service,
            user="" if found["user"] == "-" else named(found["user"]),
            about=_DONE[method],
            line=number,
        )
        return with_bearer(event, bearer_in(query))
