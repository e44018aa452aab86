"""Boilerplate: lines that belong to the page and not to the article, by what they say.

Patterns are matched against folded lines (Simplified, lower case), so that they serve every script.
"""

from __future__ import annotations

import re

from analysis.reading.texts import MARKER

_LABELS_ZH = (
    "出品|作者|撰文|文|图|文/图|图/文|摄影|编辑|责任编辑|责编|编译|译者|翻译|校对|审核|审校|监制|策划|供稿|通讯员|记者|实习生|主编|总编辑|"
    "来源|文章来源|内容来源|信息来源|稿源|图片来源|图源|资料来源|原标题|原文链接|本文链接|阅读原文|标签|关键词|分类|栏目|字号|字体|字级设定|"
    "日期|时间|发布时间|发表时间|更新时间|发布日期|最后更新|浏览|浏览次数|阅读|阅读量|点击|点击数|热门搜寻|热门搜索|友善列印"
)
_MENU_ZH = (
    "首页|回首页|网站首页|主页|主菜单|主要导航|导航|菜单|选单|网站导览|网站地图|站内搜索|全站搜寻|进阶搜寻|搜索|搜寻|搜一搜|登录|登入|登陆|注册|注册登录|"
    "登录注册|登入/注册|登录/注册|退出|退出登录|个人中心|消息|设置|账号设置|分享|分享到|分享至|转发|收藏|点赞|赞|踩|评论|全部评论|发表评论|写评论|留言|回复|举报|"
    "打印|列印|打印本页|列印本页|关闭|关闭窗口|返回|返回顶部|回到顶部|回顶端|置顶|上一篇|下一篇|上一页|下一页|上一则|下一则|末页|更多|查看更多|加载更多|"
    "展开|展开全文|收起|收起全文|阅读全文|查看全文|全文|换一换|相关阅读|相关文章|相关新闻|相关推荐|相关连结|相关链接|相关报道|延伸阅读|推荐阅读|推荐|为你推荐|"
    "猜你喜欢|热门推荐|热门文章|热门讨论|热门|最新|最新文章|热门话题|热搜|排行榜|专题|专栏|广告|推广|赞助|下载|下载app|app下载|打开app|客户端|手机版|电脑版|"
    "行动版|兒童版|儿童版|繁体|繁体中文|简体|简体中文|简体版|繁体版|english|中文|所有语言|语言|微信|微博|朋友圈|qq|qq空间|公众号|微信公众号|抖音|客服|联系我们|"
    "联络我们|关于我们|加入我们|关注我们|关注|追踪|订阅|投稿|我要投稿|意见反馈|隐私政策|隐私权政策|使用条款|服务条款|用户协议|版权声明|免责声明|法律声明|"
    "网站声明|友情链接|文章目录|目录|字号|大|中|小|a a a|跳到主要内容区块|跳转到内容|跳至内容|跳到主要内容|移至侧栏隐藏|移至侧栏|隐藏|编辑|查看历史|讨论|阅读模式|"
    "快讯|活动|招聘|帮助|常见问题|常见问题集|完|end|（完）|未完待续"
)
_SAYS_ZH = (
    r"扫(?:描|码|一扫)[^。]{0,30}|长按[^。]{0,20}(?:二维码|关注)|(?:点击|戳)(?:上方|下方|左下|右下|这里|此处|蓝字|阅读原文|查看|进入|关注|图片|链接)[^。]{0,40}"
    r"|关注(?:我们的|本|微信)?公众号.*|欢迎(?:关注|转发|投稿|订阅|扫码|加入|留言)[^。]{0,60}[。！!]?|[^。]{0,20}版权(?:所有|归)[^。]{0,60}。?|未经[^。]{0,10}(?:授权|许可|同意|允许)[^。]{0,40}。?"
    r"|(?:本文|文章|以上内容|本站|本网)[^。]{0,40}(?:不代表|仅代表|仅供参考|版权|转载|侵权|授权|首发|转自|转载自|编译自|译自|来自|系[^。]{0,40}(?:报道|专栏|整理))[^。]{0,80}。?[）)]?"
    r"|(?:免责声明|声明|版权声明|特别声明|风险提示|投稿邮箱|投稿|商务合作|商务邮箱|联系邮箱|邮箱|电话|传真|地址|邮编|微信号|qq|网址)\s*[:：].{0,200}"
    r"|转载请(?:注明|联系|标明).*|如(?:需|有|若)[^。]{0,20}(?:转载|侵权|版权|投诉)[^。]{0,60}。?|(?:京|沪|粤|浙|苏|鄂|川|渝|津|闽|湘|皖|鲁|豫|冀|陕)(?:icp|公网安备|公安备).*|.{0,60}icp备.*"
    r"|.{0,20}公网安备.*|增值电信业务.*|copyright.*|.{0,30}(?:©|all rights reserved).*|您的浏览器.*|请(?:使用|升级|开启|打开)[^。]{0,20}浏览器.*|本(?:网)?站使用.{0,10}cookie.*"
    r"|登录(?:后|账号)[^。]{0,30}|还没有账号.*|共\s*\d+\s*(?:条|篇|张|页).{0,10}|(?:赞|评论|收藏|阅读|浏览|点赞|转发)\s*[（(]?\d+[）)]?"
    r"|\S{1,24}\s*(?:发布于|发表于|更新于|整理于)[^。]{0,40}|.{0,24}阅读[:：]?\s*\d+.{0,20}|\S{1,20}\s*[-—–·|｜]\s*\d{1,3}\s*(?:秒|分钟|小时|天|周|个?月|年)(?:以)?前"
    r"|\d{1,3}\s*(?:秒|分钟|小时|天|周|个月|年)前|\d{1,3}\s*天前\s*\S{0,8}|阅读时间.{0,20}|预计阅读.{0,20}|全文(?:约|共)?\s*\d+\s*字.*|文章来源\s*\S{1,20}"
    r"|原文(?:刊登|发表|载|见|地址|链接|标题).{0,100}|(?:facebook|twitter|line|plurk|x)?分享.{0,40}列印.{0,10}|.{0,12}\d+ ?篇文章.{0,20}|字级设定.*|点赞\s*\d*|评论\s*\d*"
)
_MENU_EN = (
    "home|home ?page|main page|menu|main menu|main navigation|user account menu|navigation|toggle navigation(?: menu)?|skip to (?:main )?(?:content|navigation).*|search|submit search|search for:?|"
    "sign ?in|log ?in|log ?out|sign ?up|register|subscribe(?: now)?|my account|your account|account|create account|donate|share|share this.*|share on.*|share article|tweet|email|e-?mail(?: this)?|print|"
    "print this(?: page)?|pdf|download(?: pdf| article)?|copy link|save|bookmark|like|comment|comments?|\\d+ comments?|leave a (?:comment|reply)|post (?:a )?comment|reply|reply on|read more|"
    "(?:read|learn|see|show|view|load) (?:more|less|all)(?: .{0,30})?|continue reading|next|previous|prev|prev post|next post|back|back to (?:top|home).*|top|close|open|cancel|submit|more|more\\.{3}|more…|"
    "related(?: (?:posts?|topics?|articles?|stories|content|links|reading|news|coverage))?|more (?:on this story|from .{0,40}|stories|news)|most (?:read|popular|viewed|shared)|top stories|latest(?: news| posts)?|"
    "trending(?: now)?|popular(?: posts)?|recommended(?: for you)?|you (?:might|may) also like.*|editor'?s picks?|features|popular tags|tags?|categories|archives?|quick links|site links|useful links|"
    "elsewhere on .{0,30}|advertisements?|advertising|sponsored(?: content)?|promoted|ad|about(?: us)?|contact(?: us)?|careers|jobs|press|news ?letters?|faqs?|help|support|terms(?: of (?:use|service))?|"
    "terms (?:&|and) conditions|privacy(?: (?:policy|notice|statement))?|cookies?(?: (?:policy|settings|preferences|notice))?|accept(?: all)?(?: cookies)?|reject all|manage (?:cookies|preferences)|accessibility(?: help| statement)?|"
    "do not sell.*|legal(?: notice)?|disclaimer|site ?map|rss(?: feed)?|feeds?|follow(?: us)?(?: on .{0,30})?|facebook|twitter|x|linkedin|instagram|youtube|tiktok|whatsapp|reddit|pinterest|telegram|"
    "topics|sections|editions?|language|english|site theme.*|switch to .{0,40}|table of contents|contents|on this page|in this (?:article|section)|jump to .{0,30}|loading\\.*|iframe:?|image|photo|video|watch|listen|"
    "javascript.{0,80}|enable javascript.*|view (?:the )?(?:original|full).{0,40}|open-access content.{0,60}|published|updated|edited by|reviewed by|footnotes?|select:?"
)
_SAYS_EN = (
    r"\(button\).*|iframe:.*|#?(?:alternate ?)+.*|.{0,80}» (?:comments )?feed.*|we (?:and our partners )?use cookies.*|(?:this|our) (?:web)?site uses cookies.*|by (?:continuing|clicking|using).{0,60}(?:cookies|terms|agree).*"
    r"|.{0,80}all rights reserved.*|(?:copyright|©|\(c\)) .{0,120}|(?:photo(?:graph)?|image|picture|credits?|illustration|video)s?(?: credit| by| courtesy)?\s*[:：].{0,160}|(?:source|via|written by|reported by|reporting by|editing by|edited by|"
    r"translated by|posted by|published by|published(?: on| in)?|posted(?: on)?|last (?:updated|modified|reviewed)(?: on)?|updated(?: on)?|filed under|tagged(?: with)?|tags|categories|category|keywords|share|read|read more|read also|also read|"
    r"see also|related|more|watch|listen|subscribe|sign up|contact|email|e-mail|tel|phone|fax|for sales|press contact|media contact)\s*[:：].{0,160}"
    r"|by [a-z][a-z.'-]+(?: [a-z][a-z.'-]+){0,4}(?:,| and | \||$).{0,80}|(?:sign up|subscribe) (?:for|to|now|today|here).{0,120}|(?:click|tap) here.{0,80}|follow (?:us|me|him|her|them|@\w+).{0,80}"
    r"|this (?:is an edition of|article (?:was|is|has been|first|originally)|story (?:was|is|has been|first|originally)|post (?:was|is|first|originally|appeared)|piece (?:was|first|originally)).{0,200}"
    r"|(?:read|see|view|browse) (?:the |our )?(?:previous|past|full|more|other|latest) .{0,80}(?:here|articles?|newsletters?|stories|posts?|coverage|issues)\.?|originally published.{0,120}"
    r"|(?:you are|you're) (?:receiving|reading|here).{0,120}|comments are closed.*|your email address will not.*|required fields.*|please (?:enable|sign|log|subscribe|share|update your browser).{0,120}|no comments.*"
    r"|\d+ (?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?)(?: ago| read)?|\d+ (?:views|shares|likes|comments)|page \d+(?: of \d+)?|\d+ of \d+|prev(?:ious)? next.*|.{0,40}\d+ ?min(?:ute)?s? read.{0,20}"
    r"|(?:an? )?(?:icon|logo|picture|image|photo|screenshot) (?:of|showing|with).{0,100}|image (?:source|caption|copyright).{0,120}|getty images.{0,40}|interested in our .{0,80}|brought to you by.{0,80}"
    r"|for news and announcements.{0,80}|jump to (?:navigation|search).*|from wikipedia.*|retrieved from.{0,120}|\[(?:edit|hide|show)\]"
)
_DATE = (
    r"(?:发布于|发布时间|日期|date)?[:：]?\s*(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,?\s*(?:\d{1,2}(?:st|nd|rd|th)?,?\s*)?\d{4}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:\s*(?:星期|周)[一二三四五六日天])?[\s,|·•–-]*(?:at )?(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:am|pm|a\.m\.|p\.m\.)?\s*(?:[a-z]{2,4})?(?:\s+[\d,]+)?"
)
BULLET = r"(?:[•·●○◦□■◆◇☆★►▪*+>«»|\-–—:：]+|\d{1,2}[.、]|\^\d*)?\s*"
LINE = re.compile(
    rf"{BULLET}(?:"
    rf"(?:{_MENU_ZH}|{_MENU_EN})(?:\s*[»>›▼▾…:：|/]|\s*\(button\))*"
    rf"|(?:{_LABELS_ZH})\s*[|｜:：丨/／].{{0,80}}"
    rf"|{_SAYS_ZH}|{_SAYS_EN}|{_DATE}"
    rf"|[（(]\s*(?:{_SAYS_ZH}|(?:根据|本文|来源|编译|图片|图源|作者|编辑|责任编辑|责编|记者|完|原题|综合|转自|摘自)[^（）()]{{0,60}})\s*[）)]"
    rf"|\S{{0,6}}https?://\S+(?:\s+\S{{0,20}})?|\S{{0,40}}[\w.+-]+@[\w-]+\.[\w.]+"
    rf")\s*$"
)
NO_WORD = re.compile(r"[\W\d_]*$")
PICTURE = re.compile(r"\s*(?:\[[^\[\]]{0,60}\]|\(\s?\)|\s)*\s*$")
LAST = re.compile(
    r"[（(](?:(?:本文)?作者|编辑|责任编辑|责编|记者|来源|完|原题|转自|摘自|综合|实习|图|文)[^（）()]{0,80}[）)]\W*$"
    r"|[（(][\u4e00-\u9fff]{2,4}[）)]\W*$|read previous newsletters.*|read more\b.{0,60}|本文由.{0,60}|更多.{0,30}请(?:关注|点击|下载).{0,40}"
)


def is_boilerplate(line: str) -> bool:
    """Whether a folded line is page furniture, whatever stands around it.

    Examples
    --------
    >>> [is_boilerplate(line) for line in ("责任编辑：某某", "read more", "扫描二维码，在手机上阅读", "会议讨论了芯片。")]
    [True, True, True, False]
    """
    return bool(
        NO_WORD.match(line)
        or PICTURE.match(line)
        or (len(line) <= 260 and (LINE.match(line) or MARKER.fullmatch(line.strip())))
    )


def is_closing(sentence: str) -> bool:
    """Whether the last sentence of a paragraph is a note on the author, editor or source."""
    return len(sentence) <= 120 and LAST.match(sentence) is not None
