"""Date roles: what the words around a date use it for, and whether they plan."""

from __future__ import annotations

import re

WINDOW = 110
NEAR = 24

# Words before a date, and after it, that say what it is used for (folded); the first role that fits decides.
BEFORE: dict[str, tuple[str, ...]] = {
    "dateline": (
        r"(?:\A|\n)\W*(?:[\w.]+ ){0,3}(?:the white house,|published|posted|updated|modified|filed)(?: on)?",
        r"(?:发布|更新)[于时]间?[:：]?|(?:时间|日期)[:：]|vol\. \d+, no\. \d+ /",
    ),
    "name": (
        r"\b(?:act|code|law|amendments?) of|\b(?:fiscal|model) year|\bfy|copyright|©|\bet al\.,|\bp\.",
        r"《[^》]{0,60}|〔|每年?|\bevery|\beach",
    ),
    "asof": (
        r"截至|截止到?|截止至|\bas of|\bup to|\bto date",
        r"[\d一二三四五六七八九]\s*(?:月份?)?\s*[—–\-至到]\s*",
    ),
    "goal": (
        r"到|直到|力争在?|争取在?|最迟|不迟于|不晚于|面向|迈向|展望",
        r"\bby(?: the (?:end|beginning|start|middle) of)?|\b(?:no|not) later than|\bbeyond|\bprior to",
        r"\bahead of|\bbefore|(?<!effect )(?:\buntil|\btill)",
    ),
    "since": (r"自|从|自从|早自|始于|\b(?:ever )?since|\bfrom|\bdating back to|\b(?:beginning|starting) in",),
}
AFTER: dict[str, tuple[str, ...]] = {
    "dateline": (
        r"[\s,，]*(?:\d{1,2}:\d\d\s*)?(?:电(?![子动脑力])|讯(?![息问])|消息[,，])",
        r"\s*\((?:reuters|ap|afp|xinhua|upi|bloomberg|tass)\)",
        r"(?:\s*[(（].{1,3}[)）])?\s*(?:at\s+)?\d{1,2}[:.]\d\d\b",
    ),
    "name": (r"\s*(?:年?[》〕]|年?版|财年|年报)|\s*[-–]\s*\d{1,2}\b(?!\d)|\s*©",),
    "asof": (r"\s*(?:同期|(?:的)?同比|环比|year-on-year|levels?\b)",),
    "goal": (
        r"(?:年|底|之|以)?前(?![夕往沿景期身])|(?:的)?(?:目标|愿景)|\s+(?:target|goal|deadline)s?\b",
        r"起(?:的)?[\d一二三四五六七八九十百]+个?(?:工作)?[日天月年][之以]?内",
    ),
    "since": (r"(?:年初|底|初)?(?:以来|之后|以后|起(?![草诉步源码])|至今|迄今|开始)|\s+onwards?\b",),
}
ROLES = tuple(
    (role, re.compile(rf"(?:{'|'.join(BEFORE[role])})\s*\Z"), re.compile("|".join(AFTER[role])))
    for role in BEFORE
)

STAMP = re.compile(r"[\W\d]{0,12}")  # what stands around a date that is all there is
YEAR = re.compile(r"(?:19|20)\d\d")
INSIDE = {  # words of the date itself that say so: by the end of June
    "goal": re.compile(r"(?:by|until|till)\b"),
    "since": re.compile(r"since\b"),
    "asof": re.compile(r"as of\b"),
}
HANDLED = r"[^,，。被]{2,14}(?:列入|纳入|列为|移出|改为|更名|交给|移交|视为|定为|推至|提高到|降至|放在|放上)"

SAYING = r"(?:said|says|told|announced|reported|added)"
WILL = r"(?:will|shall|is due|are due|is set to|are set to|is scheduled|are scheduled|is to|are to)"
PLANNING = (
    WILL + r"|due to|set for|slated|plans? to|planned for|planning to|expected|to be held|to meet|to host|"
    r"upcoming|going to|aims to|intends? to|preparing to|if|unless"
)
PLANS_BEFORE = re.compile(
    r"\b(?:takes?|enters? into|comes? into) (?:legal )?(?:effect|force|office)\s+(?:on |from )?\Z|"
    rf"\b(?:{PLANNING})\b(?:(?!\b{SAYING}\b)[^.;:]){{0,90}}\Z|"
    r"\b(?:starting|beginning|effective)\s+(?:on |from )?\Z|"
    r"(?:如果|假如|一旦|若|将|拟|定于|计划于?|预计|预定|料|有望|即将|待|订于|打算|愿[于在]|愿意)[^,，。;；:：]{0,8}\Z"
)
PLANS_AFTER = re.compile(
    rf"(?:(?!\b(?:said|told|\w+ed|that)\b)[^.;:]){{0,60}}?\b{WILL}\b|"
    r"[^,，。;；:：说称示布告明]{0,6}?(?:[,，]?将(?![军领士])"
    + rf"(?!{HANDLED})"
    + r"|拟(?!议)|即将|(?:我们|他们|政府|公司)会(?![议谈见晤面]))|"
    r"起[,，]?[^,，。;；:：]{0,12}将(?![军领士])"
)


def find_role(text: str, begin: int, stop: int) -> str:
    """Return what the date at `begin` to `stop` of folded `text` is used for.

    ``on`` is when something happens; ``since``, ``goal`` and ``asof`` bound it; ``name`` and ``dateline``
    date no act of the sentence.

    Examples
    --------
    >>> [find_role(text, text.index("2"), text.index("2") + 4)
    ...  for text in ("in 2023", "by 2030", "截至2023年", "the act of 2018", "since 2021")]
    ['on', 'goal', 'asof', 'name', 'since']
    """
    before, after = text[max(0, begin - NEAR * 3) : begin], text[stop : stop + NEAR]
    if YEAR.search(text, begin, stop) and STAMP.fullmatch(text[:begin] + text[stop:]):
        return "dateline"
    inside = next((role for role, words in INSIDE.items() if words.match(text, begin, stop)), "")
    if inside:
        return inside
    return next((role for role, left, right in ROLES if left.search(before) or right.match(after)), "on")


def is_planned(text: str, begin: int, stop: int) -> bool:
    """Whether the words around a date plan: "is due to meet on", "将于".

    Examples
    --------
    >>> is_planned("will meet on friday", 13, 19), is_planned("said on friday that it will meet", 8, 14)
    (True, False)
    """
    return bool(
        PLANS_BEFORE.search(text[max(0, begin - WINDOW) : begin])
        or PLANS_AFTER.match(text[stop : stop + WINDOW])
    )
