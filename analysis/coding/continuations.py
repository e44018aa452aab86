"""Continuations: whether a Chinese sentence without a subject goes on with what the last speaker said."""

from __future__ import annotations

import re

DEONTIC = re.compile(
    r"[“「\"]?(?:同时|此外|另外|对此|因此|首先|其次|最后|下一步|今后|未来|当前|其中|而且|并且|为此)?[，,]?"
    r"(?:要|应当?|必须|须|愿|希望|坚持|双方|我们|中方|"
    r"[\u4e00-\u9fff]方(?:愿|将|支持|坚定|高度|始终|欢迎|感谢|珍视|坚持)|各方|各国|两国|中国愿|也要|还要|将|建议|"
    r"加快|推动|加强|深化|完善|充分|着力|持续|进一步|不断|切实|把|以|充分|积极|妥善|共同|携手|不应|不能)"
)
ADVOCACY = re.compile(
    r"(?:并|还|同时|也|又|且|此外)*(?:呼吁|反对|建议|强调|关注|要求|提出|主张|支持|敦促|承诺|倡导|欢迎|重申|警告|认为|批评)"
)
NARRATION = re.compile(
    r"今天|昨天|近日|日前|\d+[日月]|会见|会谈|出席|参加|举行|陪同|考察|抵达|访问|签署|记者|本届|据|报道|结束|开幕|闭幕|来到|"
    r"听取|发言|主持"
)
AUTHORIAL = re.compile(
    r"可见|值得注意|显然|事实上|笔者|在笔者|换言之|也就是说|不难|总之|由此可见|细心的|毫无疑问|"
    r"这(?:意味|说明|也|显示|表明)"
)
OPENING = 40  # characters in which a sentence shows that it narrates


def goes_on(folded: str) -> bool:
    """Whether a sentence of folded text goes on with a paraphrase: it demands, and narrates nothing.

    Examples
    --------
    >>> [goes_on(text) for text in ("要加强国际合作", "他昨天抵达北京", "值得注意的是,要看条件")]
    [True, False, False]
    """
    if is_authorial(folded) or NARRATION.search(folded[:OPENING]):
        return False
    return DEONTIC.match(folded) is not None or ADVOCACY.match(folded) is not None


def is_authorial(folded: str) -> bool:
    """Whether a sentence of folded text begins as only an author's does."""
    return AUTHORIAL.match(folded) is not None
