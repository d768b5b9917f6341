"""Text of printed PDFs that can be searched and copied. Plain Python, no Odoo.

A font draws 户 and the radical ⼾ with one glyph, and Qt notes the lower code for it: what reads
客户 on paper is copied as 客⼾ and never found. The table of a font's characters stands in the PDF
as plain hex digits, so each radical is replaced by its ideograph in place, byte for byte.
"""

import re
import unicodedata

CHARACTERS = re.compile(rb"(beginbfrange\n)(.*?)(endbfrange)", re.DOTALL)
TARGETS = re.compile(rb"\[[^\]]*\]")
RADICAL = re.compile(rb"<(2[EF][0-9A-Fa-f]{2})>")
# Radicals that Unicode does not fold, or folds to another form than the fonts' simplified glyph
PAIRS = (
    "⺂乛⺃乚⺅亻⺉刂⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺞歺⺠民⺡氵⺣灬⺤爫⺦丬⺨犭⺭礻⺯糹⺰纟⺱罓⺹耂⺺肀⺾艹⻂衤⻅见"
    "⻆角⻈讠⻉贝⻋车⻌辶⻐钅⻑長⻒镸⻓长⻔门⻖阝⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾"
    "⻫斉⻬齐⻮齿⻯竜⻰龙⻱龜⻲亀⼾户"
)
IDEOGRAPHS = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))


def restore_ideographs(content):
    """PDF bytes whose radicals are the ideographs people type; of the same length."""
    return CHARACTERS.sub(_restore_table, content)


def _restore_table(found):
    start, table, end = found.groups()
    return start + TARGETS.sub(lambda targets: RADICAL.sub(_ideograph, targets.group()), table) + end


def _ideograph(found):
    char = chr(int(found.group(1), 16))
    plain = IDEOGRAPHS.get(char) or unicodedata.normalize("NFKC", char)
    return b"<%04X>" % ord(plain) if len(plain) == 1 else found.group()
