"""Abbreviations: countries in one Chinese character, counted only inside a compound (中美, 对华, 美企)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import TypeVar

Sign = TypeVar("Sign")

BEFORE = [
    "对",
    "驻",
    "访",
    "赴",
    "在",
    "反",
    "遏",
    "抗",
    "制",
    "涉",
    "亲",
    "仇",
    "来",
    "援",
    "输",
    "旅",
    "留",
    "离",
    "防",
    "联",
    "向",
    "与",
    "同",
    "于",
    "被",
    "受",
]
AFTER = [
    "方",
    "企",
    "媒",
    "商",
    "资",
    "股",
    "军",
    "籍",
    "系",
    "制",
    "产",
    "式",
    "厂",
    "官",
    "债",
    "国会",
    "议员",
    "参议员",
    "众议员",
    "两党",
    "政府",
    "商务部",
    "国务院",
    "财长",
    "财政部",
    "防长",
    "外长",
    "官员",
    "总统",
    "总理",
    "首相",
    "专家",
    "学者",
    "智库",
    "司法部",
    "国防部",
    "大使",
    "使馆",
    "大使馆",
    "媒体",
    "网友",
    "代表",
    "代表团",
    "高官",
    "前官员",
    "拟",
    "欲",
    "拟对",
    "扩大",
    "宣布",
    "再度",
    "升级",
    "收紧",
    "放宽",
    "松绑",
    "重申",
    "敦促",
    "警告",
    "批准",
    "解除",
    "禁止",
    "限制",
    "封锁",
    "制裁",
    "打压",
    "断供",
    "关系",
    "竞争",
    "博弈",
    "对抗",
    "之争",
    "之间",
    "关税",
    "出口",
    "芯片",
    "科技",
    "科技战",
    "技术",
    "人工智能",
    "两国",
    "双方",
    "合作",
    "对话",
    "ai",
    "间",
]
NEVER = frozenset(
    [
        "华中",
        "美德",
        "中法",
        "于法",
        "在中",
        "来日",
        "日中",
        "来中",
        "同日",
        "与日",
        "日间",
        "中官",
        "中制",
        "法制",
        "日制",
        "德制",
        "中式",
        "台式",
        "港式",
        "向中",
        "法官",
        "法商",
        "中产",
        "中系",
        "中间",
        "中之间",
        "日之间",
        "日出口",
        "法技术",
        "在法",
        "于中",
        "被中",
        "受中",
        "法系",
        "中断供",
        "日关系",
        "日合作",
        "同中",
        "与中",
        "对中",
        "联中",
    ]
)

INSIDE = {  # characters with which one of these makes another word (道德, 今日), as jieba's dictionary has it
    "中": (
        "其心之集手一高空初当水城宫正家口暗眼怀途军汉房隆不命山江击关院林腹二四三适郎狱胸丛看文湖打八附盘"
        "五六居点剧大选园囊云射刺掌传投袋田片苏上言蜀杯震冀猜意相巴夜建塔期盆晋九折湘扬吴阆南切洋榆罐"
    ),
    "华": "光精文清豪繁新才西建侵升金奢大年富月诺京锡东振浮天南荣龙江厦兴凝风无",
    "德": (
        "道品朱常宣正实启西大功康盖恩天歌基承庞今公里顺路建兰韦崇尔东李缺巴积医威至以贞广雷阴恶珊仁绥盛海"
        "米多赫哈立五熙贤民希奥"
    ),
    "欧": "西东北南",
    "法": (
        "方办无宪做说合立想司看依剑手非设违执书没阵语疗刑变刀吃算掌兵身政礼普技拳作民此打历战护教高宗不佛"
        "大笔枪用心解守师犯章效成本税约军提治乘新妖画步写国妙指王文玩加死魔取戏家以句译针学除唱湿水斗叫讲"
        "招减两着活走正商功练公元道腿筛火读消脚私得干党"
    ),
    "港": "香新海南军大河渔商出老全进本入空小该巨",
    "印": "打编彩掌脚复烙手影刻海足刊金排指重石官藏付大水油铅翻玺冲血",
    "日": (
        "今一昨节近当平每明次昔生数那三往几早半即前两时假周连整七终多十夏五白素旭末旧狗四百度何冬九八烈二"
        "改朝落六红吉某逐首单春全翌天无择成本蔽秋值松忌隔正定作念易期初目0123456789"
    ),
    "韩": "南",
    "荷": "电载负薄木",
    "俄": "沙苏",
    "台": (
        "平舞出电上一金琴烟登柜站后炮灶万墩高阳邢擂前戏讲烛看下垮两地展跳灵楼窗丰天茅倒敌五多三井月砚瀛石"
        "望锅塔云祭露船灯该澹东莲土二四南轮几瑶球搭"
    ),
    "英": "石精汉群王项落大",
    "美": "精完优鲜审北舞拉南赞健国久媲最丰全秀爱俊甜选物泛娇壮柔肥唯奇甘集洛凄奥",
    "越": "超优穿卓跨南吴逾激翻飞百方横闽清腾山",
}


def is_abbreviated(form: str) -> bool:
    """Whether `form` begins with a country's one character, alone or before another's (美方, 日美)."""
    return form[0] in INSIDE and (form[1:] in INSIDE or form[1:] in AFTER)


def is_inside(text: str, begin: int) -> bool:
    """Whether the character at `begin` ends another word and is no country.

    Examples
    --------
    >>> is_inside("近日美国宣布", 1), is_inside("中日宣布", 1), is_inside("道德限制", 1)
    (True, False, True)
    """
    return begin > 0 and text[begin - 1] in INSIDE.get(text[begin], "")


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
