"""Who tells a stance, and what follows: an official's name for it, or that it is hearsay."""

from dataclasses import replace

from reactions.extraction.attribution import Attribution
from reactions.extraction.cast import Cast
from reactions.extraction.chunks import Type
from reactions.extraction.cues import Cue
from reactions.extraction.parties import Party, Standing
from reactions.extraction.reading import ReadSentence
from reactions.extraction.voices import Voices
from reactions.extraction.words import Tag

_ACTING_FOR = frozenset(("behalf", "speaking", "acting"))
_OPENING_FOR = ("on behalf of", "speaking for", "speaking on behalf of", "acting for")
_SENDING = frozenset(("send", "dispatch", "despatch", "appoint", "name", "designate", "deploy"))
_DECIDED = frozenset(("sanction", "mediate"))
_HIS = frozenset(("his", "her"))
_ITS = frozenset(("its", "their"))
_STAFF = 3
"""Words from "his" to behind "spokesman": "his chief spokesman"."""


class Holders:
    """Relates the doers of a cue with whoever says the words that it stands in."""

    def __init__(self, attribution: Attribution) -> None:
        self.attribution = attribution
        self.cast: Cast = attribution.cast

    def named(
        self, read: ReadSentence, voices: Voices, cue: Cue, parties: list[Party]
    ) -> list[Party]:
        """ "Warsaw will recall its envoy, Minister Orkan said" has the minister, who speaks for
        Warsaw.
        """
        quote = self.attribution.full_quote(read, cue.head)
        holders = (self.attribution.speakers_of(quote) if quote else voices.holder(cue.head)) or []
        part = self.attribution.article.quote_at(read.tokens[cue.head].start)
        if not holders and part is not None:
            holders = self.attribution.speakers_of(part)
        author = self.attribution.author
        if not holders and part is None and author is not None and author.speaks_in(read):
            holders = [author.party]
        own = _of_same_state(holders, parties)
        if own is not None:
            return [own]
        if len(holders) != 1 or not holders[0].official or len(holders[0].codes) != 1:
            return parties
        if self._is_of_its_member(parties, holders[0]):
            return [replace(holders[0], codes=parties[0].codes)]
        told = {code for party in parties for code in party.codes}
        unnamed = not any(party.official for party in parties)
        if unnamed and not told <= set(holders[0].codes) and told <= self._own(holders[0]):
            return [replace(holders[0], codes=(code,)) for p in parties for code in p.codes]
        if len(parties) == 1 and len(parties[0].codes) > 1:
            others = tuple(code for code in parties[0].codes if code not in holders[0].codes)
            if len(others) < len(parties[0].codes):
                return [holders[0], replace(parties[0], codes=others)]
        return [
            holders[0]
            if party.official is None
            and party.codes == holders[0].codes
            and not (party.type in ("head", "org") and holders[0].type == "spokes")
            else party
            for party in parties
        ]

    def on_behalf(self, read: ReadSentence, parties: list[Party]) -> list[Party]:
        """The organization that one actor acts for: "On behalf of the EU, France condemned",
        "submitted a protest on the EU's behalf".
        """
        if len(parties) != 1 or _ACTING_FOR.isdisjoint(read.lowers):
            return parties
        for a, b, mention in read.spans:
            led = " ".join(read.lowers[:a]).removesuffix(" the")
            behind = read.tokens[b].tag is Tag.POSS and read.lowers[b + 1 : b + 2] == ["behalf"]
            if (led in _OPENING_FOR or behind) and self.cast.gazetteer.is_organization(
                mention.codes[0]
            ):
                return [replace(parties[0], codes=mention.codes)]
        return parties

    def with_envoy(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> list[Party]:
        """A mediation by a named envoy has the envoy: "The union sends its envoy, Ada Holm"."""
        if len(parties) != 1 or parties[0].official or len(parties[0].codes) != 1:
            return parties
        if cue.kind != "mediate" or read.tokens[cue.head].lemma not in _SENDING:
            return parties
        chunks = read.clauses.chunks
        position = read.clauses.chunk_at(cue.head) + 1
        if position >= len(chunks) or chunks[position].type is not Type.NP:
            return parties
        sent = self.cast.resolve(read, position, self.attribution.discourse)
        if len(sent) == 1 and sent[0].official and sent[0].codes in ((), parties[0].codes):
            envoy = sent[0]
        else:
            names = self.cast.names_in(read, chunks[position])
            envoy = replace(parties[0], official=names[0] if len(names) == 1 else None)
        return [
            replace(
                parties[0],
                official=envoy.official,
                office=envoy.office,
                official_span=envoy.official_span,
            )
        ]

    def with_cosigners(self, read: ReadSentence, parties: list[Party]) -> list[Party]:
        """What the first of a document's makers says in it, the others say too (rule 6)."""
        author = self.attribution.author
        if author is None or not author.speaks_in(read) or parties != [author.party]:
            return parties
        return [author.party, *author.cosigners]

    def _own(self, holder: Party) -> set[str]:
        """The actors whom somebody speaks for: a chair of an organization also for its country."""
        known = self.cast.person(holder.official, holder.span[0]) if holder.official else None
        return {*holder.codes, *(known.codes if known else ())}

    def _is_of_its_member(
        self, parties: list[Party], holder: Party, *, decided: bool = False
    ) -> bool:
        """Whether a member's official tells what its organization says: "Council members condemn
        it," France's ambassador said (a rotating chair speaks for the organization). What it
        has `decided` its members may tell however it is named.
        """
        if len(parties) != 1 or len(parties[0].codes) != 1:
            return False
        if parties[0].why != "inferred" and not decided:
            return False
        gazetteer = self.cast.gazetteer
        body, code = parties[0].codes[0], holder.codes[:1]
        if not gazetteer.is_organization(body) or holder.standing is not Standing.ACTOR:
            return False
        return bool(set(code) & set(gazetteer.members_of(body, self.cast.published)))

    def hearsay(
        self, read: ReadSentence, voices: Voices, cue: Cue, parties: list[Party]
    ) -> str | None:
        """Codebook rule 3: what one says of another is not the other's act."""
        quote = self.attribution.full_quote(read, cue.head)
        holders = self.attribution.speakers_of(quote) if quote else voices.holder(cue.head)
        if not holders:
            return None
        codes = {code for party in parties for code in party.codes}
        untold = _of_same_state(holders, parties) is not None
        if voices.is_denied(cue.head):
            return "denied"
        if voices.is_expected(cue.head) and cue.kind not in ("urge", "warn", "concern"):
            return "only expected"
        if untold:
            return None
        if len(holders) == 1 and self._is_of_its_member(
            parties, holders[0], decided=cue.kind in _DECIDED and cue.frame == "act"
        ):
            return None
        if len(holders) == 1 and _speaks_for(read, cue, holders[0], parties):
            return None
        if any(
            holder.standing is Standing.ACTOR and self._own(holder) & codes for holder in holders
        ):
            return None  # "ECOWAS and the United States said that it did not recognize him"
        for holder in holders:
            if holder.standing is Standing.INSIDE and holder.why in ("inferred", "by context"):
                continue  # "Taipei expelled two diplomats of Haiti, its foreign ministry said"
            if holder.standing is Standing.INSIDE:
                return "told by a side of the crisis (rule 3)"
            if (
                holder.standing is Standing.ACTOR
                and holder.why != "inferred"
                and not self._own(holder) & codes
            ):
                return "told by another actor (rule 3)"
            if holder.standing is Standing.OUTSIDER and holder.why not in (
                "media",
                "company",
                "no office",
            ):
                return f"told by others: {holder.why} (rule 3)"
        return None


def _speaks_for(read: ReadSentence, cue: Cue, holder: Party, parties: list[Party]) -> bool:
    """Whether who tells it is the spokesman of whoever does it: '"The Secretary-General urges
    calm," his spokesman said'.
    """
    if holder.type != "spokes" or len(parties) != 1:
        return False
    whose = _HIS if parties[0].is_person else _ITS
    behind = read.lowers[cue.end :]
    return any(
        word in whose and any(near.startswith("spokes") for near in behind[i + 1 : i + _STAFF])
        for i, word in enumerate(behind)
    )


def _of_same_state(holders: list[Party], parties: list[Party]) -> Party | None:
    """The minister of no told state who tells what one state does, as that state's: "Foreign
    Minister Holm said Norway had summoned the envoy".
    """
    if len(holders) != 1 or len(parties) != 1 or parties[0].official is not None:
        return None
    holder, party = holders[0], parties[0]
    if holder.official is None or holder.type not in ("minister", "head"):
        return None
    if holder.why not in ("by context", "whose office is not told") or len(party.codes) != 1:
        return None
    return replace(holder, standing=party.standing, codes=party.codes, why="")
