"""Dating cues: what in a sentence speaks for or against a date dating an act."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.reading.dates import Date
from analysis.reading.mentions import Mention
from analysis.reading.moments import Moment

LEFT, RIGHT, NEAR = 120, 160, 60  # characters around the date
CLAUSE_LEFT = re.compile(r"[^,，。;；:：.!?！？()（）\n]*\Z")
CLAUSE_RIGHT = re.compile(r"[^,，。;；:：.!?！？()（）\n]*(?:[,，][^,，。;；:：.!?！？\n]*)?")

# What the clause says; each is a feature.
IN_CLAUSE = {
    "statistic": re.compile(
        r"%|％|同比|环比|增长|增幅|下降|亿元|万亿|规模|占比|累计|达到|突破了?\d|超过?\d|股价|下挫|走[低高]|"
        r"上涨|下跌|\b(?:percent|per cent|increased by|grew|growth|rose|fell|share of|average|figures)\b|"
        r"\b(?:accounted for|used \d)"
    ),
    "trend": re.compile(
        r"不断|持续|日益|越来越|蓬勃|加速|稳步|涌现|态势|热词|逐步|一直|全力|向好|increasingly|continu|growing|rapidly"
    ),
    "hypothesis": re.compile(
        r"能否|会不会|是否|不足为奇|应该|应当|不要|不会|"
        r"\b(?:would|might|could|whether|can|should|never)\b|\b(?:would|won|could|should)n't\b"
    ),
    "condition": re.compile(
        r"如果|若(?!干)|要是|假如|假设|一旦|倘若|\b(?:if|unless|suppose|supposing|were (?:\w+ )?to)\b"
    ),
    "prediction": re.compile(
        r"预计|预测|预期|有望|或将|料将|可能|展望|predict|forecast|projected to|likely|estimate|expect"
    ),
    "past": re.compile(
        r"\b(?:\w+ed|held|began|said|told|met|won|led|gave|made|built|went|left|took|wrote|saw|came|became|broke|"
        r"sent|set|put|found|drew|spoke|chose|brought|bought|sold|ran)\b"
    ),
    "perfective": re.compile(r"了|已|曾|刚刚|首次|正式|于|在"),
    "first_person": re.compile(r"\b(?:i|we|our|my|us)\b|我们|我(?![国省市军])|咱"),
    "somebody": re.compile(r"\bsomeone\b|有人|大家|很多人|朋友"),
    "in_force": re.compile(r"施行|生效|实施|\b(?:take effect|took effect|enter into force)"),
}
# What stands right after the date, and right before it.
AFTER = {
    "state": re.compile(
        r"[^,，。;；]{0,4}?(?:是|为|有)|[^,.;]{0,12}?\b(?:is|are|was|were|has been|have been)\b"
    ),
    "possessive": re.compile(r"'s\b|的(?!(?:一|会|记者|新闻|讲话|演讲|访问|峰会|活动|发布))"),
    "title": re.compile(
        r"(?:[a-z]+\s){0,3}"
        r"(?:strategy|season|session|edition|conference|budget|act\b|election|state of the union)"
    ),
    "pause": re.compile(r"\s*(?:,|，|-|—|\.|\Z|。|\))"),
    "will": re.compile(r".{0,30}?(?:将|要|拟|\bwill\b|\bshall\b)"),
    "copula": re.compile(r".{0,10}?[是有为]"),
    "since": re.compile(r"以来|起"),
    "period": re.compile(r"(?:前[三两])?季度?|上半年"),
}
BEFORE = {
    "article": re.compile(r"(?:\bthe|[(（\[/])\s*\Z"),
    "preposition": re.compile(r"(?:\b(?:on|in|during)|于|在)\s*\Z"),
}
PREPOSED = re.compile(r"(?:on|in|since)\b")
QUOTES = " \"'“”‘’「」『』*#-[("
GENERIC = ("today", "now", "今天", "今日")
CONTRASTS = ({"今天", "今日", "today", "昨天", "yesterday"}, {"明天", "明日", "tomorrow"})
QUESTION = re.compile(r"[?？]\s*[\"”」]?\s*\Z")


def find_cues(
    text: str,
    date: Date,
    *,
    dates: Sequence[Date],
    acts: Sequence[Mention],
    kind: str,
    voice: str,
    reference: Moment | None,
) -> set[str]:
    """Return the cues for and against `date` dating an act of the sentence `text` (folded)."""
    left = CLAUSE_LEFT.search(text[max(0, date.begin - LEFT) : date.begin])[0]  # type: ignore[index]
    right = CLAUSE_RIGHT.match(text[date.stop : date.stop + RIGHT])[0]  # type: ignore[index]
    clause = f"{left} {right}"
    before, after = text[max(0, date.begin - NEAR) : date.begin], text[date.stop : date.stop + NEAR]
    found = {f"clause {name}" for name, cue in IN_CLAUSE.items() if cue.search(clause)}
    found |= {f"after {name}" for name, cue in AFTER.items() if cue.match(after)}
    found |= {f"before {name}" for name, cue in BEFORE.items() if cue.search(before)}
    found |= {f"role {date.role}", f"precision {date.precision}", f"form {date.form}"}
    return found | set(_find_circumstances(text, date, left, right, dates, acts, kind, voice, reference))


def _find_circumstances(
    text: str, date: Date, left: str, right: str, dates: Sequence[Date], acts: Sequence[Mention],
    kind: str, voice: str, reference: Moment | None,
) -> Iterator[str]:  # fmt: skip
    word = text[date.begin : date.stop]
    words = {text[other.begin : other.stop] for other in dates}
    begin, stop = date.begin - len(left), date.stop + len(right)
    facts = {
        "act": bool(acts),
        "act in clause": any(act.stop > begin and act.begin < stop for act in acts),
        "since with act": date.role == "since" and bool(acts),
        "planned": date.planned,
        "programme of the year": reference is not None
        and date.moment == reference.clip("year")
        and (date.planned or AFTER["will"].match(text[date.stop : date.stop + NEAR]) is not None),
        "future": reference is not None and date.moment.first > reference.last and not date.planned,
        "first": date.begin < 3,
        "preposition in date": PREPOSED.match(word) is not None,
        "generic": word in GENERIC,
        "generic inside": word in GENERIC and bool(left.strip(QUOTES)),
        "contrast": all(words & side for side in CONTRASTS),
        "bare year": date.form == "year"
        and word.isdecimal()
        and not PREPOSED.search(text[max(0, date.begin - 4) : date.begin]),
        "two dates": len({other.iso for other in dates}) > 1,
        "many dates": len({other.iso for other in dates}) > 3,
        "question": QUESTION.search(text[-8:]) is not None,
        "heading": kind == "heading",
        "heading of the day": kind == "heading" and reference is not None and date.moment == reference,
        "quoted": voice not in ("", "author"),
    }
    return (name for name, holds in facts.items() if holds)
