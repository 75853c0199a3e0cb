"""A client that a public generator makes of the OpenAPI document works as it is."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories import make_editor, make_stance, make_token

PROGRAM = """
import sys
from made import AuthenticatedClient, Client
from made.api.deskstances import desk_stances_accept
from made.api.positions import positions_list
from made.api.stances import stances_list
from made.models import AcceptBody

address, secret, proposal = sys.argv[1:]
desk = AuthenticatedClient(base_url=address, token=secret)
accepted = desk_stances_accept.sync(
    int(proposal), client=desk, body=AcceptBody(note="clear"), if_match='"1"'
)
print(accepted.id, accepted.status.value, accepted.version)
everybody = Client(base_url=address)
page = stances_list.sync(client=everybody, crisis=["belarus-2020"], limit=1)
print([(one.actor, one.kind.value, one.evidence[0].text) for one in page.results], page.has_more)
standing = positions_list.sync(client=everybody, crisis="belarus-2020")
print([(one.actor, one.kind.value) for one in standing.results])
"""


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_it_reads_and_writes(live_server, tmp_path, client):
    document = tmp_path / "openapi.json"
    document.write_bytes(client.get("/api/v1/schema/").content)
    generator = Path(sys.executable).with_name("openapi-python-client")
    made = ["generate", "--path", document, "--meta", "none", "--output-path", tmp_path / "made"]
    subprocess.run([generator, *made], check=True, capture_output=True)
    stance = make_stance("GBR")
    _, secret = make_token(make_editor())
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, live_server.url, secret, str(stance.pk)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    accepted, stances, positions = ran.stdout.splitlines()
    assert accepted == f"{stance.pk} accepted 2"
    words = stance.evidence.get().text
    assert stances == f"{[('GBR', 'reject', words)]} False"
    assert positions == "[('GBR', 'reject')]"
