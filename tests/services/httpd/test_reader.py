from tokenlint.services.httpd.reader import assemble
from tokenlint.services.httpd.recognise import APACHE, AUTHORIZER
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text


def test_both_servers_are_read() -> None:
    pieces = [
        Piece(AUTHORIZER, Text("a/authorizer.cfg", "authorizer.cfg", "")),
        Piece(APACHE, Text("b/apache2.conf", "apache2.conf", "</Location>\n")),
    ]
    found = assemble(pieces)
    products = [service.acceptance.product for service in found.services]
    assert products == ["nginx-scitokens", "apache-scitokens"]
    assert [problem.source.file for problem in found.problems] == ["b/apache2.conf"]
