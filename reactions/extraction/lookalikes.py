"""Tells words that look like a cue of a kind and mean something else, kind by kind: "followed
suit", "a call for tenders", "condemned to death", "interference in its internal affairs".
"""

from collections.abc import Callable
from itertools import pairwise

from reactions.extraction.cues import Cue
from reactions.extraction.everyday_acts import attends_only, leaves_question_open
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag

_ACCREDITATION = frozenset(("accreditation", "credentials", "accreditations"))
_BARE = 2
_MEDDLING_NEAR = 8
_NEAR = 12

_BALLOTS = frozenset(("election", "elections", "vote", "ballot", "polls", "poll", "referendum"))
_BEREAVED = frozenset(("family", "families", "relatives", "widow", "bereaved", "victims", "loved"))
_BLAMING = frozenset(("blame", "criticise", "criticize", "condemn", "denounce"))
_CLAIMS = frozenset(("claim", "claims", "argument", "arguments", "insistence", "assertion"))
_CONDOLENCES = frozenset(
    ("hearts", "heart", "thoughts", "prayers", "sympathy", "sympathies", "condolences")
)
_CONVENING = frozenset(("consult", "chair", "hold", "convene", "call", "summon"))
_EVERYDAY = word_list("everyday_objects")
_GATHERINGS = word_list("meetings") | {"meeting", "session", "conference"}
_ENVOYS = frozenset((
    *("ambassador", "ambassadors", "envoy", "envoys", "diplomat", "diplomats", "commissioner"),
    *("attaché", "attachés", "consul", "consuls"),
))  # fmt: skip
_EXPELLING = frozenset(("expel", "expels", "expelled", "expelling", "grata"))
_FEASTS = frozenset(("independence", "anniversary", "birthday", "jubilee", "champions", "medal"))
_FELT = frozenset((
    *("ashamed", "noted", "remembered", "recalled", "said", "added", "condemned", "forgiven"),
    *("excused", "understood"),
))  # fmt: skip
_GOODS = word_list("goods")
_HOMEWARD = frozenset(("back", "home", "away"))
_HAVING = frozenset(("had", "has", "have", "having", "took", "taken"))
_ITS = frozenset(("our", "its", "their", "his", "her"))
_LEAVING = 9
"""Words behind an envoy's journey that tell it is his own: "flew home for his wedding"."""
_MEANS = frozenset(("measures", "steps", "efforts", "action", "resources", "funds", "means"))
_MEDDLING = frozenset((
    *("interference", "interfere", "interferes", "interfered", "interfering", "meddling"),
    *("meddle", "meddled", "intervene", "intervened", "intervening", "intervention"),
))  # fmt: skip
_ANSWERING = frozenset(("speak", "reply", "respond", "comment", "answer", "intervene"))
_MEMBERS = frozenset(("member", "members", "allied", "partner"))
_NOT_MEDDLING = frozenset((
    *("not", "n't", "never", "no", "without", "nor", "neither", "refrain", "refrains"),
    *("against", "principle", "policy", "oppose", "opposes", "opposed"),
))  # fmt: skip
_OWN_BODIES = frozenset(("cabinet", "advisers", "advisors", "aides"))
_SUSPENDED = frozenset(
    ("parliament", "congress", "assembly", "constitution", "rights", "elections", "democracy")
)
_POSITIONS = word_list("say_noun") | {
    *("decision", "position", "words", "report", "call", "claim", "threat", "threats", "remarks"),
    *("offer", "pledge", "promise", "policy", "warning", "accusation", "allegations", "view"),
}
_CALLED_UP = frozenset(("to", "from"))
_SEEKING = frozenset((
    *("seek", "seeks", "seeking", "sought", "need", "needs", "needed", "lack", "lacks", "lacked"),
    *("without", "win", "winning", "won", "gain", "gained", "garner", "drum", "rally", "get"),
    *("getting", "ask", "asked", "asking", "want", "wants", "wanted", "request", "requested"),
    *("lose", "losing", "lost", "expect", "expects", "expected", "hope", "hopes", "hoping"),
))  # fmt: skip
_PREMISES = frozenset(
    ("meeting", "room", "hall", "chamber", "session", "talks", "summit", "studio")
)
_DISASTERS = frozenset(
    ("flood", "floods", "earthquake", "storm", "cyclone", "hurricane", "drought")
)
_DISTRICTS = frozenset((
    *("districts", "homes", "households", "villages", "suburbs", "customers", "subscribers"),
    *("factories", "neighbourhoods", "neighborhoods", "consumers", "towns", "cities"),
))  # fmt: skip
_DONE_TO_SOMEBODY = frozenset(("condemn", "urge", "sanction", "sever_relations", "warn"))
_FOR_ITSELF = frozenset(("leave", "permission", "time", "patience", "understanding"))
_NOBODY = frozenset(("nobody", "nothing", "none"))
_NOBODY_BUT = frozenset(("but", "less", "short", "except", "else", "other"))
_PRESENCE = frozenset(("attendance", "presence"))
_OURSELVES = frozenset(("me", "us", "'s", "’s"))
_OWN = frozenset(("its", "our", "my"))
_PENALTIES = frozenset(("death", "prison", "jail", "life", "hang", "hanging", "years", "fail"))
_MEANT = 5
_PLANNING = frozenset(("explore", "exploring", "discuss", "discussing"))
_ROUTINE = frozenset(("first", "regular", "annual", "weekly", "monthly", "ordinary", "routine"))
_SOOTHING = word_list("soothing")
_PRIVATE = frozenset((
    *("christmas", "holiday", "holidays", "wedding", "funeral", "retire", "retirement"),
    *("term", "treatment", "surgery", "family", "birth", "baby", "festival", "vacation"),
))  # fmt: skip
_PULLING = frozenset(("pull", "pulls", "pulled", "pulling"))
_RULERS = word_list("ruling_nouns") | word_list("authority_words")
_STEPPING = frozenset(("to", "must", "should", "take", "takes", "took", "taking"))
_TAKING = frozenset(("accept", "recognise", "recognize", "acknowledge", "refuse", "decline"))
_LEARNING = frozenset(("see", "know", "hear"))
_WISHING = frozenset(("want", "wish", "prefer", "like", "love"))
_THE = frozenset(("the", "these", "those", "such", "this", "that"))
_TENURE = frozenset(("office", "power", "post"))
_VIEWS = frozenset(("view", "views", "opinion", "comment", "reaction", "answer"))
_VOICED = frozenset((
    *("detail", "details", "comment", "comments", "view", "views", "opinion", "opinions", "reason"),
    *("reasons", "answer", "answers", "reaction", "position", "assessment", "judgment", "figure"),
    *("judgement", "statement", "name", "names", "verdict", "interview", "interviews", "backing"),
    *("explanation", "information", "specifics", "lessons", "advice", "date", "timetable"),
))  # fmt: skip
_CALLED = frozenset((
    *("election", "elections", "early", "fresh", "new", "off", "back", "parliament", "a", "an"),
    *("referendum", "in", "up", "out", "on", "for"),
))  # fmt: skip
_ENDANGERED = frozenset((
    *("sovereignty", "independence", "stability", "peace", "integrity", "security", "unity"),
    *("order", "democracy", "future", "gains", "lives", "life", "livelihoods", "progress"),
    *("existence", "credibility", "survival", "safety", "fabric", "prosperity", "cohesion"),
))  # fmt: skip
_DANGER_NEAR = 4
_NEGOTIATIONS = frozenset(("negotiation", "negotiations", "talks", "mediation", "dialogue"))
_PRIZES = frozenset((
    *("trade", "accession", "association", "membership", "partnership", "investment"),
    "cooperation",
))  # fmt: skip
_PENDING = frozenset((
    *("it", "this", "that", "initiative", "plan", "plans", "bill", "talks", "law", "process"),
    *("reform", "reforms", "mediation", "them", "decision", "proposal", "vote", "trial", "life"),
))  # fmt: skip
_CHANGING = frozenset((
    *("toughening", "tightening", "strengthening", "widening", "extension", "expansion"),
    *("introduction", "imposition", "adoption", "lifting", "easing"),
))  # fmt: skip
_WISHED = frozenset((
    *("want", "wants", "wanted", "call", "calls", "called", "calling", "urge", "urges", "urged"),
    *("demand", "demands", "demanded", "seek", "seeks", "sought", "pushing", "pushed", "proposed"),
))  # fmt: skip
_WHOEVER = frozenset(("those", "anyone", "people", "persons", "all", "individuals", "everyone"))


def only_looks_alike(read: ReadSentence, cue: Cue) -> bool:
    """Whether the words in and around a cue make it another than its kind's."""
    if cue.kind in _DONE_TO_SOMEBODY and _is_done_to_nobody(read, cue):
        return True
    told = _BY_KIND.get(cue.kind)
    return told is not None and told(read, cue)


def _is_done_to_nobody(read: ReadSentence, cue: Cue) -> bool:
    """ "Sanctioned nobody", "demanded nothing", but not "demanded nothing less than"."""
    if cue.frame != "act" or cue.pattern.negates:
        return False
    if _word(read, cue.end) not in _NOBODY:
        return False
    by_name = read.lowers[cue.end + 1 : cue.end + 3] == ["by", "name"]
    return not by_name and _word(read, cue.end + 1) not in _NOBODY_BUT


def _word(read: ReadSentence, i: int) -> str:
    """The word at `i` in small letters, empty outside the sentence."""
    return read.lowers[i] if 0 <= i < len(read.lowers) else ""


def _before(read: ReadSentence, cue: Cue, count: int) -> set[str]:
    return set(read.lowers[max(0, cue.first - count) : cue.first])


def _inner(read: ReadSentence, cue: Cue) -> set[str]:
    return set(read.lowers[cue.first : cue.end])


def _side(read: ReadSentence, cue: Cue) -> bool:
    if "than" in _inner(read, cue):
        return True  # "to provide support rather than troops"
    if cue.frame == "say" and _word(read, cue.first - 1) == "part":
        return True  # "takes part in a show of support"
    lemma, following = read.tokens[cue.head].lemma, _word(read, cue.end)
    last = _word(read, cue.end - 1)
    if lemma == "call" and _word(read, cue.head + 1) in ("on", "upon"):
        return True  # "called on its ally to lift the decree"
    if cue.frame == "act" and following in ("no", "neither", "nobody", "none"):
        return True  # "backs no side"
    if lemma == "trust" and following == "that":
        return True
    if not _DISASTERS.isdisjoint(read.lowers[cue.end : cue.end + 3]):
        return True  # "came to the aid of flood victims"
    if following == "in" and {"not", "alone"} <= _inner(read, cue):
        return True  # "is not alone in its doubts"
    if _word(read, cue.end - 1) == "by" and following in ("in", "for", "to", "at", "on", ",", "."):
        return True  # "soldiers standing by"
    if lemma == "congratulate" and not _FEASTS.isdisjoint(read.lowers[cue.end : cue.end + _NEAR]):
        return True
    if cue.frame == "noun" and last == "from" and not _SEEKING.isdisjoint(_before(read, cue, 3)):
        return True  # "to seek support from Oslo"
    if lemma == "respect" and _word(read, cue.head + 1) == "for":
        return True  # "a call for respect for the institutions"
    if read.tokens[cue.head].lemma == "stand" and not _POSITIONS.isdisjoint(
        read.lowers[cue.end : cue.end + 3]
    ):
        return True  # "stands by its decision"
    return _takes_everyday(read, cue)


def _takes_everyday(read: ReadSentence, cue: Cue) -> bool:
    """ "Accepted the invitation", "refused the gift"."""
    if read.tokens[cue.head].lemma not in _TAKING:
        return False
    return bool(_EVERYDAY & set(read.lowers[cue.head + 1 : cue.head + 4]))


def _solidarity(read: ReadSentence, cue: Cue) -> bool:
    """ "Our hearts go out to his family" is condolence, "may stay in office until" no refuge."""
    if not _TENURE.isdisjoint(read.lowers[cue.first : cue.end + _BARE]):
        return True
    bereaved = _BEREAVED & set(read.lowers[cue.end : cue.end + 4])
    return bool(bereaved and _inner(read, cue) & _CONDOLENCES)


def _neutral(read: ReadSentence, cue: Cue) -> bool:
    """ "Claims that it was an internal affair", "interfering in its internal affairs"."""
    if cue.frame != "say":
        # what was said is all there is to say
        told = "comment" in _inner(read, cue) and _word(read, cue.end) == "further"
        told = told or (_word(read, cue.end - 1), _word(read, cue.end)) == ("add", "to")
        return told or _withholds_something(read, cue) or leaves_question_open(read, cue)
    if leaves_question_open(read, cue):
        return True
    before = _before(read, cue, _NEAR)
    meddling = _MEDDLING & _before(read, cue, _MEDDLING_NEAR)
    claimed = any(
        word in _CLAIMS and following != "to"
        for word, following in pairwise(read.lowers[max(0, cue.first - _NEAR) : cue.first])
    )
    return claimed or bool(meddling and not _NOT_MEDDLING & before)


def _withholds_something(read: ReadSentence, cue: Cue) -> bool:
    """ "Refused to give him the mandate", "to call elections", not "to give a comment"."""
    last = _word(read, cue.end - 1)
    if last == "give":
        return _VOICED.isdisjoint(read.lowers[cue.end : cue.end + _MEANT])
    return last == "call" and not _CALLED.isdisjoint(read.lowers[cue.end : cue.end + 2])


def _joins_in(read: ReadSentence, cue: Cue) -> bool:
    """Whether "in" and a participle tell what somebody does as another does."""
    behind = read.tokens[cue.end : cue.end + _NEAR]
    return any(before.lower == "in" and token.tag is Tag.ING for before, token in pairwise(behind))


def _monitor(read: ReadSentence, cue: Cue) -> bool:
    """ "Followed suit", "following the events in Minsk, it met", and an election's observers:
    "monitoring of the vote".
    """
    if read.lowers[max(0, cue.first - 1) : cue.first + 1] == [",", "following"]:
        return True
    if "suit" in read.lowers[cue.head : cue.end + 1]:
        return True
    if "following" in _inner(read, cue) and _joins_in(read, cue):
        return True  # "following Norway in bringing back its envoy"
    return _word(read, cue.head) == "monitoring" and _word(read, cue.head + 1) == "of"


def _names_something(read: ReadSentence, cue: Cue) -> bool:
    """ "What it called a plan for talks" gives a thing its name."""
    if read.tokens[cue.head].lemma != "call" or _word(read, cue.head + 1) in ("for", "on", "upon"):
        return False
    return "what" in _before(read, cue, 3)


def _concern(read: ReadSentence, cue: Cue) -> bool:
    """ "Allayed concerns", "dealt with the worry", "annulled because of concerns"."""
    if _word(read, cue.first - 1) == "of" and _word(read, cue.first - 2) == "because":
        return True
    if "sleep" in _inner(read, cue) and _word(read, cue.first - 1) in ("will", "shall"):
        return True  # a threat
    if _word(read, cue.head) == "mourning" and _word(read, cue.head - 1) in ("of", "national"):
        return True  # "declared three days of mourning"
    if read.lowers[cue.end : cue.end + 2] == ["for", "our"]:
        return True  # "a sad moment for our country"
    if {"as", "far"} <= _before(read, cue, 4) and "concerned" in _inner(read, cue):
        return True  # "as far as we are concerned"
    return bool(_SOOTHING & _before(read, cue, _NEAR)) or _solidarity(read, cue)


def _urge(read: ReadSentence, cue: Cue) -> bool:
    last = _word(read, cue.end - 1)
    told = {"what", "whatever"} & _before(read, cue, _MEANT)
    if told and "do" in read.lowers[cue.first : cue.end + 1]:
        return True  # "it did what a state must do"
    if read.tokens[cue.head].lemma == "ask" and _VIEWS & set(read.lowers[cue.end : cue.end + 3]):
        return True  # "asked for his view"
    if _asks_for_itself(read, cue):
        return True
    if _word(read, cue.end - 2) == "be" and _word(read, cue.end - 1) in _FELT:
        return True  # "should be ashamed": blame; "wished it to be noted"
    if read.tokens[cue.head].lemma in ("support", "back") and _is_done_already(read, cue):
        return True
    if _wishes_to_do(read, cue) or _speaks_of_itself(read, cue):
        return True
    if read.tokens[cue.head].lemma == "call" and _word(read, cue.head + 1) in ("off", "up"):
        return True  # "called off the match for the second time"
    if cue.frame == "act" and _names_something(read, cue):
        return True
    telephoned = {"in", "during"} & _before(read, cue, 2) and "a" in _before(read, cue, 2)
    if (
        cue.frame == "noun"
        and telephoned
        and _word(read, cue.first) == "call"
        and last in _CALLED_UP
    ):
        return True  # "offered, in a call to the president, its help", "in a call from Holm"
    if cue.frame == "noun" and last == "from" and _HAVING & _before(read, cue, 3):
        return True  # "had a call from the office"
    having = _word(read, cue.head) == "would" and _word(read, cue.head + 1) == "have"
    if having and cue.frame == "act":
        return "to" in _inner(read, cue)  # "would have the power to stop it"
    if last in ("answer", "account") and _word(read, cue.end) == "for":
        return True  # a threat
    if cue.frame == "noun" and last == "for":
        # a call for tenders, a demand for gas
        return bool(_GOODS & set(read.lowers[cue.end : cue.end + 2]))
    return cue.frame == "say" and _says_no_call(read, cue)


def _is_done_already(read: ReadSentence, cue: Cue) -> bool:
    """ "Supported the sanctions", "backed the introduction of sanctions": another's act."""
    return _word(read, cue.head + 1) in _THE and not {"call", "calls"} & _inner(read, cue)


def _asks_for_itself(read: ReadSentence, cue: Cue) -> bool:
    """ "Asked for leave to land", "asked for time to think", "requested her attendance"."""
    if read.tokens[cue.head].lemma not in ("ask", "request", "beg", "plead"):
        return False
    asked = read.lowers[cue.head + 1 : cue.end + 3]
    if not _PRESENCE.isdisjoint(asked[:3]):
        return True  # a summons
    return any(near == "for" and what in _FOR_ITSELF for near, what in pairwise(asked))


def _wishes_to_do(read: ReadSentence, cue: Cue) -> bool:
    """ "Wants to export more", "would like to be seen as a friend": a wish about oneself."""
    wishing = cue.head + (_word(read, cue.head) in ("would", "'d"))
    if read.tokens[wishing].lemma not in _WISHING or _word(read, wishing + 1) != "to":
        return False
    wish = read.tokens[wishing + 2 : wishing + 3]
    return any(w.tag in (Tag.INF, Tag.BE) and w.lower not in _LEARNING for w in wish)


def _speaks_of_itself(read: ReadSentence, cue: Cue) -> bool:
    """ "Wants its pipeline built", "Let me be clear"."""
    if cue.pattern.parts[0].at_start:
        return _word(read, cue.first) == "let" and _word(read, cue.end) in _OURSELVES
    wishing = cue.head + (_word(read, cue.head) in ("would", "'d"))
    return read.tokens[wishing].lemma in _WISHING and _word(read, wishing + 1) in _OWN


def _says_no_call(read: ReadSentence, cue: Cue) -> bool:
    if not cue.first:
        return False
    tokens = read.tokens
    opening, previous = tokens[cue.first], tokens[cue.first - 1]
    if {"warning", "that"} <= _before(read, cue, 3):
        return True  # "a warning that it must": a threat
    if opening.tag is Tag.QUOTE and previous.tag not in (Tag.STOP, Tag.COMMA):
        return True  # will "end the curfew"
    if opening.lower == "have" and _word(read, cue.first - 2) in ("we", "i"):
        return True  # "we would have to act" tells what oneself would do
    if opening.lower == "needed" and previous.lower in _MEANS:
        return True  # "all measures needed to restore order"
    if opening.lower == "needed" and _word(read, cue.first - 2) in ("he", "she", "they"):
        return True  # "he was needed to find out"
    if opening.lower == "shall" and previous.lower == "we":
        return True
    if opening.lower in ("shall", "need") and previous.lower in ("i", "they"):
        return True  # "I shall come and count", "for as long as they need to talk"
    # "its order to free prisoners" tells of an order of somebody's own
    return opening.tag is Tag.INF and previous.lower == "to"


def _mediate(read: ReadSentence, cue: Cue) -> bool:
    """ "Consulted with its advisers", "chaired a cabinet", "held its first session", "Ada Holm,
    who heads the mission".
    """
    if _commands(read, cue):
        return True  # "Talk to each other"
    if attends_only(read, cue):
        return True
    behind = set(read.lowers[cue.end : cue.end + _MEANT])
    if "observers" in _inner(read, cue) and "to" in behind and _BALLOTS & behind:
        return True  # "sent observers to follow the vote"
    if _inner(read, cue) & _ROUTINE:
        return True
    if cue.frame == "pass" and _word(read, cue.first - 1) in _OWN_BODIES:
        return True  # "a cabinet meeting is set for Saturday"
    lemma = read.tokens[cue.head].lemma
    if lemma == "welcome" and any(
        token.tag is Tag.POSS for token in read.tokens[cue.head : cue.head + 4]
    ):
        return True  # "welcomed the parties' choice"
    if lemma in ("travel", "fly") and "from" in read.lowers[cue.head : cue.end]:
        return True  # an envoy who leaves
    if lemma in ("travel", "fly") and {"home", "consultations"} <= set(read.lowers[cue.head :]):
        return True  # an envoy who goes home for consultations
    heading = read.tokens[cue.head].lemma in ("head", "lead")
    if heading and _word(read, cue.first - 1) == "who" and _word(read, cue.end - 1) == "mission":
        return True  # a mission that stays
    own = _word(read, cue.head + 1) == "with" and _word(read, cue.end) in _ITS
    bodies = _OWN_BODIES & set(read.lowers[cue.end : cue.end + 4])
    return bool(own or bodies) and read.tokens[cue.head].lemma in _CONVENING


def _commands(read: ReadSentence, cue: Cue) -> bool:
    """Whether a verb opens a quotation as a command."""
    opening = read.tokens[cue.first]
    quoted = cue.first > 0 and read.tokens[cue.first - 1].tag is Tag.QUOTE
    return quoted and cue.head == cue.first and opening.text == opening.lemma.capitalize()


def _condemn(read: ReadSentence, cue: Cue) -> bool:
    tokens = read.tokens
    lemma = tokens[cue.head].lemma
    if _word(read, cue.first) == "step" and _STEPPING & _before(read, cue, 2):
        return True  # "both sides need to step back", "take a step back"
    if _word(read, cue.end - 1) == "opposition":
        return _word(read, cue.end - 2) == "the"  # the party, no objection
    if lemma == "condemn":
        behind = pairwise(read.lowers[cue.head + 1 : cue.head + _NEAR])
        if any(to == "to" and what in _PENALTIES for to, what in behind):
            return True
    if lemma == "hold":
        return _word(read, cue.end - 2) in _WHOEVER  # a call for justice, no blame
    if cue.frame == "act" and lemma in _BLAMING:
        # "Romania blamed over riots"
        past = tokens[cue.head].lower.endswith("ed")
        return past and _word(read, cue.head + 1) in ("over", "for")
    return False


def _reject(read: ReadSentence, cue: Cue) -> bool:
    if _word(read, cue.first) == "no" and _word(read, cue.end) == "to":
        # "had no mandate to judge", but not "no mandate to be president"
        return not {"be", "rule", "govern", "lead"} & {_word(read, cue.end + 1)}
    if cue.frame == "say" and not _ITS.isdisjoint(_inner(read, cue)):
        return True  # "without damaging its credibility"
    if cue.frame == "act" and _word(read, cue.head + 1) == "in":
        return True  # "challenged him in the elections", not the result
    return "credentials" not in read.lowers[cue.head : cue.end] and _takes_everyday(read, cue)


def _warn(read: ReadSentence, cue: Cue) -> bool:
    """ "In order to act", "to explore measures", "could not rule out the possibility that",
    "reserved the right to speak".
    """
    if _endangers(read, cue):
        return True
    if read.tokens[cue.head].lemma == "reserve" and _word(read, cue.end) in _ANSWERING:
        return True
    if read.lowers[cue.end : cue.end + 3] == ["the", "possibility", "that"]:
        return True
    if cue.frame == "act" and {"hours", "days"} & _inner(read, cue) and _sends_off(read):
        return True  # "expelled the ambassador, giving her 48 hours to leave"
    if cue.frame == "say" and {"hope", "hopes"} & _before(read, cue, 8):
        return True  # "we hope that they take all necessary measures"
    before = read.lowers[max(0, cue.first - _MEANT) : cue.first]
    return bool(_PLANNING & set(before)) or ("in", "order") in pairwise(before)


def _endangers(read: ReadSentence, cue: Cue) -> bool:
    """ "A threat to stability", "threatens the peace": a danger, not what somebody says; but not
    "a threat to cut the aid", "threatens their leaders with isolation".
    """
    behind = read.tokens[cue.end : cue.end + _DANGER_NEAR]
    if _word(read, cue.end - 1) == "to" and _word(read, cue.end - 2) in ("threat", "threats"):
        return bool(behind) and behind[0].tag is not Tag.INF
    if read.tokens[cue.head].lemma != "threaten" or cue.end > cue.head + 1:
        return False
    words = [token.lower for token in behind]
    return not _ENDANGERED.isdisjoint(words) and "with" not in words and "to" not in words


def _sends_off(read: ReadSentence) -> bool:
    """Whether a sentence tells that an envoy is expelled."""
    words = set(read.lowers)
    return bool(_EXPELLING & words) and bool(_ENVOYS & words)


def _sanction(read: ReadSentence, cue: Cue) -> bool:
    words = _inner(read, cue)
    if cue.frame == "noun" and not _CHANGING.isdisjoint(_before(read, cue, 4)):
        return not _WISHED.isdisjoint(read.lowers[: cue.first])  # "wants a toughening of sanctions"
    if cue.frame == "noun" and "whether" in _before(read, cue, 2 * _NEAR):
        return True  # "to ascertain whether we should take actions with respect to the suspension"
    if not words.isdisjoint(("appointment", "appointments")):
        return True  # of those who apply for visas
    if (
        cue.frame == "noun"
        and "of" in words
        and not _SUSPENDED.isdisjoint(read.lowers[cue.end : cue.end + 3])
    ):
        return True  # what the country's own rulers suspended
    lemma = read.tokens[cue.head].lemma
    if lemma == "pull" and not _NEGOTIATIONS.isdisjoint(words) and _PRIZES.isdisjoint(words):
        return True  # "pulled out of the talks" on the crisis
    if lemma in ("put", "place") and "hold" in words and not _PENDING.isdisjoint(words):
        return True  # "put the bill on hold"
    if cue.pattern.row.phase == "ended":
        return "face" in words  # "end the violence or face sanctions"
    if _word(read, cue.end - 1) == "to" and not _DISTRICTS.isdisjoint(
        read.lowers[cue.end : cue.end + _MEANT]
    ):
        return True  # "cut the power to ten districts"
    return cue.frame == "pass" and "already" in words  # told in passing: "had already been halted"


def _summon_ambassador(read: ReadSentence, cue: Cue) -> bool:
    """ "Convoked the ambassadors of the member states", "called a meeting of ambassadors", "told
    to come for consultations".
    """
    if "consultations" in read.lowers[cue.head : cue.end + _NEAR]:
        return True  # a recall
    if (
        not _HOMEWARD.isdisjoint(read.lowers[cue.head : cue.end])
        and "to" not in read.lowers[cue.end - 1 : cue.end]
    ):
        return True  # "called its head of mission in Lagos back to mark its displeasure"
    members = _MEMBERS & set(read.lowers[cue.end : cue.end + 4])
    return bool(members or _GATHERINGS & _inner(read, cue))


def _recall_ambassador(read: ReadSentence, cue: Cue) -> bool:
    """ "Withdrew the accreditation of the ambassador" expels him, "pulled in the ambassador"
    summons him; "flew home for Christmas".
    """
    if _word(read, cue.head) in _PULLING and _word(read, cue.head + 1) == "in":
        return True
    behind = read.lowers[cue.head : cue.end + _LEAVING]
    private = _PRIVATE & set(behind) or ("on", "leave") in pairwise(behind)
    return bool(private or _inner(read, cue) & _ACCREDITATION)


def _sever_relations(read: ReadSentence, cue: Cue) -> bool:
    """ "Broke with Tripoli", "with the junta", not "broke with tradition"."""
    if not _PREMISES.isdisjoint(read.lowers[cue.end : cue.end + 3]):
        return _word(read, cue.end - 1) in ("leave", "quit", "go")  # "asked to leave the meeting"
    if _word(read, cue.end - 1) != "with":
        return False
    bare = cue.end - cue.first <= _BARE and cue.end < len(read.tokens)
    rulers = set(read.lowers[cue.end : cue.end + 3]) & _RULERS
    return bare and read.tokens[cue.end].tag is not Tag.NAME and not rulers


_BY_KIND: dict[str, Callable[[ReadSentence, Cue], bool]] = {
    "side": _side,
    "support": _side,
    "solidarity": _solidarity,
    "neutral": _neutral,
    "monitor": _monitor,
    "concern": _concern,
    "urge": _urge,
    "mediate": _mediate,
    "condemn": _condemn,
    "reject": _reject,
    "warn": _warn,
    "sanction": _sanction,
    "summon_ambassador": _summon_ambassador,
    "recall_ambassador": _recall_ambassador,
    "sever_relations": _sever_relations,
}
