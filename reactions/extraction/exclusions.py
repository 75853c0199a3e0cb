"""Tells what is not to be coded: negated, imagined, asked, expected or long past (codebook rules
4 and 7).
"""

import re
from itertools import pairwise

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.clauses import Clauses
from reactions.extraction.cues import Cue
from reactions.extraction.lookalikes import only_looks_alike
from reactions.extraction.precedence import is_announced
from reactions.extraction.reading import ReadSentence
from reactions.extraction.unreal import unreal
from reactions.extraction.vocabulary import Vocabulary, word_list
from reactions.extraction.words import Form, Tag

_PAST_TIMES = re.compile(
    r"\b(?:[Aa]fter|[Ff]ollowing|[Ss]ince) the (?:last|previous) "
    r"(?:one|coup|putsch|election|crisis|time)\b|\b[Ll]ast time\b|\bin the past\b"
)
_PAST_WORDS = frozenset(("last", "previous", "past"))
"""The words that `_PAST_TIMES` needs."""
_APPROVED = word_list("approved")
_INCIDENTAL = (
    r"\bholidays?\b|\b(?:for|long) (?:the )?weekend\b|\brenovation|\bpandemic\b|"
    r"\b(?:corona)?virus\b|\b(?:sand|snow)?storm\b"
)
_CLOSING = frozenset(("close", "shut", "seal"))
_MISSIONS = frozenset(
    ("embassy", "embassies", "consulate", "consulates", "mission", "missions", "commission")
)
_STOPPED = re.compile(_INCIDENTAL)
_SHUT = re.compile(
    rf"{_INCIDENTAL}|\bsafety\b|\bprecaution|\bfor the day\b|\btemporarily\b|\bovernight\b|"
    r"\b(?:for|amid|over|citing) (?:\w+ )?security (?:reasons|concerns)|\bon security grounds\b|"
    r"\bsmuggl|\bcontraband\b|\bfor (?:want|lack) of\b|\b(?:repairs|maintenance|refurbish)|"
    r"\bcustoms (?:strike|officers|men)\b|\b(?:cholera|ebola|epidemic)\b|"
    r"\bat the request of\b|\bfor fear\b|\bloot|\bcosts?\b|\bbudget|\bsavings?\b|\bto save money\b|"
    r"\bstone[ds]?\b|\bwindows?\b|\bblockade|\bpower (?:cut|failure)|"
    r"\b(?:because of|for|on) (?:\w+ )?(?:fires?|floods?|flooding|heat|earthquake|cyclone|"
    r"hurricane|smoke|burst|fighting|shooting|shelling|riots?|rioting|unrest|curfew)|"
    r"\bvisa (?:desk|section)|\bretir(?:es|ing|ed|ement)\b|\bunder a plan\b"
)
_THE_DAY = re.compile(r"\b[Tt]he (?:day|moment|minute) (?:an?|any|one|he|she|they|it)\b")
_ASKED = ("QUESTION:", "Question:", "Q:", "Q.")
_RECALLING = frozenset(
    ("recall", "recalls", "withdraw", "withdraws", "remove", "replace", "passports")
)
_SUPPOSING = frozenset(("imagine", "suppose", "supposing", "assuming"))
_BELIEVED = frozenset(("understand", "believe", "think", "rumour", "rumor"))
_CONDITION = frozenset(["if", "unless", "whether", "lest"])
_BOULETIC = frozenset(["could", "may", "might", "should"])
STATEMENTS = word_list("statements")
_UNREAL_NOUNS = word_list("unreal_nouns")


def exclusion(read: ReadSentence, cue: Cue, vocabulary: Vocabulary) -> str | None:
    """Return why the clause of `cue` is not coded, or None if it is real."""
    clauses = read.clauses
    position = clauses.chunk_at(cue.head)
    chunk = clauses.chunks[position]
    if read.text.rstrip("\"”’' ").endswith("?") or read.text.startswith(_ASKED):
        return "a question"
    if read.lowers[0] in _SUPPOSING and cue.first:
        return "only imagined (suppose)"
    if read.text.startswith(("Correction", "CORRECTION")):
        return "a correction"
    if not _PAST_WORDS.isdisjoint(read.lowers) and _PAST_TIMES.search(read.text):
        return "background (rule 7)"
    told = unreal(read, cue)
    if told is not None:
        return told
    end = cue.end
    if cue.kind == "urge" and read.lowers[end - 2 : end] == ["not", "to"]:
        end -= 2  # "asked it not to use force"
    if not cue.pattern.negates and any(
        t.tag is Tag.NEG or t.lower in ("no", "neither") for t in read.tokens[cue.first : end]
    ):
        return "negated"
    conditional = _condition(read, cue)
    if conditional and (cue.kind != "warn" or "whether" in conditional):
        return conditional
    if (
        cue.kind in ("summon_ambassador", "sever_relations")
        and _names_own_envoy(read, cue)
        and not _RECALLING & set(read.lowers[cue.first : cue.end])
    ):
        return "its own envoy"
    if cue.kind == "sanction" and _is_approval(read, cue):
        return "sanctioned as approved"
    if cue.kind in ("sanction", "sever_relations"):
        closing = read.tokens[cue.head].lemma in _CLOSING
        shutting = not _MISSIONS.isdisjoint(read.lowers[cue.first : cue.end])
        ending = cue.kind == "sever_relations" and not shutting
        closing = closing or shutting
        if not ending and (_SHUT if closing else _STOPPED).search(read.text):
            return "shut for safety"
    if cue.kind in _PROTESTS and _is_threat(read, cue, chunk):
        return "a threat, not yet an act"
    if cue.kind in _PROTESTS and _is_rumoured(read, cue):
        return "only rumoured"
    if cue.frame != "say" and _is_draft(read, cue):
        return "only a draft"
    if _own_nationals(read, cue):
        return "care for one's own nationals"
    if (
        cue.kind == "condemn"
        and cue.frame == "say"
        and any(
            t.lower in ("fear", "fears", "risk", "avoid", "prevent", "refrain")
            for t in read.tokens[max(0, cue.first - 5) : cue.first]
        )
    ):
        return "only feared"
    supposed = read.text.startswith(("If ", "“If ", '"If '))
    if cue.kind == "condemn" and cue.frame == "say" and supposed:
        return "only if it is so"
    if cue.kind == "warn" and _is_forecast(read, cue):
        return "a forecast"
    if only_looks_alike(read, cue):
        return "other words that look alike"
    before = read.tokens[cue.first - 1].lemma if cue.first else ""
    if cue.frame == "say" and before in ("appear", "seem"):
        return "only apparent"
    if cue.frame == "say" and cue.kind in ("concern", "condemn") and _is_backdrop(read, cue):
        return "a backdrop, nobody's words"
    if _not_done_yet(read, cue):
        return "not done yet"
    if _is_own_affair(read, cue):
        return "an affair of its own"
    if cue.frame == "say" and cue.kind in _ACTS_ASKED and _is_asked(read, cue, vocabulary):
        return "asked of somebody else"
    if cue.pattern.row.phase == "ended" and (chunk.mood == "inf" or chunk.modal):
        return "not done yet"
    if cue.kind == "sanction" and _is_readiness(read, chunk):
        return "a threat, not yet a sanction"
    if chunk.type is not Type.VERB:
        return _nominal(read, cue)
    reason = _verb_group(read, cue, chunk, vocabulary)
    if reason:
        return reason
    if chunk.mood == "inf" and cue.frame != "say" and read.lowers[chunk.first - 1] == "ought":
        return "only possible (ought)"
    if chunk.mood in ("inf", "ing"):
        return _governed(read, clauses, position, cue, vocabulary)
    return None


def _is_approval(read: ReadSentence, cue: Cue) -> bool:
    """Whether "sanction" means to approve: "sanctioned the plan"."""
    if read.tokens[cue.head].lemma != "sanction":
        return False
    return not _APPROVED.isdisjoint(read.lowers[cue.head + 1 : cue.head + 6])


def _is_threat(read: ReadSentence, cue: Cue, chunk: Chunk) -> bool:
    """Whether an act is still to come, on a condition: "will impose bans", "will stop aid if"."""
    to_come = chunk.type is Type.VERB and chunk.modal in ("will", "would")
    imposing = read.tokens[chunk.head].lemma in ("impose", "slap", "introduce")
    imposing = imposing and not is_announced(read, chunk.first)
    if to_come and (imposing or _on_condition(read, cue)):
        return True
    present = read.tokens[chunk.head].form in (Form.BASE, Form.PRESENT)
    return (present or to_come) and _THE_DAY.search(read.text) is not None


def _is_draft(read: ReadSentence, cue: Cue) -> bool:
    """Whether an act only stands in a text that is not agreed: "a draft resolution condemning"."""
    if _DRAFTED.isdisjoint(read.lowers):
        return False
    before = read.tokens[max(0, cue.first - 9) : cue.first]
    return any(token.lower in _DRAFTED and token.tag is not Tag.VERB for token in before)


_DRAFTED = frozenset(("draft", "proposed"))
_ACTS_ASKED = ("warn", "sanction", "mediate")
_PROTESTS = ("sanction", "sever_relations", "recall_ambassador", "summon_ambassador")
_ENVOYS = frozenset((
    *("ambassador", "envoy", "ambassadors", "envoys", "diplomats", "diplomat", "staff", "clerks"),
    *("man", "woman", "head", "consul", "chargé", "attaché", "attachés", "commissioner"),
))  # fmt: skip
_OWN = frozenset(("its", "our", "their", "his", "her"))


def _names_own_envoy(read: ReadSentence, cue: Cue) -> bool:
    """Whether the envoy of a cue is the actor's own: "its ambassador"."""
    words = read.lowers[max(0, cue.first - 1) : cue.end]
    for i, word in enumerate(words):
        if word in _ENVOYS:
            owned = next((w for w in reversed(words[:i]) if w in _OWN or w == "the"), "the")
            return owned != "the"  # not "summoned to her office the ambassador"
    return False


_RUMOURS = frozenset((
    *("report", "reports", "rumour", "rumours", "rumor", "rumors", "speculation"),
    *("suggestion", "suggestions", "story", "stories", "talk", "gossip", "leaflet", "leaflets"),
))  # fmt: skip


def _is_rumoured(read: ReadSentence, cue: Cue) -> bool:
    """Whether an act only stands in what is rumoured: "reports that Peru had expelled him"."""
    before = read.lowers[max(0, cue.head - _CLAUSE - _TOLD) : cue.head]
    if "that" not in before:
        return False
    if not {"rumoured", "rumored", "granted", "doubtful"}.isdisjoint(before):
        return True  # "it was rumored that", "takes it for granted that"
    told = before[: len(before) - before[::-1].index("that") - 1]
    return bool(_RUMOURS & set(told[-_TOLD:]))


_TOLD = 10
"""Words before "that" in which a rumour is named: "a report, carried by a Beirut paper, that"."""


def _on_condition(read: ReadSentence, cue: Cue) -> bool:
    """Whether an act to come hangs on a condition that follows: "will stop aid if"."""
    following = read.tokens[cue.end : cue.end + _CLAUSE]
    return any(token.lower in ("if", "unless") for token in following)


def _is_asked(read: ReadSentence, cue: Cue, vocabulary: Vocabulary) -> bool:
    """Whether words stand in what others are to do: "called on it to take all measures"."""
    clauses = read.clauses
    for j in range(clauses.chunk_at(cue.first), -1, -1):
        chunk = clauses.chunks[j]
        if chunk.type in (Type.STOP, Type.SUB, Type.REL):
            return False
        if chunk.type is Type.VERB:
            governor = clauses.governor(j) if chunk.mood == "inf" else None
            return (
                governor is not None
                and clauses.object_between(governor, j) is not None
                and vocabulary.has("urging", read.tokens[clauses.chunks[governor].head].lemma)
            )
    return False


def _is_readiness(read: ReadSentence, chunk: Chunk) -> bool:
    """Whether an infinitive tells what somebody is "ready", "prepared" or "threatening" to do."""
    before = read.tokens[chunk.first - 1] if chunk.first else None
    return (
        chunk.mood == "inf"
        and before is not None
        and (
            before.lower in ("ready", "prepared", "willing", "poised", "determined")
            or before.lemma in ("threaten", "prepare", "vow")
        )
    )


def _is_backdrop(read: ReadSentence, cue: Cue) -> bool:
    """Whether a noun only tells amid what something happens: "amid deepening concern at"."""
    before = read.tokens[max(0, cue.first - 3) : cue.first]
    return any(token.lower in ("amid", "amidst") for token in before)


def _not_done_yet(read: ReadSentence, cue: Cue) -> bool:
    """Whether an act is still to come: "has yet to recognise", "is about to recall"."""
    before = read.lowers[max(0, cue.head - 3) : cue.head]
    unable = before[-2:] in (["unable", "to"], ["unwilling", "to"], ["reluctant", "to"])
    if unable and cue.kind in ("side", "support", "solidarity"):
        return True
    to_come = before[-2:] in (["yet", "to"], ["about", "to"])
    if to_come and read.tokens[cue.head].tag is Tag.INF:
        return True
    if cue.frame != "act" or cue.kind in ("monitor", "neutral", "urge", "warn"):
        return False
    return before[-2:] in (["not", "yet"], ["n't", "yet"])


def _is_own_affair(read: ReadSentence, cue: Cue) -> bool:
    """Whether words are for what is the actor's own: "praised its own police", "worried about
    protests on its own soil", "sent planes to evacuate its staff".
    """
    if cue.kind not in ("side", "support", "solidarity", "concern"):
        return False
    after = read.lowers[cue.head + 1 : cue.head + _CLAUSE]
    if cue.kind != "concern":
        evacuating = bool(_EVACUATING & set(after))
        own = (near in _ITS and word == "own" for near, word in pairwise(after[:_GIFT]))
        return evacuating or any(own)
    return any(word == "own" and near in _HOME for word, near in pairwise(after))


_CLAUSE = 12
_GIFT = 5
_EVACUATING = frozenset(("evacuate", "evacuating", "evacuation"))
_HOME = frozenset(
    ("soil", "territory", "borders", "border", "population", "backyard", "country", "citizens")
)
_ITS = frozenset(("our", "its", "their", "his", "her"))


def _own_nationals(read: ReadSentence, cue: Cue) -> bool:
    """Travel advice and the like: "warned its citizens", "tourists were advised to leave"."""
    if cue.kind == "monitor" and "safety" in read.lowers[cue.end : cue.end + 4]:
        return True
    if cue.kind not in ("warn", "urge", "concern"):
        return False
    around = read.lowers[max(0, cue.head - 2) : cue.head + 6]
    if not _TRAVELLERS.isdisjoint(around):
        return True
    return "families" in around and not _ABROAD.isdisjoint(around)  # "the families of its staff"


_ABROAD = frozenset(("staff", "diplomats", "personnel", "employees"))
_TRAVELLERS = frozenset((
    *("citizens", "nationals", "travellers", "travelers", "tourists", "expatriates", "visitors"),
    *("motorists", "holidaymakers", "passengers", "compatriots", "dependants", "dependents"),
))  # fmt: skip
_CONSEQUENCES = frozenset((
    *("consequences", "sanctions", "measures", "action", "isolation", "suspension", "unless"),
    *("repercussions", "face", "aid", "suspended", "expelled", "sanctioned", "excluded", "cut"),
    *("backlash", "wrath", "price", "cost", "costs"),
    *("retaliation", "reprisals", "response", "punishment", "intervention", "force", "embargo"),
))  # fmt: skip
_THREATS = word_list("threats")


def _says_quoted(read: ReadSentence, cue: Cue) -> bool:
    """Whether a verb only tells who said what stands before it: '"It cannot go on," warned X'."""
    before = read.tokens[cue.first - 1] if cue.first else None
    return before is not None and before.tag in (Tag.QUOTE, Tag.COMMA) and cue.first > 4


def _is_forecast(read: ReadSentence, cue: Cue) -> bool:
    """ "Warned that it could destabilise the region" foresees, it does not threaten."""
    token = read.tokens[cue.head]
    if token.lemma != "warn":
        return False
    after = [t.lower for t in read.tokens[cue.end : cue.end + 16]]
    told = after[1:] if after[:1] in (["that"], [","], [":"]) else None
    if told is not None and not _THREATS & set(told):
        return True
    if (
        token.form is not Form.ING
        and _says_quoted(read, cue)
        and not _THREATS & {t.lower for t in read.tokens[: cue.first]}
    ):
        return True
    if after[:1] in (["of"], ["about"]):
        return not _CONSEQUENCES & set(after[:9])
    return bool(
        {"could", "might", "may", "risk", "risks", "risked"} & set(after)
    ) and not _CONSEQUENCES & set(after)


def _rings_up(read: ReadSentence, lemma: str, head: int, cue: Cue) -> bool:
    """Whether who calls somebody telephones: "called him to congratulate him", not "called on"."""
    if lemma != "call" or read.tokens[cue.head].lemma not in _TOLD_ON_THE_TELEPHONE:
        return False
    return read.lowers[head + 1] not in ("on", "upon", "for")


_TOLD_ON_THE_TELEPHONE = frozenset((
    *("congratulate", "felicitate", "assure", "promise", "pledge", "offer", "convey", "voice"),
    *("express", "wish", "tell", "reiterate"),
))  # fmt: skip


def _verb_group(read: ReadSentence, cue: Cue, chunk: Chunk, vocabulary: Vocabulary) -> str | None:
    if chunk.negated and not cue.pattern.negates:
        return "negated"
    before = read.tokens[max(0, chunk.first - 2) : chunk.first]
    if (
        any(token.tag is Tag.NEG or token.lower in ("no", "without") for token in before[-1:])
        and not cue.pattern.negates
    ):
        return "negated"
    if cue.frame == "act" and _is_demanded(read, chunk):
        return "asked of somebody else"
    refused = chunk.negated and cue.pattern.negates  # "cannot accept" is certain
    if chunk.modal in _BOULETIC and cue.frame != "say" and not refused:
        return f"only possible ({chunk.modal})"
    opening = read.tokens[0].lower
    if opening == "neither" and not any(t.tag is Tag.COMMA for t in read.tokens[: cue.first]):
        return "negated"
    if opening in _CONDITION and chunk.modal in ("would", "will") and cue.kind != "warn":
        return "only imagined (if)"
    if chunk.modal == "would" and cue.kind not in STATEMENTS and chunk.perfect:
        return "only imagined (would have)"
    if chunk.modal == "must" and cue.frame == "act":
        return "an obligation"
    return None


def _is_demanded(read: ReadSentence, chunk: Chunk) -> bool:
    """Whether a verb is what somebody demands: "requiring that Peru and Chile recall"."""
    if chunk.modal or read.tokens[chunk.head].form is not Form.BASE:
        return False
    for before in reversed(read.clauses.chunks[: read.clauses.chunk_at(chunk.first)]):
        if before.type is Type.VERB:
            return read.tokens[before.head].lemma in _MANDATING
        if before.type is Type.SUB and read.lowers[before.first] != "that":
            return False
        if before.type in (Type.COMMA, Type.STOP, Type.REL, Type.QUOTE):
            return False
    return False


def _condition(read: ReadSentence, cue: Cue) -> str | None:
    """Whether the cue stands in an if-clause: after "if" and before its main clause."""
    if _CONDITION.isdisjoint(read.lowers):
        return None
    tokens = read.tokens
    for i in range(cue.head, max(-1, cue.head - 25), -1):
        token = tokens[i]
        if token.lower in _CONDITION and token.tag is Tag.SUB and i != cue.first:
            if i >= cue.first:
                return None
            between = tokens[i + 1 : cue.head]
            # ", we will": the comma closes the condition.
            if any(t.tag is Tag.COMMA for t in between) and any(t.tag is Tag.VERB for t in between):
                return None
            return f"in a condition ({token.lower})"
        if token.tag is Tag.STOP:
            return None
    return None


def _nominal(read: ReadSentence, cue: Cue) -> str | None:
    before = read.tokens[max(0, cue.first - 3) : cue.first]
    if (
        any(token.lower in ("no", "without", "despite", "not") for token in before)
        and not cue.pattern.negates
    ):
        return "negated"
    if any(token.lemma in _WEIGHING for token in before):
        return "only considered"
    if cue.kind in ("side", "mediate") and any(token.lemma in _ENDING for token in before):
        return "support or mediation that is blamed, refused or ends"
    if cue.frame == "say" and not cue.pattern.negates and _under_negation(read, cue):
        return "negated"
    return None


_WEIGHING = word_list("weigh")
_MANDATING = frozenset(("ask", "demand", "insist", "order", "propose", "request", "require"))
_ENDING = frozenset(
    (
        *("condemn", "denounce", "criticise", "criticize", "end", "stop", "halt", "lack"),
        *("withdraw", "withhold", "deny", "refuse", "revoke", "reject", "decline"),
    )
)


def _under_negation(read: ReadSentence, cue: Cue) -> bool:
    """Whether the verb before a noun cue is negated: "no longer treats him as head of a lawful
    government".
    """
    chunks = read.clauses.chunks
    for j in range(read.clauses.chunk_at(cue.first), -1, -1):
        if chunks[j].type in (Type.SUB, Type.STOP, Type.COMMA, Type.REL):
            return False
        if chunks[j].type is Type.VERB:
            return chunks[j].negated
    return False


def _governed(
    read: ReadSentence, clauses: Clauses, position: int, cue: Cue, vocabulary: Vocabulary
) -> str | None:
    chunk = clauses.chunks[position]
    previous = clauses.chunks[position - 1] if position else None
    if chunk.mood == "ing":
        if previous is not None and previous.type is Type.PREP:
            word = read.tokens[previous.first].lower
            if word in ("without", "instead", "against", "before", "than"):
                return f"imagined ({word})"
            if word == "of" and position >= 2:
                noun = clauses.chunks[position - 2]
                if noun.type is Type.NP and read.tokens[noun.end - 1].lower in _UNREAL_NOUNS:
                    return f"imagined ({read.tokens[noun.end - 1].lower})"
            if word == "from":
                return "kept from it"
        ruled = [token.lemma for token in read.tokens[max(0, chunk.first - 3) : chunk.first]]
        if "rule" in ruled and not cue.pattern.negates:
            return "ruled out"
        if previous is not None and _is_topic(read, clauses, position):
            return "only spoken of"
        if _is_blocked(read, clauses, position):
            return "in a text that somebody blocks"
        if previous is not None and previous.type is Type.VERB:
            lemma = read.tokens[previous.head].lemma
            if lemma in ("face", "risk"):
                return "only threatened"
            if lemma == "deny" and not clauses.chunks[position - 1].negated:
                return "denied"
            if vocabulary.has("weigh", lemma) or vocabulary.has("refrain", lemma):
                return f"only considered ({lemma})"
        return _outer(read, clauses, position, vocabulary)
    if cue.kind != "urge" and _is_called_for(read, clauses, position):
        return "asked of somebody else (call)"
    governor = clauses.governor(position)
    if governor is None:
        return _noun_governed(read, clauses, position)
    verb = read.tokens[clauses.chunks[governor].head]
    between = clauses.object_between(governor, position)
    group = clauses.chunks[governor]
    not_refraining = group.negated and vocabulary.has("refrain", verb.lemma)
    if group.negated and not (cue.pattern.negates or not_refraining):
        return "negated"
    if group.passive and verb.lemma in _BELIEVED:
        return "only believed"
    if not_refraining:
        return None  # "did not hesitate to condemn"
    if between is not None:
        if vocabulary.has("moving", verb.lemma) and not group.passive:
            return None
        if _rings_up(read, verb.lemma, clauses.chunks[governor].head, cue):
            return None
        if vocabulary.has("urging", verb.lemma):
            return f"asked of somebody else ({verb.lemma})"
        if cue.kind == "monitor":
            return "others are to follow it"
        return _noun_governed(read, clauses, position) or _outer(
            read, clauses, position, vocabulary
        )
    if cue.kind == "sanction" and group.passive and verb.lemma == "prepare":
        return "a threat, not yet a sanction"
    if vocabulary.has("refrain", verb.lemma):
        if group.modal in _BOULETIC and not group.negated:
            return f"only possible ({group.modal})"
        if group.mood == "inf" and _is_asked_of(clauses, governor, read, vocabulary):
            return "asked of somebody else (to refuse)"
        return None if cue.pattern.negates else f"not done ({verb.lemma})"
    if group.passive and verb.lemma in (
        "expect",
        "say",
        "ask",
        "urge",
        "think",
        "believe",
        "report",
        "schedule",
        "call",
    ):
        return None if verb.lemma == "schedule" else f"only expected ({verb.lemma})"
    if vocabulary.has("weigh", verb.lemma) or verb.lemma in (
        "expect",
        "threaten",
        "try",
        "attempt",
        "seek",
        "fail",
    ):
        return f"only considered ({verb.lemma})" if cue.kind != "warn" else None
    if verb.lemma in ("hope", "want", "wish", "like", "need") and cue.kind in (
        "sanction",
        "sever_relations",
        "recall_ambassador",
    ):
        return f"only wished ({verb.lemma})"
    if verb.lemma in ("hope", "wish") and cue.kind in ("side", "support"):
        return f"only wished ({verb.lemma})"
    if verb.lemma in ("appear", "seem"):
        return "only apparent"
    if group.modal in _BOULETIC:
        return f"only possible ({group.modal})"
    return None


def _is_asked_of(
    clauses: Clauses, position: int, read: ReadSentence, vocabulary: Vocabulary
) -> bool:
    """Whether somebody else is asked to do what an infinitive tells: "asked Peru to refuse"."""
    governor = clauses.governor(position)
    if governor is None or clauses.object_between(governor, position) is None:
        return False
    return vocabulary.has("urging", read.tokens[clauses.chunks[governor].head].lemma)


def _is_blocked(read: ReadSentence, clauses: Clauses, position: int) -> bool:
    """Whether a participle tells of a text that is kept from being: "vetoed a draft condemning"."""
    if position < _TEXT:
        return False
    verb, text = clauses.chunks[position - _TEXT : position]
    if verb.type is not Type.VERB or text.type is not Type.NP:
        return False
    blocked = read.tokens[verb.head].lemma in _BLOCKING
    return blocked and read.lowers[text.end - 1] in _TEXTS


_TEXT = 2
"""Chunks from a verb to what a text tells that is its object."""
_BLOCKING = frozenset(("veto", "block", "oppose", "refuse", "reject", "dilute", "quash", "prevent"))
_TEXTS = frozenset(
    ("resolution", "statement", "draft", "motion", "declaration", "text", "document")
)


def _is_topic(read: ReadSentence, clauses: Clauses, position: int) -> bool:
    """Whether a participle is what somebody talks of: "said suspending it would only hurt"."""
    previous = clauses.chunks[position - 1]
    if previous.type is Type.VERB:
        said = read.tokens[previous.head].lemma in _SAID
    else:
        said = previous.type is Type.SUB and read.lowers[previous.first] == "that"
    following = [c for c in clauses.chunks[position + 1 :] if c.type is Type.VERB]
    return said and bool(following) and following[0].modal in ("would", "could", "will", "may")


def _is_called_for(read: ReadSentence, clauses: Clauses, position: int) -> bool:
    """Whether an infinitive is what a noun calls for: "his call for Kenya to lead mediation"."""
    if position < _CALL:
        return False
    noun, link, who = clauses.chunks[position - _CALL : position]
    return (
        who.type is Type.NP
        and read.lowers[link.first] == "for"
        and noun.type is Type.NP
        and read.lowers[noun.end - 1] in _CALLS
    )


_CALL = 3
"""Chunks that stand between a noun that calls and the infinitive: "call", "for", "Kenya"."""
_CALLS = word_list("call_noun")
_SAID = frozenset(("say", "argue", "think", "believe", "warn", "add"))


def _noun_governed(read: ReadSentence, clauses: Clauses, position: int) -> str | None:
    previous = clauses.chunks[position - 1] if position else None
    if previous is not None and previous.type is Type.NP:
        noun = read.tokens[previous.end - 1].lower
        if noun in _UNREAL_NOUNS or noun in (
            "calls",
            "appeal",
            "request",
            "opportunity",
            "ability",
            "power",
            "authority",
        ):
            return f"imagined ({noun})"
    return None


def _outer(
    read: ReadSentence, clauses: Clauses, position: int, vocabulary: Vocabulary
) -> str | None:
    """What the verb that a participle hangs on makes of it."""
    for j in range(position - 1, -1, -1):
        chunk = clauses.chunks[j]
        if chunk.type is Type.VERB and chunk.mood in ("finite", "inf"):
            lemma = read.tokens[chunk.head].lemma
            if lemma == "consider" and j < position - 1:
                return None  # "considers the vote to have fallen short"
            if vocabulary.has("weigh", lemma) and j >= position - 2:
                return "only considered"
            return None
    return None
