"""Voices: who asserts each sentence, construction by construction in each script; else the author."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.codebook import Codebook, read_codebook
from analysis.coding.attributions import Voice
from analysis.coding.voices import attribute, open_case
from analysis.reading.lexicon import Lexicon, compile_lexicon
from analysis.reading.reader import read_document
from analysis.reading.sources import Source


@pytest.fixture(scope="module")
def codebook(root: Path) -> Codebook:
    return read_codebook(root / "data/codebook")


@pytest.fixture(scope="module")
def lexicon(codebook: Codebook) -> Lexicon:
    return compile_lexicon(codebook)


def read_voices(text: str, codebook: Codebook, lexicon: Lexicon, *, side: str = "OTHER") -> list[Voice]:
    """The voices of the sentences of an article whose outlet belongs to `side`."""
    metadata = {"outlet": "A paper", "outlet_side": side} if side else {}
    source = Source("a.txt", text, "", "text/plain", "utf-8", metadata=metadata)
    document = read_document(source, lexicon.variants)
    return [voice for voice in attribute(open_case(document, codebook)) if voice.actor]


def show(voices: list[Voice]) -> str:
    """The voices in one line: *author* for the article's own, else the side."""
    return " ".join("author" if voice.actor == "author" else voice.side for voice in voices)


# the text of an article of a third country's outlet, and the voice of each of its sentences
ENGLISH = {
    "says that": ("OpenAI said that its models are safe.", "US"),
    "argues": ("Anthropic argues that chips should be watched.", "US"),
    "according to": ("According to Alibaba, the model is free to use.", "CN"),
    "according to at the end": ("The model costs a tenth of its rivals, according to DeepSeek.", "CN"),
    "said after a quotation": ("“We will share our weights,” said Zhou Jing of Alibaba.", "CN"),
    "inverted with apposition": (
        "“The rule will fail,” says Ruth Amsel, a fellow at the Brookings Institution.",
        "US",
    ),
    "colon": ('The Commerce Department was blunt: "These chips will not leave the country."', "US"),
    "as X put it": ("As Nvidia's chief executive put it, the market will find a way.", "US"),
    "told reporters": (
        "A Chinese foreign ministry spokesperson told reporters that the rules were bullying.",
        "CN",
    ),
    "metonym Beijing": ("Beijing said the measures would hurt both countries.", "CN"),
    "metonym Washington": ("Washington argues that the chips could be used by the military.", "US"),
    "metonym White House": ("The White House said the order would take effect in March.", "US"),
    "metonym Pentagon": ("The Pentagon warned that open weights could be misused.", "US"),
    "metonym Brussels": ("Brussels says its rules will be ready in time.", "OTHER"),
    "unnamed officials": ("Officials familiar with the matter said the list would grow.", "NONE"),
    "unnamed analysts": ("Analysts say the gap is closing.", "NONE"),
    "people familiar": (
        "The lab is short of chips, according to two people familiar with its plans.",
        "NONE",
    ),
    "critics": ("Critics argue that openness invites theft.", "NONE"),
    "officials of a nation": ("U.S. officials said the licences would be reviewed one by one.", "US"),
    "Chinese analysts": ("Chinese officials say that the rules target their industry.", "CN"),
    "the author reports an act": ("The Commerce Department added forty firms to its list.", "author"),
    "the author judges": ("The rule may yet fail. Nobody knows how it will be enforced.", "author author"),
    "is said to": ("The model is said to be cheaper than its rivals.", "author"),
    "did not respond": ("OpenAI did not respond to a request for comment.", "author"),
    "declined": ("Alibaba declined to comment.", "author"),
    "pronoun": ("Sam Altman spoke to senators. He said that the race was close.", "author US"),
    "the company": (
        "DeepSeek published its weights on Monday. The company said they were free for all.",
        "author CN",
    ),
    "the ministry": (
        "China's commerce ministry held a briefing. The ministry said it would retaliate.",
        "author CN",
    ),
    "the senator": (
        "Senator Josh Hawley introduced a bill. The senator said downloads should be a crime.",
        "author US",
    ),
    "two speakers": (
        "Alibaba said demand was strong. Nvidia said supply was short.",
        "CN US",
    ),
    "author between": (
        "“We will not stop,” Zhao Lijian said. The exchange had begun a week earlier.",
        "CN author",
    ),
    "quotation goes on": (
        "“The gap is small,” said Kai-Fu Lee, a Chinese investor. “It will be gone in a year.”",
        "CN CN",
    ),
    "quotation over paragraphs": (
        "“We came here to talk,” said Kai-Fu Lee, a Chinese investor.\n\n"
        "“We will come again,” he said. “There is no other way.”",
        "CN CN CN",
    ),
    "long quotation opened anew": (
        "The Chinese foreign ministry said: “The list has no basis.\n\n“It hurts firms of both sides.”",
        "CN CN",
    ),
    "nested": ("Reuters reported that DeepSeek said its training cost six million dollars.", "CN"),
    "outlet alone": ("Reuters reported that the talks had failed.", "OTHER"),
    "list under a head": (
        "OpenAI asked the White House for four things:\n\n1. Ban the use of Chinese models in government.\n\n"
        "2. Build more power plants.\n\nThe list is long.",
        "author US US author",
    ),
    "a document says": (
        "The White House published a plan. The plan says agencies should buy open models.",
        "author US",
    ),
    "interview": (
        "Q: Why do you publish weights?\n\nLiang Wenfeng: Openness is a culture. It brings talent.\n\n"
        "Q: Will you go on?\n\nLiang Wenfeng: We will.",
        "author CN CN author CN",
    ),
    "tweets": ("Trump wrote on Truth Social that America would win.", "US"),
    "in a statement": ("In a statement, the Chinese embassy in London accused America of bullying.", "CN"),
    "participle": ("The embassy of China rejected the report, saying that it had no basis.", "CN"),
    "former official": ("A former U.S. official said the rule was written in haste.", "US"),
    "professor by nation": ("Li Wei, a professor at Tsinghua University, said the lead was gone.", "CN"),
    "name with title": ("Commerce Secretary Howard Lutnick said the rule would be rewritten.", "US"),
    "some of them": (
        "The bank may close its lab, three people familiar with the plan said. "
        "Two of the people said a decision was near. The third warned that it could slip.",
        "NONE NONE NONE",
    ),
    "nobody is no voice": ("Nobody in the trade says that the rule will last.", "author"),
    "told to act": ("Beijing has told its banks to buy chips at home.", "author"),
    "told is not inverted": (
        "The new caps, repealed in June, told close partners that they were not trusted.",
        "author",
    ),
    "urging as an object": (
        "A nation that shares its work should be careful about urging it on others.",
        "author",
    ),
    "a place after the name": (
        "“We will keep our shelves open,” said Ines Calder, who runs a small archive of models in Denver.",
        "US",
    ),
    "a place in what is said": ("Ines Calder told the paper that Beijing had grown more patient.", "OTHER"),
    "a headline's nameless source": (
        "Lab weighs sale of its cloud unit, sources say\n\nIt has not decided.",
        "NONE author",
    ),
    "many people, no name": ("Skeptics say that the test proves little.", "NONE"),
    "some of a trade": (
        "Two vendors of hosted models, speaking on background, said prices would fall.",
        "NONE",
    ),
    "another of that surname": (
        "“We sell to friends,” Deputy Minister Huang Shu-fen said on Friday.",
        "OTHER",
    ),
    "a nation in the quotation": ("“China built it in a year,” Gov. Kip Ostrander told a crowd.", "OTHER"),
}
HANS = {
    "表示": ("OpenAI表示，其模型是安全的。", "US"),
    "认为": ("阿里巴巴认为，开源是大势所趋。", "CN"),
    "冒号": ("美国商务部发言人说：“这些芯片不会出口。”", "US"),
    "引语在前": ("“我们会继续开源。”阿里巴巴周靖说。", "CN author"),
    "据报道": ("据路透社报道，谈判已经破裂。", "OTHER"),
    "据介绍": ("据华为介绍，新芯片下月量产。", "CN"),
    "在…看来": ("在黄仁勋看来，市场自会找到出路。", "US"),
    "北京方面": ("北京方面表示，相关措施损害两国利益。", "CN"),
    "华盛顿": ("华盛顿声称，这些芯片可能用于军事。", "US"),
    "白宫": ("白宫表示，行政令将于三月生效。", "US"),
    "中方": ("中方强调，合作才是正确选择。", "CN"),
    "美方": ("美方称，许可证将逐一审查。", "US"),
    "外交部": ("中国外交部发言人毛宁表示，中方坚决反对。", "CN"),
    "知情人士": ("知情人士透露，名单还会扩大。", "NONE"),
    "业内人士": ("业内人士认为，差距正在缩小。", "NONE"),
    "分析人士": ("有分析人士指出，规则很难执行。", "NONE"),
    "代词": ("奥尔特曼出席了听证会。他表示，竞争十分激烈。", "author US"),
    "该公司": ("深度求索周一公布了权重。该公司称，所有人都可以免费使用。", "author CN"),
    "省略主语": ("中国商务部表示，坚决反对滥用出口管制。希望美方停止错误做法。", "CN CN"),
    "作者叙述": ("美国商务部把四十家企业列入清单。", "author"),
    "作者评论": ("可见，规则未必有效。谁也不知道如何执行。", "author author"),
    "没有回应": ("英伟达没有回应置评请求。", "author"),
    "两人": ("阿里巴巴表示需求旺盛。英伟达则称供应不足。", "CN US"),
    "引语继续": ("“差距很小。”创新工场李开复说，“一年之内就会消失。”", "CN CN"),
    "引语两句": ("李开复说：“差距很小。一年之内就会消失。”会议随后结束。", "CN CN author"),
    "引语多段": (
        "中国外交部发言人表示：“清单没有法律依据。\n\n“它损害双方企业的利益。”",
        "CN CN",
    ),
    "嵌套": ("路透社援引英伟达的话称，供应仍然紧张。", "US"),
    "名单": (
        "OpenAI向白宫提出以下建议：\n\n一、禁止政府使用中国模型。\n\n二、多建电厂。\n\n这份清单很长。",
        "author US US author",
    ),
    "同段名单": (
        "OpenAI的建议如下：一、禁止政府使用中国模型。二、多建电厂。三、放宽版权。笔者认为，这份清单很长。",
        "US US US author",
    ),
    "访谈": (
        "问：为什么公开权重？\n\n梁文锋：开源是一种文化。它能吸引人才。\n\n问：会坚持吗？\n\n梁文锋：会。",
        "author CN CN author CN",
    ),
    "记者提问": (
        "记者：为什么公开权重？\n\n梁文锋：开源是一种文化。\n\n记者：会坚持吗？\n\n梁文锋：会。",
        "author CN author CN",
    ),
    "官员不具名": ("美国商务部一名官员在电话会上说，此举是为了防止技术外流。", "US"),
    "该官员": (
        "美国商务部一名官员说，此举是为了防止技术外流。该官员还说，名单会定期更新。",
        "US US",
    ),
    "学者": ("清华大学教授李伟认为，领先优势已经不在。", "CN"),
    "议员": ("美国参议员霍利表示，下载应当入罪。", "US"),
    "报告指出": ("白宫发布了行动计划。计划指出，各部门应采购开放模型。", "author US"),
    "撰文": ("美国前官员在《外交》杂志撰文称，规则写得太仓促。", "US"),
    "网友": ("有网友说，便宜才是硬道理。", "NONE"),
    "不点名的人": ("几位工程师告诉本刊，新模型省电。", "NONE"),
    "不愿具名": ("一名不愿具名的高管告诉本报，公司还没有决定。他坦言，钱是最大的难题。", "NONE NONE"),
    "所说的国家": ("华东技术研究中心主任柏松年表示，美国近年来不断加码。", "OTHER"),
    "模型不是说话人": ("中国的模型不会这样说，但它常常答错。", "author"),
    "三年前不是人名": ("商务部三年前说要盖机房，至今没有动工。", "OTHER"),
    "先介绍后说话": (
        "中国代表团团长褚远山对结果不满。褚远山批评，“有人把门关上，再卖钥匙”。",
        "author CN",
    ),
    "标题里的业内人士": ("芯片又涨价，业内人士称还要再等\n\n价格已经涨了两次。", "NONE author"),
    "就美国的事说话": (
        "贺咏明就美国的新规回答了提问。贺咏明表示，规则应当改。",
        "author OTHER",
    ),
    "曾任": ("郝明诚，曾任美国国防部顾问，现居此地。郝明诚说，规则应当改。", "author US"),
    "省略的主语不隔太远": (
        "有人说，价格会跌。天晴了。街上人多。船靠了岸。灯也亮了。希望后来的人少走弯路。",
        "NONE author author author author author",
    ),
}
HANT = {
    "表示": ("OpenAI表示，其模型是安全的。", "US"),
    "認為": ("阿里巴巴認為，開源是大勢所趨。", "CN"),
    "冒號": ("美國商務部發言人說：「這些晶片不會出口。」", "US"),
    "引語在前": ("「我們會繼續開源。」阿里巴巴周靖說。", "CN author"),
    "據報導": ("據路透社報導，談判已經破裂。", "OTHER"),
    "華府": ("華府聲稱，這些晶片可能用於軍事。", "US"),
    "北京當局": ("北京當局表示，相關措施損害兩國利益。", "CN"),
    "白宮": ("白宮表示，行政命令將於三月生效。", "US"),
    "陸方": ("陸方強調，合作才是正確選擇。", "CN"),
    "知情人士": ("知情人士透露，名單還會擴大。", "NONE"),
    "業內人士": ("業內人士認為，差距正在縮小。", "NONE"),
    "官員不具名": ("美國商務部一名官員在電話記者會上說，此舉是為了防止技術外流。", "US"),
    "商務部接續": (
        "美國商務部週二公布新規。商務部一名官員說，此舉是為了防止技術外流。他並表示，名單會定期更新。",
        "author US US",
    ),
    "國務院": ("美國務院發言人表示，所有選項都在桌上。", "US"),
    "代名詞": ("奧特曼出席了聽證會。他表示，競爭十分激烈。", "author US"),
    "該公司": ("輝達週一公布財報。該公司稱，需求依然強勁。", "author US"),
    "台灣官員": ("數位發展部長表示，政府會優先採用本土模型。", "OTHER"),
    "引語兩句": ("李開復說：「差距很小。一年之內就會消失。」會議隨後結束。", "CN CN author"),
    "雙引號巢狀": ("美國商務部官員說：「他們所謂的『開放』並不開放。」", "US"),
    "訪談": (
        "問：為什麼公開權重？\n\n梁文鋒：開源是一種文化。它能吸引人才。\n\n問：會堅持嗎？\n\n梁文鋒：會。",
        "author CN CN author CN",
    ),
    "名單": (
        "OpenAI向白宮提出以下建議：\n\n1、禁止政府使用中國模型。\n\n2、多建電廠。\n\n這份清單很長。",
        "author US US author",
    ),
    "作者敘述": ("美國商務部把四十家企業列入清單。", "author"),
    "沒有回應": ("輝達沒有回應置評請求。", "author"),
    "學者": ("台灣大學教授林志明認為，領先優勢已經不在。", "OTHER"),
    "巢狀": ("路透社引述輝達的話說，供應仍然吃緊。", "US"),
    "不點名的人": ("幾位工程師告訴本刊，新模型省電。", "NONE"),
    "不願具名": ("一名不願具名的主管告訴本報，公司還沒有決定。他坦言，錢是最大的難題。", "NONE NONE"),
    "所說的國家": ("華東技術研究中心主任柏松年表示，美國近年來不斷加碼。", "OTHER"),
    "模型不是說話人": ("美國的模型不會這樣說，但它常常答錯。", "author"),
    "召集人": ("星洲數碼協會召集人陳慧敏接受訪問時指出，中國的模型更新很快。", "OTHER"),
    "就美國的事說話": (
        "賀詠明就美國的新規回答了提問。賀詠明表示，規則應當改。",
        "author OTHER",
    ),
}


@pytest.mark.parametrize(("text", "voices"), ENGLISH.values(), ids=ENGLISH)
def test_english(codebook, lexicon, text, voices):
    assert show(read_voices(text, codebook, lexicon)) == voices


@pytest.mark.parametrize(("text", "voices"), HANS.values(), ids=HANS)
def test_simplified(codebook, lexicon, text, voices):
    assert show(read_voices(text, codebook, lexicon)) == voices


@pytest.mark.parametrize(("text", "voices"), HANT.values(), ids=HANT)
def test_traditional(codebook, lexicon, text, voices):
    assert show(read_voices(text, codebook, lexicon)) == voices
