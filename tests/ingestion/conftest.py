"""A local site that may be fetched from."""

from collections.abc import Iterator

import pytest

from tests.ingestion.site import Site, serve


@pytest.fixture
def site(settings) -> Iterator[Site]:
    with serve() as running:
        settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_ALLOWED_PORTS = [80, 443, running.port]
        settings.FETCH_HOST_DELAY = 0.0
        yield running
