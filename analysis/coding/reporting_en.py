"""Reporting in English: X said, according to X, “…,” says X, as X puts it."""

from __future__ import annotations

import re

from analysis.coding.marks import Actor, Mark, Verb
from analysis.coding.phrases import resolve_phrase
from analysis.coding.reporting import Report, find_announced
from analysis.coding.views import View

AUXILIARY = re.compile(
    r"(?:\b(?:to|would|could|can|may|might|should|must|not|never|cannot|let|be|been|being|is|are|was|were|get|gets)|n't)"
    r"(?: (?:also|often|then|just|ever|widely|commonly|sometimes))?\s+\Z"
)
FULL_STOP = (
    r"(?<!\b[a-zA-Z])"
    + "".join(
        rf"(?<!\b{title})"
        for word in ("mr", "ms", "dr", "st", "sen", "rep", "gov", "gen", "prof")
        for title in (word, word.title())
    )
    + r"\."
)
BREAK = re.compile(
    rf"[;:—–]\s|{FULL_STOP}\s|[”\"],?\s"
    r"|,? (?:and|but|while|though|although|because|which|that|as|whereas|if|when)\s"
)
SUBORDINATE = re.compile(r"\b(?:that|which|who|whom|whose|when|where|what|how|why|whether|if)\s+\Z")
INVERTED = re.compile(r"[”\"’',]\s*\Z")
PHRASE_END = re.compile(
    rf"[,;:?!“”\"\n]|{FULL_STOP}|"
    r"\s(?:that|who|which|in|at|on|during|after|before|when|as|while|since|but|and)\s"
)
FRAME_END = re.compile(
    rf"[,;“”\"\n]|{FULL_STOP}(?:\s|$)|" r"\s(?:that|who|which|seen by|obtained by|released|published)\s"
)
TAIL = re.compile(r"[^,“”\"]{0,70}[.?!]?[”\"’)\]]*\s*\Z")
WEAK = frozenset(["add", "go_on", "joke", "predict", "recall", "answer"])
TOLD = re.compile(
    r"\s*(?:that\b|[:,“\".]|\Z)|[^.;:]{0,90}?\b(?:is|are|was|were|will|would|has|have|had|can|could|may|might|must|should|"
    r"does|did|do)\b"
)
COMPLEMENT = re.compile(
    r"\s*(?:that\b|[:“\"]|,? ?[“\"])|[^,.;:]{1,60}? (?:of|as|for) (?!this|that|the )\w+ing\b"
)
ORDERED = re.compile(r"(?! that\b)[^,.;:“\"]{1,80}? to (?!the\b|a\b|an\b)[a-z]+\b(?![^.]*\bthat\b)")
GERUND = re.compile(
    r"\b(?:about|of|for|in|by|from|without|against|before|after|to|on|beyond|than|as|worth) \Z"
)
SPOKEN = ("say", "judge", "urge", "react", "text", "ask")


def find_reports_en(view: View) -> list[Report]:
    """Return the attributions of an English sentence, in order of text."""
    reports = []
    for verb in view.verbs:
        sign = verb.sign
        if not isinstance(sign, Verb) or sign.language != "en":
            continue
        if sign.kind in ("frame", "cite"):
            report = _read_frame(view, verb, sign)
        elif sign.kind == "own":
            report = _read_view(view, verb)
        elif sign.kind in SPOKEN:
            report = _read_clause(view, verb, sign)
        else:
            report = None
        if report is not None:
            reports.append(report)
    announced = find_announced(view) if not reports else None
    return [announced] if announced is not None else reports


def _read_frame(view: View, verb: Mark, sign: Verb) -> Report | None:
    """*according to X*, *quoting X*."""
    end = FRAME_END.search(view.case.document.clean, verb.stop, view.sentence.stop)
    stop = end.start() if end else view.sentence.stop
    actor, cue = resolve_phrase(view, verb.stop, stop)
    if actor is None or (sign.kind == "cite" and actor.kind in ("country", "anonymous")):
        return None
    return Report(actor, sign.kind, verb.begin, stop, verb.begin > view.sentence.begin, cue)


def _read_view(view: View, verb: Mark) -> Report | None:
    """*in her telling*, *in X's view*."""
    begin = max(view.sentence.begin, verb.begin - 40)
    place = view.case.document.folded.rfind("in ", begin, verb.begin)
    if place < 0 or (place > view.sentence.begin and view.case.document.folded[place - 1] != " "):
        return None
    if place - view.sentence.begin > 3 and view.case.document.folded[place - 2 : place - 1] != ",":
        return None
    if not view.find_marks(place + 3, verb.begin):
        return None
    actor, cue = resolve_phrase(view, place + 3, verb.begin)
    return Report(actor, "frame", place, verb.stop, False, cue) if actor is not None else None


def _read_clause(view: View, verb: Mark, sign: Verb) -> Report | None:
    """*X says*, *says X*, *X, head of Y, says*, *…, saying*."""
    folded = view.case.document.folded
    if AUXILIARY.search(folded, max(view.sentence.begin, verb.begin - 24), verb.begin):
        return None
    if sign.id == "tell" and ORDERED.match(folded, verb.stop, view.sentence.stop):
        return None
    if _is_participle(folded[verb.begin : verb.stop]) and GERUND.search(
        folded, max(view.sentence.begin, verb.begin - 9), verb.begin
    ):
        return None
    trailing = sign.id != "tell" and INVERTED.search(
        folded, max(view.sentence.begin, verb.begin - 6), verb.begin
    )
    if trailing and verb.begin > view.sentence.begin:
        end = PHRASE_END.search(view.case.document.clean, verb.stop + 1, view.sentence.stop)
        stop = _extend(view, end.start() if end else view.sentence.stop)
        if _begins_phrase(view, verb.stop):
            actor, cue = resolve_phrase(view, verb.stop, stop)
            if actor is not None or cue == "self":
                return Report(actor, sign.kind, verb.begin, stop, True, cue)
    begin = _find_clause(view, verb)
    if _is_participle(folded[verb.begin : verb.stop]) or not folded[begin : verb.begin].strip(" ,"):
        begin = view.find_region(verb.begin)
    if SUBORDINATE.search(folded, max(begin, verb.begin - 24), verb.begin):
        return None
    actor, cue = _resolve_subject(view, begin, verb.begin)
    if actor is None and cue != "self":
        return None
    if actor is not None and actor.kind == "country" and sign.kind in ("urge", "react", "judge", "text"):
        return None
    trails = (
        begin > view.sentence.begin + 20 and TAIL.match(folded[verb.stop : view.sentence.stop]) is not None
    )
    if sign.kind in ("react", "judge", "text") and not _has_complement(view, verb):
        return None
    if sign.id in WEAK and not trails and not _tells(view, verb):
        return None
    return Report(actor, sign.kind, begin, verb.stop, trails, cue)


def _begins_phrase(view: View, place: int) -> bool:
    """Whether a noun phrase that can name a speaker begins at `place`."""
    text = view.read(place, place + 30)
    near = any(isinstance(mark.sign, Actor) for mark in view.find_marks(place, place + 9))
    return bool(re.match(r"\s+(?:[A-Z]|(?:the|a|an|one|his|her|its|their) )", text)) or near


def _extend(view: View, stop: int) -> int:
    """The end of an inverted subject with its apposition (*says Trisha Ray, an associate director at …*)."""
    rest = view.read(stop, view.sentence.stop)
    apposition = re.match(r", (?:an?|the|who|[A-Z][\w’']+['’]s)\s[^,;“\"]*", rest)
    return stop + apposition.end() if apposition else stop


def _find_clause(view: View, verb: Mark) -> int:
    """Where the clause of `verb` begins: after the last break that leaves a subject before it."""
    begin = view.find_region(verb.begin)
    for match in BREAK.finditer(view.case.document.folded, begin, verb.begin):
        rest = view.case.document.clean[match.end() : verb.begin]
        if rest.strip(" ,") and not re.fullmatch(r"(?:\w+ly|also|then|later)\s*", rest):
            begin = match.end()
    return begin


def _is_participle(word: str) -> bool:
    return word.split(" ")[0].endswith("ing")


def _resolve_subject(view: View, begin: int, stop: int) -> tuple[Actor | None, str]:
    """The subject in the last part before the verb, or before an insertion between commas."""
    clean = view.case.document.clean
    cut = clean.rfind(",", begin, stop)
    while cut >= 0 and clean[cut + 1 : stop].strip():
        actor, cue = resolve_phrase(view, cut + 1, stop)
        if actor is not None or cue:
            return actor, cue
        cut = clean.rfind(",", begin, cut)
    return resolve_phrase(view, begin, stop)


def _tells(view: View, verb: Mark) -> bool:
    """Whether a clause follows a verb that can also mean an act (*added forty firms*)."""
    rest = view.case.document.folded[verb.stop : view.sentence.stop]
    return TOLD.match(rest) is not None or any(part.begin >= verb.stop for part in view.quoted.parts)


def _has_complement(view: View, verb: Mark) -> bool:
    rest = view.case.document.folded[verb.stop : view.sentence.stop]
    return bool(COMPLEMENT.match(rest)) or any(part.begin >= verb.stop for part in view.quoted.parts)
