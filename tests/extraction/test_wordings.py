"""Ways of saying one kind, each beside a look-alike that must stay empty (docs/engine.md)."""

import pytest

from tests.extraction.frames import BELARUS, MALI, UKRAINE, pairs

CONDEMN = [
    ("Czech leaders in Prague came down hard on Minsk over the beatings.", "CZE"),
    ("Slovakia has been scathing about the conduct of the vote.", "SVK"),
    ("Bulgaria spoke out against the violence.", "BGR"),
    ('Iceland\'s government is "outraged" by the images from Minsk.', "ISL"),
    ("Norway added its voice to the chorus of condemnation.", "NOR"),
    ("Switzerland said the detentions flew in the face of international law.", "CHE"),
    ("The arrests prompted an angry response from the Netherlands.", "NLD"),
    ("Italy said the vote had fallen short of democratic standards.", "ITA"),
    ("Spain said the arrests violated fundamental freedoms.", "ESP"),
    ("The OAS said the vote was plagued with irregularities.", "OAS"),
    ("Iceland said the election was a long way from free or fair.", "ISL"),
    ("Chile said the arrests were in no way justified.", "CHL"),
    ("Ireland spoke of a ruthless dictatorship.", "IRL"),
    ("Norway laid the blame on the security forces.", "NOR"),
]
REJECT = [
    ("Norway cast doubt on the official figures.", "NOR"),
    ("Finland withheld recognition of the result.", "FIN"),
    ("Austria said the results cannot be recognised.", "AUT"),
    ("Estonia ceased to recognise Lukashenko as president.", "EST"),
    ("The election will never be recognised by Canada.", "CAN"),
    ("The EU said it could not accept the outcome of the vote.", "EU"),
    ("Canada is not prepared to recognise the results.", "CAN"),
    ("Canada said it was unable to accept the results.", "CAN"),
    ("Canada finds the result impossible to accept.", "CAN"),
    ("Ireland said that it was not in a position to recognise the results.", "IRL"),
    ("Spain would not be accepting the results, its foreign minister said.", "ESP"),
    ("Spain has ruled out recognising the results.", "ESP"),
    ("Austria said there could be no recognition of the results.", "AUT"),
    ("Austria said Lukashenko had no right to rule.", "AUT"),
    ("The results have no legal standing, Poland said.", "POL"),
    ("Norway said the decree was without legal force.", "NOR"),
    ("Belgium said the results cannot be taken at face value.", "BEL"),
    ("Latvia does not believe the official figures.", "LVA"),
    ("Norway does not believe Lukashenko won.", "NOR"),
    ("Japan said the results were not worth the paper they were written on.", "JPN"),
    ("Sweden says the election was a fraud.", "SWE"),
    ("Chile withheld its recognition from the new government.", "CHL"),
]
WARN = [
    ("Germany raised the prospect of sanctions.", "DEU"),
    ("Poland signalled that it could impose sanctions unless the violence stopped.", "POL"),
    ("Norway said that unless prisoners were freed it would review its cooperation.", "NOR"),
    ("The EU said it stood ready to take further restrictive measures.", "EU"),
    ("Finland said its patience was running out.", "FIN"),
    ("The EU is drawing up sanctions against those responsible for the violence.", "EU"),
    ("Denmark said Minsk risked isolation.", "DNK"),
    ("France said it was looking at all the tools to punish the regime.", "FRA"),
    ("The UN said the consequences of any such step would be grave.", "UN"),
    ("Britain said those behind the violence would be brought to book.", "GBR"),
    ("Germany said that the EU would have no choice but to respond.", "DEU"),
    ("Japan said future aid hinged on the release of the prisoners.", "JPN"),
    ("Japan said the decision would affect bilateral ties.", "JPN"),
    ("Norway said it would draw the necessary conclusions.", "NOR"),
    ("Norway said the crackdown would not be without consequences.", "NOR"),
    ("Poland said the regime would pay dearly.", "POL"),
    ("Poland said it would be forced to act.", "POL"),
    ("Sweden made further cooperation conditional on new elections.", "SWE"),
]
URGE = [
    ("Sweden would like to see new elections held.", "SWE"),
    ("Belgium said a dialogue was the only way out of the crisis.", "BEL"),
    ("Ukraine advised Minsk to engage with the opposition.", "UKR"),
    ("Spain would like an early return to constitutional order.", "ESP"),
    ("France told Lukashenko that the army must go back to its barracks.", "FRA"),
    ("Latvia lent its voice to calls for the prisoners to be freed.", "LVA"),
    ("Estonia said the vote should be redone.", "EST"),
    ("Norway said the time had come for dialogue.", "NOR"),
    ("Norway is in favour of a negotiated solution.", "NOR"),
    ("Greece said Minsk would have to provide answers.", "GRC"),
]
MEDIATE = [
    ("NATO ambassadors gathered in emergency session.", "NATO"),
    ("An emergency session of the UN Security Council has been called for Monday.", "UN"),
    ("The OSCE put forward a mediation plan.", "OSCE"),
    ("An OSCE delegation led by a former minister arrived in Minsk.", "OSCE"),
    ("European leaders gathered in Brussels for an EU summit on the crisis.", "EU"),
    ("EU foreign ministers will discuss Belarus at a meeting on Friday.", "EU"),
    ("Switzerland is willing to play a mediating role.", "CHE"),
    ("Talks brokered by the UN began in Minsk.", "UN"),
]
SANCTION = [
    ("Denmark pulled the plug on its aid programme.", "DNK"),
    ("The EU has shelved 184 million euros in aid.", "EU"),
    ("Germany will put development aid on ice.", "DEU"),
    ("The Council of Europe suspended relations with the parliament in Minsk.", "COE"),
    ("Norway said aid had been put on hold.", "NOR"),
    ("An EU asset freeze against 14 officials was imposed by the EU.", "EU"),
]
SOLIDARITY = [
    ("Latvia pledged aid to civil society in Belarus.", "LVA"),
    ("Poland opened its border to Belarusians fleeing repression.", "POL"),
    ("Finland said Belarusians deserve democracy.", "FIN"),
    ("Finland said the Belarusian people deserved free and fair elections.", "FIN"),
    ('"You are not alone," German Chancellor Angela Merkel told the protesters.', "DEU"),
    ("Czech Prime Minister Andrej Babis received Tikhanovskaya as a sign of support.", "CZE"),
    ("The struggle of the Belarusian people for freedom is our struggle, Ukraine said.", "UKR"),
    ("France said it was at the side of the Belarusian people.", "FRA"),
    ("The EU respects the desire of Belarusians for democratic change.", "EU"),
    ("Estonia declared that it supported the opposition's demand for a new vote.", "EST"),
]


def _cases(kind, rows):
    return [(text, {(actor, kind)}) for text, actor in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *_cases("condemn", CONDEMN),
        *_cases("reject", REJECT),
        *_cases("warn", WARN),
        *_cases("urge", URGE),
        *_cases("mediate", MEDIATE),
        *_cases("sanction", SANCTION),
        *_cases("solidarity", SOLIDARITY),
        ("Doubts persist about the count, Denmark said.", {("DNK", "concern")}),
        ("France deeply regrets today's violence in Minsk.", {("FRA", "concern")}),
        ("Italy finds the reports troubling.", {("ITA", "concern")}),
        ("Spain is anxious about what is happening in Minsk.", {("ESP", "concern")}),
        ("Hungary sees no reason to intervene.", {("HUN", "neutral")}),
        ("The White House had no immediate comment.", {("USA", "neutral")}),
        ("Russia regards the election as valid.", {("RUS", "support")}),
        ("New Zealand is not in a position to intervene.", {("NZL", "neutral")}),
        ("Spain expressed faith in Lukashenko.", {("ESP", "support")}),
        (
            "Cuba handed over a letter protesting the arrests to the embassy.",
            {("CUB", "summon_ambassador")},
        ),
        ("The violence has sparked alarm in Paris.", {("FRA", "concern")}),
        ("The reports are of great concern to the European Union.", {("EU", "concern")}),
        ("Seoul said it was paying close attention to developments.", {("KOR", "monitor")}),
        ("Japan is seeking more information about events in Minsk.", {("JPN", "monitor")}),
        ("Greece was following events in Minsk with unease.", {("GRC", "concern")}),
        ('Turkey said: "It is for Belarusians to decide."', {("TUR", "neutral")}),
        ("Moldova chose to stay on the sidelines.", {("MDA", "neutral")}),
        ("Canada declined to call the vote a fraud.", {("CAN", "neutral")}),
        ("Moscow threw its weight behind Lukashenko.", {("RUS", "support")}),
        ("Russia agreed to lend Belarus $1.5 billion.", {("RUS", "support")}),
        ("China is ready to work with the new government.", {("CHN", "support")}),
        ("The ambassador to Sweden was called to the ministry.", {("SWE", "summon_ambassador")}),
        ("Ireland sent for the Belarusian ambassador.", {("IRL", "summon_ambassador")}),
        ("Romania is calling home its ambassador for talks.", {("ROU", "recall_ambassador")}),
        (
            "Our ambassador was summoned for consultations, Kuwait said.",
            {("KWT", "recall_ambassador")},
        ),
        ("Lithuania told two Belarusian diplomats to leave.", {("LTU", "sever_relations")}),
        ("Two Belarusian diplomats were kicked out of Finland.", {("FIN", "sever_relations")}),
    ],
)
def test_each_wording_shows_its_kind(text, expected):
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Six activists were held as part of the crackdown, Poland said.",
        "The UN warned of a looming famine.",
        "The EU set up a mission in order to hold those responsible to account.",
        "Shocking reports from the prisons reached Poland.",
        "The UN said an end to violence was not a democratic goal alone.",
        "OSCE monitors were following the vote count.",
        "The United States is following suit.",
        "Iran was disappointed at the fall of the government.",
        "Our hearts go out to his family, said British Prime Minister Boris Johnson.",
        "Poland held its first session of parliament.",
        "The United States applauded the isolation of Lukashenko.",
        "Norway offered asylum to Lukashenko.",
        "The rules apply in France, where fans rally on Sundays.",
        "The United States declined to say that it broke the constitution, a senator said.",
        "India chaired a meeting of the cabinet committee.",
        "Canada recognised the need for patience.",
        "Canada recognised the difficulties of the task.",
        "Germany discussed fishing quotas at a conference.",
        "Sweden made the grant conditional on enrolment.",
        "Norway was anxious for the holidays.",
        "Poland said children were brought to trial venues.",
        "Protests today's leaders called for were banned.",
        "The EU has yet to recognise the results.",
        "The EU has not yet recognised the results.",
        "Germany could not accept the invitation.",
        "Italy refused to accept the parcel.",
        "Norway praised its own police.",
        "China is concerned about protests on its own soil.",
        "France sent helicopters to evacuate workers.",
        "Romania blamed over riots in Minsk.",
        "The OAS refused to conduct monitoring of the election.",
        "Serbia spoke of claims that it was an internal affair.",
    ],
)
def test_what_only_looks_alike_is_no_stance(text):
    assert pairs(text) == set()


@pytest.mark.parametrize(
    ("text", "crisis", "expected"),
    [
        # Company in a joint act, told actively and passively.
        (
            "Latvia joined Poland in condemning the crackdown.",
            BELARUS,
            {("LVA", "condemn"), ("POL", "condemn")},
        ),
        (
            "The AU has been joined by the UN in condemning the coup.",
            MALI,
            {("AU", "condemn"), ("UN", "condemn")},
        ),
        ("The AU supports military intervention to end the coup.", MALI, {("AU", "warn")}),
        ("Benin regards the decrees as null and without effect.", MALI, {("BEN", "reject")}),
        ("France will have nothing to do with the junta.", MALI, {("FRA", "reject")}),
        ("Spain is committed to the sovereignty of Ukraine.", UKRAINE, {("ESP", "solidarity")}),
        ("Japan sent bulletproof vests to Ukraine.", UKRAINE, {("JPN", "solidarity")}),
        # Whose decision it is, and who is brought to act.
        (
            "Germany's decision to expel two Malian diplomats was swift.",
            MALI,
            {("DEU", "sever_relations")},
        ),
        ("The coup prompted Denmark to suspend its aid.", MALI, {("DNK", "sanction")}),
        # The elected institutions are those whom the crisis is against.
        ("France backs the elected government.", MALI, {("FRA", "solidarity")}),
        ("Senegal assured Keita of its support.", MALI, {("SEN", "solidarity")}),
        ("Senegal said Keita remained the only legitimate leader.", MALI, {("SEN", "solidarity")}),
        ("Germany will supply Ukraine with anti-tank weapons.", UKRAINE, {("DEU", "solidarity")}),
    ],
)
def test_company_and_sides(text, crisis, expected):
    assert pairs(text, crisis) == expected
