"""Relations: how two sides stand to each other in a sentence, by the words between their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from analysis.coding.marks import Mark

DEFINITE = re.compile(  # how a sentence begins that goes on with whom or what was named before
    r"^\W*(?:该|这|此|其|上述|法案|法令|禁令|草案|规定|规则|新规|条例|办法|准则|文件|报告|计划|方案|公司|企业|政府|当局|官方|声明|措施"
    r"|意见|法院|议员|立委|the (?!world|united|us\b|chinese|american|european)\w+"
    r"|(?:it|its|they|their|he|she|his|her|this|these|that|those|such)\b)"
)
MEASURE = re.compile(  # what one does against another
    r"列入|列为|制裁|禁|限制|针对|打击|遏制|围堵|封锁|起诉|调查|管制|卡|断供|加征|反制|处罚|拉黑|点名|指控|指责|批评|警告|要求"
    r"|\b(?:ban\w*|sanction\w*|restrict\w*|blacklist\w*|target\w*|list(?:s|ed|ing)?|curb\w*|block\w*|bar(?:s|red)?"
    r"|contain\w*|punish\w*|accus\w+|blam\w+|critici[sz]\w+|warn\w*|against|deny|denied|cut off|investigat\w+"
    r"|charg\w+|limit\w*|cap(?:s|ped)?|control\w*)\b"
)
JOINED = re.compile(r"\s*(?:和|与|、|及|同|跟|以及|[-–—/,]|,? ?\b(?:and|or)\b|versus|vs\.?)?\s*")
LINK = re.compile(
    r"[对向与和在给把将被比而却但让从用以为的是]"
    r"|\b(?:to|on|against|of|from|with|by|in|for|than|while|but|and|that|at|is|are|has|have|had|was|were|as|into|over)\b"
)
GAP = 60  # characters between two sides that are read
AHEAD = 40  # characters before a name in which a measure against it is read


class Named(Protocol):
    """A place where a sentence names a side: ``A`` and ``B`` are the two compared, ``O`` everybody else."""

    @property
    def letter(self) -> str: ...
    @property
    def mark(self) -> Mark: ...


def describe_relation(parties: Sequence[Named], folded: str, begin: int) -> dict[str, float]:
    """Return how a sentence's first side stands to the other: beside it, or acting on it.

    Examples
    --------
    >>> from typing import NamedTuple
    >>> from analysis.coding.marks import Place
    >>> class Named(NamedTuple):
    ...     letter: str
    ...     mark: Mark
    >>> first, second = Named("A", Mark(0, 3, Place("a"))), Named("B", Mark(8, 10, Place("b")))
    >>> describe_relation([first, second], "jia ban yi from its shops", 0)
    {'A:measures': 1.0, 'measured': 1.0}
    >>> describe_relation([first, second], "jia and  yi from its shops", 0)
    {'joined': 1.0, 'A:link=and': 1.0, 'link=and': 1.0}
    """
    sided = [party for party in parties if party.letter in "AB"]
    other = next((place for place, party in enumerate(sided) if party.letter != sided[0].letter), 0)
    if not other:
        ahead = folded[max(begin, parties[0].mark.begin - AHEAD) : parties[0].mark.begin] if parties else ""
        return {f"{parties[0].letter}:measured alone": 1.0} if MEASURE.search(ahead) else {}
    first, gap = sided[0].letter, folded[sided[other - 1].mark.stop : sided[other].mark.begin][-GAP:]
    features = {"joined": 1.0} if JOINED.fullmatch(gap) else {}
    for word in LINK.findall(gap):
        features |= {f"{first}:link={word}": 1.0, f"link={word}": 1.0}
    return features | ({f"{first}:measures": 1.0, "measured": 1.0} if MEASURE.search(gap) else {})
