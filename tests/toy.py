"""A toy study with two sides of its own, written for the tests."""

from __future__ import annotations

STUDY = """
[study]
id = "ports"
codebook = "codebook"
[[sides]]
id = "NORTH"
name = "Northland"
colour = "#0B6E99"
[[sides]]
id = "SOUTH"
name = "Southland"
colour = "#C77700"
"""
CONCEPTS = """concept,frame,gloss,gloss_zh,pattern,language,negation,note,source
free_trade,economy,free trade,自由贸易,free trade,en,keep,,made up
free_trade,economy,free trade,自由贸易,自由贸易,zh,keep,,made up
toll,control,toll,通行费,toll,en,keep,,made up
toll,control,toll,通行费,通行费,zh,keep,,made up
"""
ARTICLES = {
    "a.txt": "港口会谈的结果\n作者：某某\n北方主张自由贸易，不收通行费。南方没有回答。\n扫码关注",
    "b.txt": "兩國(guó)代表(biǎo)說，自由貿易很好。\r\n通行費太高了！",
    "c.md": "---\ndate: 2024-05-01\noutlet: The Harbour\noutlet_side: NORTH\n---\n"
    "# Talks end\n\nFree trade is good. No toll!",
    "d.txt": "The toll is too high.\n\n译文：\n通行费太高了，船都不来了。\n\n"
    "English original:\nThe toll is too high, and no ship comes.",
}
