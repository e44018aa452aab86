"""Reporting in Chinese: X表示, 据X报道, 在X看来, X援引Y的话称; the subject begins its clause."""

from __future__ import annotations

import re

from analysis.coding.marks import Actor, Mark, Role, Verb
from analysis.coding.phrases import resolve_phrase
from analysis.coding.reporting import Report, find_announced
from analysis.coding.views import View

BREAK = re.compile(r"[，。；！？：,;!?“”「」『』\n]")
NOUN_BEFORE = re.compile(
    r"(?:的|被|所|可以?|要|应当?|会|将|能|想|未|不|没有?|无法|难以|拒绝|值得|需要?|令人|听取|进行|作了?|关于|一个|这一|这种|以|为)\Z"
)
NOUN_AFTER = re.compile(r"[的了过]?(?:的|书|者|人士|家|力|区|会|员|性|权|信|稿|栏|片|版)")
OPENS = re.compile(r"[了过道说称]?[，,：:“「『\"]")
ELIDED = re.compile(
    r"(?:并且?|还|又|也|再|同时|进一步|则|却|而且|且|而|但是?|不过|亦|此外|另外|其中|随后|其后|接着|最后|对此|就此|因此|为此|所以|一方面|"
    r"另一方面|首先|其次|具体而言|多次|明确|特别|反复|一再|更|\d+[.、]|[，,、\s])*\Z"
)
TELLS = re.compile(r"[^，,。：:；;]{1,10}[，,：:“「]")  # to whom 告诉 says it
WEAK = frozenset(["介绍", "告诉", "回应", "承认", "提到", "看来"])
NEEDS_SUBJECT = frozenset(["提到"])
FRAME_END = re.compile(
    r"报道|报导|消息|称|介绍|透露|了解|统计|说法|分析|估计|披露|的数据|的话|的观点|[，,：:。；]"
)
REPORTED = re.compile(
    r"[^，,。；：:]{0,40}?(?:报道|报导|消息|称|介绍|透露|了解|统计|说法|分析|估计|披露|的话|的观点|的数据|指|说|发布|公布|看法|预测|测算|推算)"
)
SPOKEN = ("say", "judge", "urge", "react", "text", "ask")
QUOTED_END = re.compile(r"[。！？”」』\"]*\s*\Z")


def find_reports_zh(view: View) -> list[Report]:
    """Return the attributions of a Chinese sentence, in order of text."""
    reports = []
    for verb in view.verbs:
        sign = verb.sign
        if not isinstance(sign, Verb) or sign.language != "zh":
            continue
        if sign.kind == "frame":
            report = _read_frame(view, verb)
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


def _read_frame(view: View, verb: Mark) -> Report | None:
    """据X报道, 按照X的说法, 援引X的话说."""
    folded, stop = view.case.document.folded, view.sentence.stop
    word = folded[verb.begin : verb.stop]
    matched = REPORTED.match(folded, verb.stop, stop)
    if not matched:
        return None
    cites = word in ("援引", "引述", "转述", "引用", "援引的话")
    if not cites and not _begins_clause(view, verb.begin):
        return None
    actor, cue = resolve_phrase(view, verb.stop, matched.end())
    if actor is None or (cites and actor.id == "unnamed"):
        return None
    return Report(actor, "cite" if cites else "frame", verb.begin, matched.end(), False, cue)


def _begins_clause(view: View, place: int) -> bool:
    before = view.case.document.folded[max(view.sentence.begin, place - 3) : place]
    return (
        bool(re.search(r"(?:^|[，。；：,;:“「（(\s]|[但而另又不过且])\Z", before))
        or place == view.sentence.begin
    )


def _read_view(view: View, verb: Mark) -> Report | None:
    """在X看来, 用X的话说."""
    folded = view.case.document.folded
    begin = _find_clause(view, verb.begin)
    place = max(
        folded.rfind("在", begin, verb.begin),
        folded.rfind("用", begin, verb.begin),
        folded.rfind("照", begin, verb.begin),
    )
    if place < 0 or verb.begin - place > 25 or "笔者" in folded[place : verb.begin]:
        return None
    actor, cue = resolve_phrase(view, place + 1, verb.begin)
    return Report(actor, "frame", begin, verb.stop, False, cue) if actor is not None else None


def _read_clause(view: View, verb: Mark, sign: Verb) -> Report | None:
    """X在…时对Y表示, 并强调."""
    folded = view.case.document.folded
    begin = _find_clause(view, verb.begin)
    if (
        sign.id != "copula" and NOUN_BEFORE.search(folded, max(begin, verb.begin - 8), verb.begin)
    ) or NOUN_AFTER.match(folded, verb.stop):
        return None
    opens = (TELLS if sign.id == "告诉" else OPENS).match(folded, verb.stop) is not None
    weak = sign.id in WEAK or verb.stop >= view.sentence.stop - 1
    if not opens and weak and not (view.follows or _ends_quoted(view, verb)):
        return None
    elided = ELIDED.match(folded[begin : verb.begin]) is not None
    if elided and sign.id in NEEDS_SUBJECT:
        return None
    actor, cue = _resolve_topic(view, begin, sign) if elided else resolve_phrase(view, begin, verb.begin)
    if actor is None and cue != "self":
        return None
    if (
        actor is not None
        and actor.kind == "country"
        and (sign.kind in ("urge", "react", "judge") or not opens)
    ):
        return None
    if sign.kind == "react" and not opens and not any(part.begin >= verb.stop for part in view.quoted.parts):
        return None
    return Report(actor, sign.kind, begin, verb.stop, _ends_quoted(view, verb), cue)


def _find_clause(view: View, place: int) -> int:
    begin = view.find_region(place)
    for match in BREAK.finditer(view.case.document.folded, begin, place):
        begin = match.end()
    return begin


def _ends_quoted(view: View, verb: Mark) -> bool:
    """Whether the clause closes the sentence after a quotation (“…”刘伟对媒体表示。)."""
    rest = view.case.document.folded[verb.stop : view.sentence.stop]
    return QUOTED_END.match(rest) is not None and any(part.stop <= verb.begin for part in view.quoted.parts)


def _resolve_topic(view: View, begin: int, sign: Verb) -> tuple[Actor | None, str]:
    """Whom the first clause of the sentence is about; at its beginning, the last speaker."""
    first = next(iter(view.find_parties(view.find_region(begin), begin)), None)
    if first is None:
        last = view.case.speakers.last
        return (last, "elided") if last is not None and begin - view.sentence.begin < 6 else (None, "")
    if isinstance(first.sign, Role) and first.sign.kind in ("business", "expert", "group", "press"):
        return None, ""
    end = BREAK.search(view.case.document.folded, first.begin, begin)
    return resolve_phrase(view, view.sentence.begin, end.start() if end else begin)
