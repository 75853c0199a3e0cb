"""What is kept under a revision holds at least what was public at that revision."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Event

from django.db import connection
from django.test import Client

from reactions import curation
from reactions.models import PublicChange
from tests.factories import COUNTRIES, make_crisis, make_editor, make_stance

ADDRESS = "/crises/belarus-2020/positions.json"


def test_readers_among_deciding_editors_never_see_an_older_state(transactional_db):
    crisis = make_crisis()
    codes = [code for code in COUNTRIES if code != "BLR"]
    proposals = [make_stance(code, "condemn", crisis=crisis) for code in codes]
    editors = [make_editor() for _ in range(2)]
    finished = Event()

    def decide(editor, mine):
        for proposal in mine:
            curation.accept(proposal, seen=1, editor=editor)
        connection.close()

    def look():
        seen = []
        while True:
            last = finished.is_set()
            file = Client().get(ADDRESS).json()
            home = Client().get("/crises/belarus-2020/table/").content.decode()
            seen.append((file["revision"], set(file["actors"]), home))
            if last:
                connection.close()
                return seen

    with ThreadPoolExecutor(4) as pool:
        looking = [pool.submit(look) for _ in range(2)]
        deciding = [
            pool.submit(decide, editor, proposals[place::2]) for place, editor in enumerate(editors)
        ]
        for job in deciding:
            job.result()
        finished.set()
        answers = [job.result() for job in looking]

    public = {
        change.revision: change.stance.actor.code
        for change in PublicChange.objects.select_related("stance__actor")
    }
    for seen in answers:
        for revision, actors, _ in seen:
            assert actors >= {code for number, code in public.items() if number <= revision}
        assert all(before <= after for (_, before, _), (_, after, _) in pairwise(seen))
        revision, actors, table = seen[-1]
        assert (revision, actors) == (len(codes), set(codes))
        assert all(COUNTRIES[code][1] in table for code in codes)
