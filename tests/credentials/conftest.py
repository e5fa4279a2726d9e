"""A made-up issuer on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.credentials.certificates import server
from tests.credentials.web import Issuer, local_network
from tokenlint.credentials.fetch import Network


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(server().pem)
    return file


@pytest.fixture
def issuer(certificate: Path) -> Iterator[Issuer]:
    running = Issuer(certificate)
    yield running
    running.close()


@pytest.fixture
def network() -> Network:
    return local_network()
