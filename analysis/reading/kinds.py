"""Kinds: body, heading or boilerplate."""

from __future__ import annotations

import re

TERMINAL = re.compile(r"[。！？；!?;.…：:，,][”’」』）)\"'\]]*$")
BOILERPLATE = re.compile(
    r"\s*(?:(?:出品|作者|編輯|编辑|责编|責編|责任编辑|來源|来源|文章來源|文章来源|内容来源|原标题)\s*[|｜:：]"
    r"|(?:分享|Advertisements?|文章目录|所有語言)$|扫描二维码|[（(]?本文(?:系|来自|转载)|\W+$)"
)


def find_kind(line: str) -> str:
    """Return the kind of one line of an article."""
    if BOILERPLATE.match(line):
        return "boilerplate"
    if len(line) <= 60 and not TERMINAL.search(line.rstrip()):
        return "heading"
    return "body"
