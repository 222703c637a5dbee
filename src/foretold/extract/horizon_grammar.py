"""The rules of the horizon grammar, one a line: a meaning's name, then the pattern in the notation of `horizon_words`.

A meaning marked ``*`` counts only behind a preposition or a part: "in the spring" is a horizon, "the spring" is not.
Rules are tried in order at one place and the first that matches is taken, so longer ones stand first.
"""

from __future__ import annotations

MACROS = {
    "NUMBER": "(TENS NUMWORD|NUMWORD (hundred|thousand)|NUMWORD|INT|BIG|YEAR) (and a half)?",
    "JOIN": "(to|and|or|through)",
    "DAYNUM": "(INT|ORD)",
    "IN_YEAR": "(of|in|COMMA)? (year:YEAR|SHORT|YEARS|RELATIVE_YEAR POSS?)",
    "RELATIVE_YEAR": "the? (next|this|coming|following|last|current|same) calendar? year",
    "OF_A_YEAR": "(year:RELATIVE_YEAR) POSS|the? (year:YEAR) POSS?",
    "HALVES": "first|second|latter|last|back|front|ORD",
    # "this", "next", "last" before a unit, a month or a weekday
    "WHICH": "(the|our|their)? (det:this (very|coming|past)?|next|coming|following|current|present|upcoming|BACK)",
    "BACK": "last|past|previous|same|preceding|prior",
    "HOLIDAYS": "(christmas|new (year|years) POSS?) (day|eve)|HOLIDAY|(valentine|valentines) POSS? day|OTHER_HOLIDAYS",
    "OTHER_HOLIDAYS": "independence day|(labor|labour) day|memorial day|the? new year",
    # lengths of time
    "OVER": "(for|over|within|in|during|through|throughout|across|inside|into|spanning)",
    "ABOUT": "(least:at least|at most|up to|MORE_OR_LESS than?|(much|most|all) of|as (little|many) as|SOFTLY)",
    "MORE_OR_LESS": "(less|fewer|no more|more)",
    "SOFTLY": "perhaps|maybe|probably|possibly|about|around|roughly|nearly|almost|only|just|another|under|well|even",
    "COUNT": "((n:SOME_NUMBER) ((to|or) (n2:NUMBER)|COMMA? (n2:NUMWORD)|(n2:INT))?|(v:SOME))",
    "SOME_NUMBER": "(a|another)? couple (of|more)?|a? half a? dozen|a dozen|half (a|an)|another NUMBER?|NUMBER|a|an",
    "SOME": "(a|the|another|these|those|this)? VAGUE|a (number|handful|matter|lot) of",
    "LENGTH": "LONG{0,2} (u:UNIT|UNITS) ((and|or|to) (UNITS|UNIT))?",
    "PLURAL": "LONG{0,2} (u:UNITS) ((and|or|to) UNITS)?",
    "LESS": "within|inside|in (less|fewer|under|no more) than?|in (as little as|under|at most|up to)",
    # vague words
    "TERM": "(very|more)? SPAN ((to|and|or) SPAN)? (term|run|haul)",
    "SPAN": "(short|shorter|near|nearer|medium|mid|long|longer|immediate|intermediate)",
    "NEAR": "(near|nearer|foreseeable|immediate|very near|distant|not (so|too) distant|predictable|coming|medium term)",
    "OUR": "(our|my|his|her|their|your|its|the)",
    "FORECAST": "(forecast|forecasting|projection|policy|planning)",
    # events
    "OCCASION": "NOUN{0,4}? EVENT (day|night|of? EVENT)? (of the? FILL{1,2})?",
    "NEW": "(AHEAD|final|first|second|third|fourth|fifth|new|closing|ORD)",
    "SHORT_UNIT": "(day|days|week|weeks|month|months|year|years|hours|minutes)",
    "STAGE": "(first|second|third|final|last|opening|closing|dying)",
    "BALLOT": "(general|presidential|parliamentary|legislative|midterm|local|federal|state|snap|regional|mayoral)",
    "POLLING": "(election|elections|referendum|runoff|primary|primaries|caucus|caucuses|ballot)",
    "VOTE": "(election|elections|referendum|vote|summit|budget|meeting|round|review|census)",
    "SITTING": "(season|term|session|round|cycle|campaign|parliament|legislature)",
    "REST": "(NOUN|POSS|OTHER|is|are|was|were|be|has|have|had|do|does|did|to|and|or|who|that|with|by|as|into|from|not)",
    "OTHER": "(it|he|she|they|we)",
    "COURT": "(court|courts|judge|judges|congress|committee|parliament|panel|tribunal|jury|magistrates|lawmakers)",
    "CLOSELY": "(shortly|soon|long|well|just|right|immediately)",
    "ENDING": "(fall|collapse|departure|death|end|completion|expiry|withdrawal|outbreak)",
    # prepositions
    "SOFT": "(at least|sometime|some time|perhaps|maybe|possibly|around|about|roughly|only|even|CLOSELY)",
}

BASES = """
iso         (d:ISO)
slash       (WEEKDAY COMMA?)? (d:SLASH)
date        ((w:WEEKDAY) COMMA?)? the? (d:DAYNUM) of? (m:MONTH) IN_YEAR?
date        ((w:WEEKDAY) COMMA?)? the (d:ORDWORD) of (m:MONTH) IN_YEAR?
date        ((w:WEEKDAY) DAYPART? COMMA?)? (m:MONTH) the? (d:DAYNUM) (JOIN? (d2:DAYNUM))? (COMMA? (year:YEAR))?
nth_weekday the? (n:ORDWORD|ORD) (w:WEEKDAY) (of|in) (m:MONTH) IN_YEAR?
year_month  (year:YEARS)
quarter_to  WHICH? the? (m:MONTH) quarter IN_YEAR?
month       come? WHICH? the? (m:MONTH) IN_YEAR
month       come? WHICH? (m:MONTH)
century*    the? (n:ORD|ORDWORD) (century|centuries)
decade      the? (d:DECADE)|the (d:TENTHS)
fiscal      the? fiscal year? (fy:YEARS|YEAR|SHORT)
fiscal      the? (fy:FISCAL)
fiscal      WHICH? (fiscal|financial|tax|budget) year COMMA? (which|that)? (ends|ending|end) on? (m:MONTH) (d:DAYNUM)
fiscal      (financial|tax|budget) year (fy:YEARS|YEAR)
fiscal      WHICH (fiscal|financial|tax|budget) year
short       the? (q:HALFQ) IN_YEAR?|(year:YEAR) (q:HALFQ)
quarter     the? (n:ORDWORD|ORD) calendar? quarter IN_YEAR|OF_A_YEAR (n:ORDWORD|ORD) quarter
quarter*    the? (n:ORDWORD|ORD) calendar? quarter
half        the? (n:HALVES) half IN_YEAR|OF_A_YEAR (n:HALVES) half
half*       the? (n:HALVES) half (of (the|this) year)?
season      (WHICH|the)? (s:spring|summer|autumn|winter|midsummer|midwinter) IN_YEAR|OF_A_YEAR (s:SEASON)
season      (WHICH|the) (s:fall) IN_YEAR|(s:fall) of? (year:YEAR)
season      come? WHICH (s:SEASON)
season*     the? (s:spring|summer|autumn|winter|midsummer|midwinter)|the (s:fall)|(s:fall)
holiday     WHICH (h:HOLIDAYS)|(h:HOLIDAYS) IN_YEAR
holiday*    (h:HOLIDAYS)
day_word    (t:the? day (after tomorrow|before yesterday)|today|tonight|tomorrow|yesterday) DAYPART?
day_word    (t:this DAYPART|later today)
day_word*   (t:now)
weekday     the (w:WEEKDAY) (after:after next)
weekday     a (plus:week|fortnight) (on|from) (w:WEEKDAY)|(w:WEEKDAY) (plus:week|fortnight)
weekday     come? (WHICH|the)? (w:WEEKDAY) DAYPART? (of|COMMA)? (week:(the|this|next) week)?
weekend     WHICH weekend
weekend*    the weekend
unit        the (u:UNIT) (after_next:after (det:next))
unit        (this time)? WHICH calendar? (u:UNIT)
the_year    come (year:YEAR)
the_year    the year (year:YEAR)|calendar year? (year:YEAR)
the_year*   both? the? (year:YEAR|SHORT)
spoken*     the? year? (y:(nineteen|twenty) (TENS NUMWORD?|NUMWORD)|two thousand (and? NUMWORD{1,2})?)
unit_end*   (the|this)? (u:year|month|quarter|week|decade|century) POSS? (end|close) (of? (year:YEAR))?
unit_end*   the? (u:end) (year:YEAR)
unit_end*   (u:eoy|eom|eoq|eow) (year:YEAR)?
unit        full (u:year)|for a (ORDWORD|ORD) (straight|consecutive|successive) (u:UNIT)
unit*       the (full|whole|current)? (u:year|quarter|month|decade|week)
clock*      the? (DAYPART|nightfall|sunset|sunrise|CLOCK (DAYPART|et|est|gmt|pt|local time)?)
mid_word*   the? (u:midyear|midmonth|midweek|midcentury)
turn*       the? turn of the (u:year|decade|century)
the_day*    the (d:ORD) (of (month:(the|this|next) month))?
"""

PARTS = """
early_mid   the? (early|beginning) (to|or) (mid|middle) (of|in)? the?
mid_late    the? (mid|middle) (to|or) late (of|in)? the?
early       the? (early|first) (part|parts|stages|days|months|weeks|years|hours) (of|in) the?
early       the? (opening|initial) (part|parts|stages|months|years|hours) (of|in) the?
late        the? (late|latter|last|later|closing|final|dying) (part|parts|stages) (of|in) the?
late        the? (latter|closing|final|dying|waning) (months|years|hours) (of|in) the?
end         the? (closing|final|dying|waning) (days|weeks) of the?
start       the? (opening|initial) (days|weeks) of the?
early       the? very? early (on|in|into)? in? the?
late        the? very? late (on|in|into)? the?
mid         the? (mid|middle|midpoint|midway) (of|through|in)? the?
later       (sometime|later) (on|in)? the?
earlier     earlier (on|in)? the?
whole       the? (close|end|start|opening) of (trading|business|play|voting|day) on?
start       the? very? (beginning|start|outset|opening|dawn) of the?
end         the? very? (end|close) of the?
later       the? (rest|remainder|balance) of the?
whole       the? (majority|bulk|most) of the?
whole       the? (course|whole|entirety) of the?
whole       all of? the?
half        the? (n:HALVES) half of the?
nth         the? (n:ORDWORD|ORD) (c:NUMWORD|INT)? (u:UNIT|UNITS) (of|in) the?
week        the? (week|weeks) (of|beginning|starting|commencing|ending) on? the?
whole       the? (DAYPART|CLOCK) (et|est|gmt|bst|edt|pt|local)? (of|on)?
whole       (INT|YEAR|BIG) (gmt|bst|utc|cet|et|est|edt|pt|hours) (of|on)?
"""

# "the year", "month" and the like stand for a period only behind a part: "the end of the year".
INNER = """
unit        (the|this|that)? calendar? (u:UNIT)
weekend     the? weekend
"""

PHRASES = """
nothing     at the end of the day|any longer|no longer|(sooner|later|earlier) than
nothing     (until|till|by|up to|as of|even|right|just) now|now (that|and then)
nothing     (as|too|so|how|no) (soon|sooner|late|early) (as possible|as|to|than)?|in time (to|for)
long_ago    the? (first|last|second|third|umpteenth) (time|such FILL) (in|since) (COUNT? LENGTH|YEAR|MONTH YEAR?)
ahead       OVER? ABOUT? (the|these|our|their|its) AHEAD COUNT? LENGTH (or (so|(n2:two)|more))?
ahead       OVER? ABOUT? this coming (u:year|decade|century)
ahead       OVER? ABOUT? AHEAD COUNT LENGTH
ahead       OVER? ABOUT? (coming|upcoming) PLURAL
ahead       OVER? ABOUT? (the|this)? COUNT? LENGTH (ahead|to come|that? lie ahead)
ago         ABOUT? COUNT? LENGTH (ago|earlier|previously|beforehand)
behind      OVER? (of|from)? (the|these|this|his|her|its|their)? BEHIND COUNT LENGTH
behind      OVER (the|these) BEHIND LENGTH|OVER? the? past (u:UNIT)
behind      OVER? BEHIND PLURAL
event       (within|after|in|for)? ABOUT? COUNT LENGTH (later|afterwards|thereafter)
event       (within|after|in|for)? ABOUT? (COUNT|the) LENGTH (after|before|into|following|since) (DET? OCCASION)?
out         (before|by the time) (u:MONTH) is (out|over|up|done|through)
out         (before|by the time) (the|this) (u:UNIT|SEASON) is (out|over|up|done|through)
event       within ABOUT? COUNT? LENGTH of
event       (the (day|week|month|year) (after|before))
point       ABOUT? COUNT LENGTH from this very? (moment|day|point)
point       ABOUT? COUNT LENGTH (from (now|today)|hence|down the (road|line))|PLURAL from now
point       (n:a|one) (u:UNIT) (on|hence)|COUNT (u:UNITS) (on|hence)
ahead       (closed:within|inside|in) ABOUT? the space of COUNT LENGTH
ahead       (closed:within|inside|in) ABOUT? (the space of|a matter of|the) (n:NUMBER)? PLURAL
ahead       (closed:LESS) ABOUT? (COUNT|the)? LENGTH
point       (in|after) ABOUT{0,2} COUNT LENGTH POSS? time?
ahead       (closed:in) (u:seconds|minutes|hours|days|weeks|months)
ahead       (for|over|across|lasting|spanning) ABOUT? COUNT LENGTH (more|longer)?
ahead       (for|over|across) ABOUT? PLURAL (more|longer|on end|COMMA? (if not|or even|and maybe) PLURAL)?
indefinite  (at least)? (in|within|for|during) OUR (FILL POSS)? (lifetime|lifetimes|life time)
indefinite  (in|within|for|over) (a|one|the next|another) generation
indefinite  for the (rest|remainder) of (his|her|their|our|my|your) (days|life|lives|career|time)
endless     for generations (to come)?
indefinite  (at least|if only)? (in|over|for|during|across) (the|a) TERM
indefinite  (in|over|across|throughout|within|during) (the|its|our) FORECAST (horizon|period|window)
indefinite  (at least|sometime|anytime)? (in|for|into|over|within) (the|a) NEAR future
endless     (at (some|any) (point|time|stage))? (in|into) (the|its|their)? future
indefinite  sooner rather than later|any (time|moment|day|minute) (soon|now)|anytime soon
new_year    (in|during) the new year|(early|soon) (part:in) the new year
endless     sooner or later|later or sooner|(some|one) day|someday|(at|by) some (point|stage|time)
indefinite  (very|pretty|quite|fairly|relatively)? soon enough?|sooner|shortly|imminently|imminent|momentarily
indefinite  before (too|very)? long|overnight|right away|immediately|in the (meantime|interim)
endless     in due (course|time)|over time|in the? fullness of time|down the (road|line|track)
endless     eventually|(going|moving) forward|henceforth|hereafter|later on
endless     from (now|here|today) (on|onward|onwards|forward)
indefinite  for (long|now|the moment|the time being|the present|good|some time|a (long|short)? (time|while))
indefinite  quite? some time to come
endless     forever|indefinitely|in perpetuity|for (ever|all time)|ever again|never again
ahead*      ABOUT? COUNT LENGTH
long_ago    recently|lately|previously|formerly|so far|to date|in the past|in recent (UNITS|times)|since then
"""

EVENT_PHRASES = """
event       (at|by|before|until) (the|its|their) (end|close) of (the|this|its|their) FILL? SITTING
event       before the (SITTING|weekend) is (out|over|up|done)
event       (by|until|till|before) then|at (that|which) (point|time|stage)
after_event thereafter|from then on|afterwards|afterward
event       (by|at) the time of the? (OCCASION|FILL{1,3})
event       by the time NOUN{1,4} STOP? NOUN{0,3}
event       CLOSELY? (before|ahead of|prior to|in advance of|until|till|up until|pending|on the eve of) DET? OCCASION
event       in the (run|runup|lead|leadup|build|buildup) up? to DET? OCCASION
after_event CLOSELY? (after|following|upon|beyond|in the (wake|aftermath) of) DET? OCCASION
event       (in|at|during|by|throughout|over|on|come) (DET|STOP)? NEW OCCASION
event       at (this|that|those|these) (meeting|meetings|summit|conference|hearing|session)
event       (the|its|their) AHEAD FILL{0,2}? VOTE
event       (in|at|during|by|over) (the|this|its)? AHEAD? YEAR? (NAMED|world cup) EVENT?
event       (in|at) (the|a) BALLOT? YEAR? POLLING|leading up to DET? OCCASION
event       during DET OCCASION
event       (on|by|come|until|before) EVENT (day|night)
after_event after super WEEKDAY
event       (on|by|until|before|come) super WEEKDAY
event       (in|during|by|before|until) (the|this|next) (rainy|dry|wet|monsoon|growing|hurricane|flu|festive) season
after_event with the ENDING of the? FILL{1,3}
event       (in|during|for|within)? (this|the? coming|the? next) FILL? (SITTING|time)
event       (in|during|on) (the|its|his|her|their) STAGE NUMBER? SHORT_UNIT (of DET? OCCASION)?
event       (by|on|in|at|from) (day|week|month|year) NUMWORD
"""

# Clauses that hang the claim on something else; only where no other rule finds anything.
CLAUSES = """
nothing     before (COURT|the FILL? COURT|him|her|us|them|me|it)
event       CLOSELY? (before|until|till|by the time) (the|a|an|its|their|his|her|any|OTHER|NOUN) REST{0,9}
"""

# Prepositions, by how they relate what is forecast to the period behind them.
LEADS = """
by          (on|in) or before|SOFT? (at the latest)? by? (no|not) later than
from        SOFT? no (earlier|sooner) than|SOFT? not (earlier|sooner) than|as (early|soon) as|at the earliest
in          (on|in) or (about|around)|as late as|SOFT? between
until       (until|till)? (well|far|deep) into
until       SOFT? (until|till|til|up (to|until)|through (to|until)?|thru|out to|all the way to) SOFT?
before      this side of
before      SOFT? (before|ahead of|prior to|in advance of) SOFT?
after       SOFT? (after|beyond|past|later than|following) SOFT?
since       ever? since
from        SOFT? (from|as of|(starting|beginning|effective|commencing) (in|on|from|at|with)?) (as early as)? SOFT?
by          SOFT? by (about|around|roughly|at least|perhaps|the time of)?
within      SOFT? (within|inside)
in          SOFT? (in|on|at|for|over|during|throughout|across|into|around|circa|amid|toward|towards) SOFT?
in          sometime|some time
"""

# What may stand behind a period and change its meaning.
TAILS = """
open        COMMA? (and|or) (beyond|after|later|thereafter|onward|onwards|further)
from        onward|onwards|forward
by          COMMA? (at the very? latest|or (sooner|earlier|before)|if not (sooner|earlier|before))
from        COMMA? at the very? earliest
"""
