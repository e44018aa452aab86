"""Abbreviations: countries in one Chinese character, which count only inside a compound (中美, 对华, 美企)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import TypeVar

Sign = TypeVar("Sign")

BEFORE = "对 驻 访 赴 在 反 遏 抗 制 涉 亲 仇 来 援 输 旅 留 离 防 联 向 与 同 于 被 受".split()
AFTER = (
    "方 企 媒 商 资 股 军 籍 系 制 产 式 厂 官 债 国会 议员 参议员 众议员 两党 政府 商务部 国务院 财长 财政部 防长 "
    "外长 官员 总统 总理 首相 专家 学者 智库 司法部 国防部 大使 使馆 大使馆 媒体 网友 代表 代表团 高官 前官员 "
    "拟 欲 拟对 扩大 宣布 再度 升级 收紧 放宽 松绑 重申 敦促 警告 批准 解除 禁止 限制 封锁 制裁 打压 断供 "
    "关系 竞争 博弈 对抗 之争 之间 关税 出口 芯片 科技 科技战 技术 人工智能 两国 双方 合作 对话 ai 间"
).split()
NEVER = frozenset(
    "华中 美德 中法 于法 在中 来日 日中 来中 同日 与日 日间 中官 中制 法制 日制 德制 中式 台式 港式 向中 法官 法商 "
    "中产 中系 中间 中之间 日之间 日出口 法技术 在法 于中 被中 受中 法系 中断供 日关系 日合作 同中 与中 对中 联中".split()
)


def join_abbreviations(
    countries: Mapping[str, Sign],
) -> Iterator[tuple[str, tuple[tuple[int, int, Sign], ...]]]:
    """Yield the compounds of one-character country names, each with its parts that name a country.

    Examples
    --------
    >>> dict(join_abbreviations({"美": "US", "华": "CN"}))["对华"]
    ((1, 2, 'CN'),)
    """
    for left, right in permutations(sorted(countries), 2):
        if countries[left] != countries[right] and left + right not in NEVER:
            yield left + right, ((0, 1, countries[left]), (1, 2, countries[right]))
    for name, country in countries.items():
        yield from ((word + name, ((1, 2, country),)) for word in BEFORE if word + name not in NEVER)
        yield from ((name + word, ((0, 1, country),)) for word in AFTER if name + word not in NEVER)
