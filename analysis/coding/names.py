"""Names: of people, told by their form, where a phrase before a reporting verb may hold one."""

from __future__ import annotations

import re

NAME_EN = re.compile(
    r"(?:[A-Z][\w.-]*(?:['’][A-Z]\w+)?)"
    r"(?: (?:(?:de|da|van|von|bin|al|der|den|la|le|di|du) ){0,2}[A-Z][\w.-]*(?:['’][A-Z]\w+)?){0,4}"
)
NOT_NAMES = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "It",
        "Its",
        "This",
        "That",
        "These",
        "Those",
        "We",
        "He",
        "She",
        "They",
        "You",
        "I",
        "But",
        "And",
        "Or",
        "So",
        "As",
        "If",
        "When",
        "While",
        "However",
        "Since",
        "After",
        "Before",
        "For",
        "To",
        "By",
        "With",
        "From",
        "There",
        "Here",
        "Our",
        "Their",
        "His",
        "Her",
        "My",
        "What",
        "Why",
        "How",
        "Who",
        "Some",
        "Many",
        "Most",
        "Such",
        "Under",
        "Today",
        "Now",
        "Then",
        "Also",
        "Not",
        "No",
        "Yes",
        "More",
        "Last",
        "Next",
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
        "Both",
        "Each",
        "Every",
        "Another",
        "Other",
        "Others",
        "All",
        "Few",
        "Several",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Prof",
        "Sir",
        "Madam",
        "Senator",
        "Rep",
        "Sen",
        "President",
        "Minister",
        "Secretary",
        "Governor",
        "Asked",
        "Speaking",
        "Although",
        "Though",
        "Because",
        "Even",
        "Still",
        "Yet",
        "Once",
        "Until",
        "Instead",
        "Meanwhile",
        "Separately",
        "Earlier",
        "Later",
        "Critics",
        "Experts",
        "Officials",
        "Researchers",
        "Analysts",
        "Proponents",
        "Supporters",
        "Opponents",
        "Company",
        "AI",
        "Artificial",
        "Intelligence",
        "Section",
        "Article",
        "Question",
        "Answer",
        "Q",
        "That's",
        "It's",
        "Nobody",
        "Everyone",
        "Someone",
        "People",
        "Only",
        "Just",
        "Like",
        "Neither",
        "Ministry",
        "Department",
        "Commission",
        "Committee",
        "Council",
        "Court",
        "Bureau",
        "Agency",
        "Government",
        "Parliament",
        "Industry",
        "Either",
        "None",
        "Investigators",
        "Perhaps",
        "Maybe",
        "Finally",
        "First",
        "Second",
        "Third",
        "Again",
        "According",
        "Despite",
        "During",
        "Between",
        "Among",
        "Without",
        "Within",
        "Against",
        "About",
        "Over",
        "Through",
        "Across",
        "Along",
    ]
)
TITLES_EN = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sir|Lord|Dame|Senator|Senators|Representative|"
    r"Congressman|Congresswoman|President|Vice|Prime|Minister|Secretary|Professor|Colonel|General|Admiral|"
    r"Ambassador|Director|Governor|Mayor|Commissioner|Chancellor|Chairman|Chair|Chief|Deputy|Under|Assistant|"
    r"Spokesperson|Spokesman|Spokeswoman|CEO|King|Judge|Justice|Premier|Speaker|Foreign|Commerce|"
    r"Treasury|Defense|Defence|Analyst|Economist|Researcher)\.? )+"
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤洪温葛伍殷岑翁樊柯庄季"
    "鲁俞章盛倪康施牛耿祁霍焦尤甘裴左申阮柳游辛游骆纪舒屈项祝梅童凌管岳苗谷阳解连艾鲍迟蓝游房路涂关闵聂车桂翟华池褚佟卓仇栾晏柴瞿冉奚巫蔺窦邢宿郁娄臧闫阙郗蒙麦揭敖匡邬滕"
)
COMPOUND = "欧阳|司马|上官|诸葛|夏侯|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|端木"
NAME_ZH = re.compile(rf"(?:{COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
TITLED_ZH = re.compile(
    "(?![一二三四五六七八九十两几去今昨前近每另])[^\x00-\u4dff的们上中会内里下等之其各该这那]{2,4}"
)
FOREIGN_ZH = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·‧•・][\u4e00-\u9fffA-Z.]{1,8})+")
TAIL_ZH = re.compile(
    r"(?:[也还则就都又曾并再却更只仍均即便亦在对向于同与接受从日今昨近上下本当随此为以表说认指称强写坦直撰出提回反主建呼警"
    r"补透告解分介评续答发（(，,：:「“\s\d]|[一二三四五六七八九十]+[日月]|委员|常委|代表|教授|院士|先生|女士|部长|主任|博士|$)"
)


def find_name_en(text: str) -> tuple[int, int] | None:
    """Return the span of the first thing in `text` that is written like a name, or None.

    Examples
    --------
    >>> text = "On Monday Professor Clara Whitlow"
    >>> begin, stop = find_name_en(text)
    >>> text[begin:stop]
    'Clara Whitlow'
    """
    for match in NAME_EN.finditer(text):
        begin, stop = match.span()
        words = match[0].split(" ")
        while words and words[0].rstrip(".") in NOT_NAMES:
            begin += len(words.pop(0)) + 1
        if not words:
            continue
        title = TITLES_EN.match(text[begin:stop])
        begin += title.end() if title else 0
        name = text[begin:stop]
        if len(name.strip(".")) > 1 and not name.isupper() and not name.endswith(" No."):
            return begin, stop
    return None


def find_name_zh(text: str, *, form: re.Pattern[str] = NAME_ZH) -> str:
    """Return the name at the beginning of `text`, or ''; after a title, any short word may be one.

    Examples
    --------
    >>> [find_name_zh(text) for text in ("谭以宁在会上", "伊莱·奥斯古德上周", "公司", "沈毓岚")]
    ['谭以宁', '伊莱·奥斯古德', '', '沈毓岚']
    """
    foreign = FOREIGN_ZH.match(text)
    if foreign:
        return _trim(foreign[0])
    match = form.match(text)
    if not match or TAIL_ZH.match(text):
        return ""
    longest = 3 if text[0] in SURNAMES and not re.match(COMPOUND, text) else len(match[0])
    for length in range(min(longest, len(match[0])), 1, -1):
        if TAIL_ZH.match(text, length):
            return text[:length]
    return ""


def _trim(name: str) -> str:
    """A transliterated name without the adverb that runs into it (奥斯古德上周 → 奥斯古德)."""
    head, _, last = name.rpartition("·") if "·" in name else ("", "", name)
    for place in range(1, len(last)):
        if re.match(r"[在也则还就上本昨今日近当对向曾说称表认指强写坦直警补并的]", last[place:]):
            last = last[:place]
            break
    return f"{head}·{last}" if head else last
