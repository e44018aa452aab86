"""Conversions: what script converters got wrong in Traditional text.

Every pair folds to the same Simplified word (a test proves it), so no count depends on this rule: it
mends what readers are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.reading.edits import Edit
from analysis.reading.scripts import detect_han

CHARACTERS = (  # wrong, right, not after, before
    ("髮", "發", "頭毛鬚鬢假白黑金銀短長染護美秀捲落", "表布展生現明出起動揮言行放射電送佈達覺掘酵熱燒問票"),
    ("麵", "面", "粉湯拉泡煮吃", "對臨向積試前"),
    ("麵", "面", "", "部"),
    ("隻", "只", "一二三四五六七八九十百千萬幾兩半這那每哪數船", "有要是能會不"),
    ("製", "制", "", "度定裁止約衡"),
    ("幹", "干", "", "涉預擾"),
)
WORDS = {
    wrong: right
    for wrong, right in (
        pair.split(":")
        for pair in (
            "方麵:方面 全麵:全面 層麵:層面 控製:控制 限製:限制 機製:機制 體製:體制 批準:批准 若幹:若干 規范:規範 示范:示範 "
            "標准:標準 准備:準備 沖突:衝突 沖擊:衝擊 雜志:雜誌 標志:標誌 關系:關係 聯系:聯繫 關于:關於 對于:對於 由于:由於 "
            "基于:基於 屬于:屬於 處于:處於 居于:居於 致力于:致力於 以后:以後 之后:之後 最后:最後 然后:然後 今后:今後 落后:落後 "
            "背后:背後 隨后:隨後 后果:後果 后者:後者 后來:後來 征集:徵集 特征:特徵 象征:象徵 復雜:複雜 重復:重複 復制:複製"
        ).split()
    )

}
PATTERN = re.compile(
    "|".join(sorted(WORDS, key=len, reverse=True))
    + "".join(
        f"|{f'(?<![{not_after}])' if not_after else ''}{wrong}(?=[{before}])" for wrong, _, not_after, before in CHARACTERS
    )
)
SINGLE = {wrong: right for wrong, right, _, _ in CHARACTERS}


def clean_conversions(text: str) -> Iterator[Edit]:
    """In Traditional text, mend what a converter took for another character of the same simplified form.

    Examples
    --------
    >>> [edit.replacement for edit in clean_conversions("會談後髮表聲明，關于標准達成協議")]
    ['發', '關於', '標準']
    """
    if text.isascii() or not any(wrong in text for wrong in "髮麵隻製幹準于志系后范准沖征復"):
        return
    if detect_han(text) == "Hans":
        return
    for match in PATTERN.finditer(text):
        wrong = match[0]
        yield Edit(*match.span(), WORDS.get(wrong) or SINGLE[wrong])
