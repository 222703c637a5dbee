"""Furniture: what a page says that its author does not: menus, captions, calls to subscribe, comment rules.

Blocks are told by their form, rule by rule; a rule says nothing about a whole paragraph of prose unless its form cannot
be that of an author's sentence. Furniture is marked as spans and never cut, so that offsets stay true.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from foretold.corpus.blocks import Block, is_archive_marker, is_headline, meta_line, words

_CONTROLS = frozenset(
    """about account advertisement advertising all alerts app article articles author back browse cancel categories
    close comment comments contact content continue cookie cookies copy dark donate download edit edition email expand
    facebook feed feedback filed follow font forward full gallery google help hide home instagram latest leave like
    link linkedin load loading log login logout mail main menu mode more nav navigation newsletter newsletters next now
    page pages pinterest play podcast policy popular post posts prev previous print privacy profile read reading
    recommended reddit register related reply report reset rss save screen search section sections select send settings
    share show sidebar sign site sitemap size skip sponsored stories story subscribe subscription support tags telegram
    terms theme toggle top topics trending tweet twitter upload use user videos view watch whatsapp youtube""".split()
)
_SMALL_WORDS = frozenset(
    "a an and by for from here in it me my of on or our out page the this to under up us via with your".split()
)
_I = re.IGNORECASE

_CAPITAL_LABEL = re.compile(
    r"(?:[A-Z][A-Z’'&]*\s+){0,3}(?:WATCH|READ|READERS?|VIEWERS|LISTEN|SEE|ALSO|MORE|RELATED|VIDEO|PHOTOS?|GALLERY"
    r"|SUBSCRIBE|SPONSORED|ADVERTISEMENT|FOLLOW|DONATE|TRENDING|POPULAR|POLL|QUIZ|PODCAST|NEWSLETTER)"
    r"(?:\s+[A-Z’'&]+){0,3}\s*[:|–—-]"
)
_LABEL = re.compile(
    r"(?:now watch|watch(?: now| this)?|read (?:more|next|also|this)|see (?:also|more)|also (?:read|see|on)|related"
    r"(?: articles?| stor(?:y|ies)| posts?| content| links?)?|more (?:on|from|in|about)\b[^:]{0,40}|listen(?: now)?"
    r"|further reading|recommended|you (?:may|might) (?:also )?like|most (?:read|popular)|in case you missed it"
    r"|don[’']t miss|tags?|filed under|categor(?:y|ies)|share this|sign up|topics?)\s*[:|»]",
    _I,
)
_NOTE = re.compile(
    r"\W*(?:(?:the\s+)?(?:editor|author|publisher|writer|translator)s?[’']?s?[’']?\s+notes?\b|ed\.?\s+note\b"
    r"|note (?:to readers|from the (?:editor|author))|(?:clarification|correction)s?\s*[:–—-]"
    r"|(?:this|the) (?:article|story|post|piece|column|essay|commentary|op-ed|report|version)\b.{0,60}?\b"
    r"(?:(?:originally|first|also) (?:appeared|published|posted|ran|written)"
    r"|(?:been|was|is) (?:re)?(?:published|printed|posted|updated|corrected|amended|adapted|translated|edited))\b"
    r"|(?:originally|first|re)\s*-?(?:published|appeared|posted)\b"
    r"|(?:the )?(?:views|opinions)\b.{0,80}\b(?:expressed|(?:his|her|their|my) own|those of)\b"
    r"|(?:©|\(c\)\s|copyright\b)|.*\ball rights reserved\b)",
    _I,
)
_COMMENTS = re.compile(
    r"\bcomment(?:s|ing)? (?:rules|policy|guidelines|section|are (?:closed|open|moderated|disabled)|will be (?:deleted"
    r"|moderated|removed))|\b(?:leave|post|add|write) a (?:comment|reply)\b|\bjoin the (?:conversation|discussion)\b"
    r"|\b(?:we|moderators?) (?:will|may|reserve the right to) (?:ban|delete|remove|block) (?:you|comments?|any)\b"
    r"|\bbe (?:civil|respectful|polite) in (?:the|your) comments\b",
    _I,
)
_COMMENTS_FOLLOW = re.compile(
    r"\d+ (?:comments?|responses?|replies|thoughts?)\b|leave a (?:reply|comment)$|comments?(?: ?\(\d+\))?$", _I
)
_CALL = re.compile(
    r"(?:please )?(?:support|subscribe|sign up|donate|follow|join|become|get|click|tap|download|like|share|enjoy|help"
    r"|give|register|log in|sign in|stay|never miss|want|already|make)\b(?! (?:for|from|among))",
    _I,
)
_CALLED_FOR = re.compile(
    r"\b(?:newsletters?|ad-?free|subscri(?:be|bers?|ptions?)|(?:a|our) (?:member|supporter|patron)|your inbox|our app"
    r"|app store|patreon|donat(?:e|ions?)|(?:our|the|this) podcast|click here|(?:our|independent|free) journalism"
    r"|on (?:facebook|twitter|instagram|telegram|youtube|linkedin|whatsapp|x)|(?:e-?mail|news) alerts?|notifications?"
    r"|free trial|like this (?:article|story|post))\b",
    _I,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_WRITE_TO = re.compile(r"\b(?:e-?mail|send|write|contact|reach|tips?|letters?|follow)\b", _I)
_CREDIT = re.compile(
    r"\((?:photo|image|picture|ap photo|file photo|getty)\b[^)]*\)?$|\b(?:getty images|ap photo|afp photo|shutterstock"
    r"|file photo|photo(?:graph)? by|image by|photo credit|image credit|creative commons|wikimedia commons)\b"
    r"|\b(?:reuters|afp|epa|getty)/[A-Z]|/(?:reuters|afp|ap|epa|getty)\b",
    _I,
)
_CAPTION_LABEL = re.compile(
    r"(?:photo|image|picture|illustration|graphic|credit|photograph|map|chart|figure|fig\.?|table|source|sources|video"
    r"|caption)s?(?:\s+\d+[a-z]?)?\s*(?:[:|]|\bby\b)",
    _I,
)
_PICTURE = re.compile(r"\b(?:map|chart|graph|graphic|infographic|photo|screenshot|illustration|diagram)\b", _I)
_MARKUP = re.compile(r"!?\[[^\]]*\]\([^)]*\)\W*|<[^>]*>|https?://\S+|\[/?\w+[^\]]*\]|#\w+(?:\s+#\w+)*")
_REPORTING = re.compile(
    r"\W*(?:additional |with |with additional |further )?(?:reporting|research|editing) (?:by|from)\b"
    r"|.{0,80}\bcontributed (?:to this (?:report|article|story)|reporting)\b",
    _I,
)
_BIO = re.compile(
    r"[*_(]*(?:(?:Dr|Prof|Sir|Lord|Professor)\.?\s+)?(?:[A-Z][\w’'.-]*\s+){1,3}[A-Z][\w’'-]+[,*_]*\s+"
    r"(?:[^.]{0,60},\s+)?(?:is|was|are|teaches|writes|serves|works)\s"
)
_POST = re.compile(
    r"\b(?:professor (?:of|at|emeritus)|fellow (?:at|of|with|in)|(?:the )?author of|columnist|contributor|lecturer"
    r"|teaches|writes (?:about|for|on)|writer (?:and|for|at|based)|journalist|correspondent|researcher (?:at|in)"
    r"|editor (?:of|at|in)|(?:his|her|their) (?:latest |new |most recent )?book)\b",
    _I,
)
_LIST_OF_LINKS = re.compile(
    r"(?:related|more (?:from|on|in)|read (?:more|next)|you (?:may|might) (?:also )?like|recommended"
    r"|most (?:read|popular)|see also|latest|trending|popular)\b",
    _I,
)


def _is_control(block: Block) -> bool:
    """A button or menu: a few words that are all of a page's controls."""
    found = [word.lower() for word in words(block.heading)]
    return (
        0 < len(found) <= 7
        and not block.text.endswith("?")
        and all(word in _CONTROLS or word in _SMALL_WORDS for word in found)
        and any(word in _CONTROLS for word in found)
    )


def _is_caption(block: Block) -> bool:
    """A caption or credit: no sentence, but names of what is in a picture, with a date, a credit or a label."""
    n = block.n_words
    if n > 60:
        return False
    if _CAPTION_LABEL.match(block.text) or _CREDIT.search(block.text):
        return n <= 40
    if n > 15 or block.text.endswith((".", "!", "?", ":")) or not _PICTURE.search(block.text):
        return False
    found = words(block.text)
    return bool(re.search(r"\d", block.text)) or sum(word[0].isupper() for word in found) < len(found) / 2


def _is_question(block: Block) -> bool:
    """A heading that asks: one short question by itself."""
    return is_headline(block) and block.n_words <= 15 and block.text.rstrip("”’\"'").endswith("?")


def _is_call(block: Block) -> bool:
    """A call to subscribe, follow, donate or write in."""
    n = block.n_words
    if _MAIL.search(block.text) and n <= 80 and _WRITE_TO.search(block.text):
        return True
    return n <= 35 and bool(_CALL.match(block.text)) and bool(_CALLED_FOR.search(block.text))


def _is_label(block: Block) -> bool:
    """A link or call under a label: `NOW WATCH: …`, `Related: …`, `PAPER READERS: …`."""
    return block.n_words <= 70 and bool(_CAPITAL_LABEL.match(block.text) or _LABEL.match(block.text))


def _is_note(block: Block) -> bool:
    """What the publisher says: an editor's note, where it appeared first, whose views they are, the copyright."""
    return block.n_words <= 120 and bool(_NOTE.match(block.text))


MOST_CHARACTERS = 1500
"""Longer blocks are prose; this also bounds the time that any rule can take."""

RULES: tuple[tuple[str, Callable[[Block], bool]], ...] = (
    ("separator", lambda block: not re.search(r"\w", block.text.replace("_", ""))),
    ("mark-up", lambda block: _MARKUP.fullmatch(block.text) is not None),
    ("archive marker", is_archive_marker),
    ("byline or date", lambda block: meta_line(block) is not None),
    ("control", _is_control),
    ("question heading", _is_question),
    ("label", _is_label),
    ("note", _is_note),
    ("call", _is_call),
    ("comment rules", lambda block: block.n_words <= 90 and _COMMENTS.search(block.text) is not None),
    ("caption", _is_caption),
    ("reporting credit", lambda block: block.n_words <= 30 and _REPORTING.match(block.text) is not None),
)
"""Name and test of each rule that needs no more than the block itself."""


def rule_of(block: Block) -> str | None:
    """Return the name of the rule by which a block is furniture, None when it is none."""
    if len(block.text) > MOST_CHARACTERS:
        return None
    return next((name for name, test in RULES if test(block)), None)


def furniture(document: list[Block]) -> list[tuple[Block, str]]:
    """Return the blocks of a document that are furniture, in order, each with the rule that says so."""
    found: list[tuple[Block, str]] = []
    in_links = False
    for index, block in enumerate(document):
        if index >= len(document) / 2 and _COMMENTS_FOLLOW.match(block.text) and block.n_words <= 6:
            return found + [(rest, "readers' comments") for rest in document[index:]]
        rule = rule_of(block)
        if rule is None and in_links and is_headline(block):
            rule = "list of links"
        elif rule is None and index >= len(document) / 2 and _is_head_of_links(block):
            rule = "label"
        elif rule is None and index == len(document) - 1 and _is_biography(block, document):
            rule = "author's biography"
        in_links = rule == "list of links" or (
            rule in {"control", "label"} and block.n_words <= 6 and _LIST_OF_LINKS.match(block.text) is not None
        )
        if rule:
            found.append((block, rule))
    return found


def _is_head_of_links(block: Block) -> bool:
    """The heading of a list of other articles: `More from The Paper`."""
    return block.n_words <= 6 and is_headline(block) and _LIST_OF_LINKS.match(block.text) is not None


def _is_biography(block: Block, document: list[Block]) -> bool:
    """A last paragraph that says who the author is."""
    if len(document) < 4 or block.n_words > 80 or len(block.text) > MOST_CHARACTERS:
        return False
    return bool(_BIO.match(block.text) and _POST.search(block.text))
