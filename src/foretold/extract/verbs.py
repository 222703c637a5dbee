"""Verbs that govern what others will do, by what they do to it, with all their forms."""

from __future__ import annotations

from foretold.extract.text import words

_IRREGULAR = {
    "say": "said",
    "tell": "told",
    "write": "wrote written",
    "think": "thought",
    "know": "knew known",
    "feel": "felt",
    "see": "saw seen seeing",
    "foresee": "foresaw foreseen foreseeing",
    "bet": "betting bet",
    "put": "putting put",
    "forecast": "forecast forecasted",
    "mean": "meant",
    "hold": "held",
    "hear": "heard",
    "read": "read",
    "tweet": "tweeted",
    "admit": "admitted admitting",
    "quip": "quipped quipping",
    "understand": "understood",
    "swear": "swore sworn",
    "give": "gave given",
    "get": "got gotten getting",
    "go": "went gone",
    "make": "made",
    "let": "letting let",
    "leave": "left",
    "seek": "sought",
    "lead": "led",
    "see_": "",
    "begin": "began begun beginning",
    "set": "setting set",
    "cut": "cutting cut",
    "run": "ran running",
    "find": "found",
    "show": "shown showed",
    "speak": "spoke spoken",
    "maintain": "maintained",
    "be": "am is are was were been being 's 're 'm",
    "have": "has had having 've",
    "do": "does did done doing",
    "become": "became",
    "come": "came",
    "take": "took taken",
    "keep": "kept",
    "mean_": "",
    "sit": "sat sitting",
    "lie": "lying",
    "stand": "stood",
    "grow": "grew grown",
    "sell": "sold",
    "meet": "met",
    "win": "won winning",
    "lose": "lost",
    "break": "broke broken",
    "plan": "planned planning",
    "dream": "dreamed dreamt",
    "shrug": "shrugged",
    "post": "posted",
    "quote": "quoted",
    "chide": "chid chided",
    "hit": "hit hitting",
    "rule": "ruled",
    "steal": "stole stolen",
}


def _forms(verb: str) -> list[str]:
    """Return the forms of a verb in English spelling, the irregular ones from the table."""
    stem = verb[:-1] if verb.endswith("e") else verb
    forms = [verb]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        forms += [verb[:-1] + "ies", verb[:-1] + "ied"]
    else:
        forms += [verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"), stem + "ed"]
    return [*forms, stem + "ing", *_IRREGULAR.get(verb, "").split()]


SAY = words(
    """say tell write tweet add note warn announce declare argue claim insist explain suggest state report
    predict forecast project caution conclude remark comment contend assert stress reply answer respond
    acknowledge admit concede confirm reckon estimate calculate post observe maintain emphasize
    emphasise underline reveal testify promise pledge vow swear guarantee assure counter quip continue
    advise signal indicate urge recall describe quote joke mutter mention complain boast threaten
    speculate opine agree propose recommend email message blog shrug anticipate expect foresee prophesy
    envisage envision show find hint allege affirm reiterate repeat point rule object laugh sigh snap
    shout whisper grumble protest venture muse retort insist counsel lament marvel posit recount attest foretell
    theorize theorise surmise clarify interject gush bemoan fume disclose proclaim profess concur hypothesize
    reassure inform notify"""
)
"""Verbs whose subject is the source of what they govern."""

PROMISE = words("promise pledge vow swear guarantee threaten commit")
ANNOUNCE = words("announce confirm declare schedule reveal unveil")
FORECAST = words("predict forecast project foresee anticipate expect prophesy")
THINK = words(
    """think believe reckon suppose guess assume figure suspect imagine feel calculate judge bet wager
    conclude consider see know understand realize realise recognize recognise gather presume sense fancy
    hold maintain convince persuade"""
)
WISH = words("hope wish want like love prefer pray long yearn desire dream need aspire crave")
FEAR = words("fear worry dread")
PURPOSE = words(
    """seek aim try attempt strive ensure help persuade urge ask push press pressure demand require work
    intend design want encourage force allow enable let make"""
)
ASK = words("""ask wonder question debate decide determine discover consider discuss see know learn understand""")
DENY = words("deny doubt dispute reject dismiss")

MENTAL = words("""think believe feel know want like love hate fear hope worry regret suspect seem understand""")
STATIVE = words(
    """be have seem mean reflect suggest explain know think believe want like need contain include
    represent indicate exist matter belong consist depend resemble signify deserve owe own involve
    concern sound look feel imply constitute account appear love hate prefer wish understand differ lack
    possess correspond equal fit amount care remember deem regard count conceal hide house perceive interpret"""
)
CHANGE = words(
    """become begin start end stop fall rise grow lose win collapse fail happen occur arrive emerge return
    lead force trigger cause prompt push drive raise cut boost drop decline increase decrease slow
    expand shrink break launch strike attack invade join leave quit resign sign approve pass adopt reach
    hit exceed surpass double escalate spread bring turn result create kill destroy undermine weaken
    strengthen default recover rebound overtake retaliate respond withdraw announce agree accept reject
    vote elect take move shift change come go spark ignite unleash provoke accelerate delay disrupt open
    close survive prevail miss beat sweep stall slip climb peak flip retain dominate drag outlive
    outlast last run inherit fire sack finish slow speed succeed concede folds fold advance rally crash
    soar plunge tumble slide"""
)
OUTCOME = words(
    """win lose survive fail collapse fall pass succeed prevail end stop happen occur quit resign leave return die stay
    sign recover beat qualify miss flip peak default fold concede crash outlive outlast withdraw rebound reopen close
    break"""
)
"""How a thing turns out: in the present tense after "I think" these foretell, others tell of what is so."""
EVENT = words(
    """hold vote begin start open meet release publish host convene launch visit testify announce unveil
    kick address travel debate decide rule deliver report close expire resume debut air premiere speak
    declare present submit hear play go leave arrive land return reconvene gather sign unveil depart reopen
    apply lapse
    recommence premier follow face head welcome entertain crown inaugurate induct headline"""
)
"""What institutions announce dates for."""

DRIFT = words(
    """rise fall grow ease recover improve decline slow rebound stabilise stabilize arrive return reach
    remain continue moderate converge peak increase decrease strengthen weaken narrow widen shrink
    expand pick take come land stay fade settle drop climb edge hold hit exceed begin start bottom
    resume normalise normalize help support boost lift offset loosen tighten soften firm cool average outpace
    outperform gain"""
)
"""What things do of themselves: after "should" these foretell, they do not advise."""

_EXTRA = words(
    """do go get give find show keep let leave stand sit lie sell break run set plan rule quote hit steal
    chide begin hear read mean come become make stop risk doubt look stand finish complete seem fancy pick
    tip favour favor point imply remain stay disappear vanish bring back budge fly put assign ascribe attach"""
)

LEMMA: dict[str, str] = {}
for _verb in sorted(
    _EXTRA
    | SAY
    | PROMISE
    | ANNOUNCE
    | FORECAST
    | THINK
    | WISH
    | FEAR
    | PURPOSE
    | ASK
    | DENY
    | STATIVE
    | CHANGE
    | EVENT
    | OUTCOME
    | MENTAL
):
    for _form in _forms(_verb):
        LEMMA.setdefault(_form, _verb)
LEMMA.update({"left": "leave", "found": "find", "felt": "feel", "saw": "see", "put": "put"})

SAY_FORMS = sorted({form for verb in SAY for form in _forms(verb)} | {"according"})
