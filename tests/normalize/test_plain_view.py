"""Every disguise, undone with the way back."""

# ruff: noqa: RUF001 - look-alikes are what this is about

from __future__ import annotations

import pytest

from gptreview.model.view import View
from gptreview.normalize.views import views

TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in "hidden")
SELECTORS = "".join(chr(0xE0100 + byte - 16) for byte in b"hidden")
KEYS = "".join(f"{digit}\ufe0f\u20e3" for digit in "1380013")


def plain(text: str) -> View:
    """The plain reading; the written one where nothing is undone."""
    return next((view for view in views(text) if view.name == "plain"), View(text))


@pytest.mark.parametrize(
    ("text", "said", "disguises"),
    [
        ("a pass\u200bword", "a password", ("zero-width",)),
        ("收\u200b到\u2060全\u200c款", "收到全款", ("zero-width",)),
        ("pass\x00word", "password", ("zero-width",)),
        ("p\u2066assw\u2069ord", "password", ("bidi",)),
        ("p\ufe0fay", "pay", ("zero-width",)),
        ("1\u200d2", "12", ("zero-width",)),
        (f"see {TAGS} it", "see hidden it", ("tags",)),
        (f"😀{SELECTORS}", "😀hidden", ("tags",)),
        ("\u0440\u0430yment", "payment", ("confusable",)),
        ("рay \u0430 fее", "pay a fee", ("confusable",)),
        ("\u0441\u043e\u0440\u0443 mу text", "copy my text", ("confusable",)),
        ("p\U0001d41assword", "password", ("confusable",)),
        ("p\uff41ssword", "password", ("width",)),
        ("p\u0336a\u0336y\u0336", "pay", ("zalgo",)),
        ("p\u0301\u0302\u0303ay", "pay", ("zalgo",)),
        ("a p4ssw0rd", "a password", ("leet",)),
        ("fr33 m0n3y here", "free money here", ("leet",)),
        ("w0w m0n3y n0w", "wow money now", ("leet",)),
        ("my em4il p4ssw0rd 1337", "my email password 1337", ("leet",)),
        ("call1ng wi11iam sm1th", "calling william smith", ("leet",)),
        ("g u a r a n t e e d profit", "guaranteed profit", ("spaced",)),
        ("p.a.y me", "pay me", ("spaced",)),
        ("p - a - y me", "pay me", ("spaced",)),
        ("p 4 s s w 0 r d", "password", ("leet", "spaced")),
        ("W E L C O M E", "WELCOME", ("spaced",)),
        ("t·e·s·t", "test", ("spaced",)),
        ("1-3-8-0-0-1-3-8-0-0-0", "13800138000", ("spaced",)),
        ("保 证 收 益 高", "保证收益高", ("spaced",)),
        ("我 保·证·收·益", "我 保证收益", ("spaced",)),
        ("发 票 ， 合 同", "发票，合同", ("spaced",)),
        ("保🔥证🔥收🔥益", "保证收益", ("spaced",)),
        ("保*证", "保证", ("spaced",)),
        ("加V信abc12345", "加微信abc12345", ("evasion",)),
        ("薇❤\ufe0f：abc12345", "微信：abc12345", ("evasion",)),
        ("加威信", "加微信", ("evasion",)),
        ("扣扣12345678", "QQ12345678", ("evasion",)),
        ("加V领取", "加微信领取", ("evasion",)),
        ("亻叚证明", "假证明", ("evasion",)),
        ("输入密·石·马", "输入密码", ("evasion",)),
        ("身 亻分 证", "身份证", ("evasion",)),
        ("开 房 讠己 录", "开房记录", ("evasion",)),
        ("我·亻龙·高·兴", "我亻龙高兴", ("spaced",)),
        ("字 " * 30 + "讠正", "字" * 30 + "证", ("evasion", "spaced")),
        ("女干污，马扁子", "奸污，骗子", ("evasion",)),
        ("先 dian fu 再说", "先 垫付 再说", ("evasion",)),
        ("贷kuan", "贷款", ("evasion",)),
        ("Bao Zheng Shou Yi", "保证收益", ("evasion",)),
        ("电话一三八零零一三八零零零", "电话13800138000", ("evasion",)),
        ("①③⑧⓪⓪①③⑧⓪⓪⓪号", "13800138000号", ("evasion",)),
        (f"打{KEYS}", "打1380013", ("evasion",)),
        ("&#112;ay", "pay", ("entity",)),
        ("%70ay", "pay", ("percent",)),
        ("%2570ay", "pay", ("percent",)),
        (r"\u4fdd\u8bc1", "保证", ("escape",)),
        (r"\x70\x61y", "pay", ("escape",)),
        (r"\u{70}ay \U00000070ay", "pay pay", ("escape",)),
        (r"\ud83d\ude00", "😀", ("escape",)),
        ("pa&#8203;y", "pay", ("zero-width",)),
    ],
)  # fmt: skip
def test_a_disguise_is_undone_and_named(text: str, said: str, disguises: tuple[str, ...]) -> None:
    """The plain view reads as a person does, names the disguise and covers the whole text."""
    view = plain(text)
    assert view.text == said
    assert view.disguises(0, len(said)) == disguises
    assert view.written(0, len(said)) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\ufeffPlan a trip", "Plan a trip"),
        ("syl\u00adla\u00adble", "syllable"),
        ("ｐａｙ２０ａｔ", "pay20at"),
        ("me＠example．com", "me@example.com"),
        ("𝓗𝓮𝓪𝓭𝓲𝓷𝓰 Ⓐ 🅐 ᴛᴇxᴛ", "Heading A A text"),
        ("ﬁne ﬀ", "fine ff"),
        ("cafe\u0301 Vie\u0323\u0302t", "café Việt"),
        ("n\u0308", "n"),
        ("\u1112\u1161\u11ab", "한"),
        ("か\u3099", "が"),
        ("⼀ 豈", "一 岂"),
        ("對癌症病人說", "对癌症病人说"),
        ("a\u00a0b", "a b"),
        ("pass**word** 请**务必**遵守", "password** 请务必遵守"),
        ("pass<b>word</b>", "password</b>"),
        ("Tom &amp; Ann &#8211; %E4%BF%9D", "Tom & Ann – 保"),
    ],
)
def test_an_innocent_change_has_no_name(text: str, said: str) -> None:
    """What hides nothing is simplified without being called a disguise."""
    view = plain(text)
    assert view.text == said
    assert view.disguises(0, len(said)) == ()
    assert view.written(0, len(said)) == (0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 👩🏽\u200d🦽",
        "\U0001f3f4" + "".join(chr(0xE0000 + ord(each)) for each in "gbsct") + "\U000e007f",
        "می\u200cخواهم",
        "क्\u200dष",
        "Ask \u200f(שלום)\u200e now",
        "Привет, это русский текст. Γειά σου Κόσμε",
        "μm and 5 Ω, Δt, кот-d",
        "GPT4 v2.1 mp3 R2D2 i18n k8s 3D 1st log4j utf8mb4 h264 B2B 3f2a9c1b",
        "XK4R0L-22 sub.p4ge.example",
        "user@example.com, @name, US$100",
        "e.g. U.S.A. a.k.a. i.e. a/b/c A-B-C",
        "1 2 3 4 5 6 7 8 9",
        "1 a 2 b 3 c",
        "Plan a b c for x y z",
        "树立威信，获得V认证，吃菠菜，企鹅号作者，扣扣子",
        "约翰·史密斯 和 东西·南北",
        "女干部、玉米青贮、名正言顺",
        "二〇二四年 一二三四五六七八九 ①打开 ②关闭",
        "价格：100，200元（含税）！",
        "the jian is a sword; Bao bao",
        "%zz 100% %80 \\u12 \\ud800 &bogus; AT&T C:\\users \\U99999999 &#60",
        "x < y <div> **Note**: ok __init__ 2**3",
        "emoji 好🔥 的 甲→乙",
    ],
)
def test_a_look_alike_is_left_alone(text: str) -> None:
    """Ordinary writing that resembles a disguise has one reading only."""
    assert views(text) == (View(text),)


def test_a_span_of_the_view_is_the_span_that_was_written() -> None:
    """Each word of the plain view leads back to exactly what was written for it."""
    text = "We g u a r a n t e e d p4ssw0rd and &#112;ay 加V信 now"
    view = plain(text)
    words = {"guaranteed": "g u a r a n t e e d", "password": "p4ssw0rd", "pay": "&#112;ay"}
    words |= {"微信": "V信", "now": "now"}
    for said, written in words.items():
        start = view.text.index(said)
        begin, end = view.written(start, start + len(said))
        assert text[begin:end] == written


def test_a_sentence_of_leet_is_read_whole() -> None:
    """Among many disguised words the short and ambiguous ones are letters, too."""
    text = "M4k3 7h3 r34d3r 7yp3 7h3 p455w0rd 0n 0ur p4g3 70 p4y. It costs 70 euros"
    assert (
        plain(text).text
        == "Make the reader type the password on our page to pay. It costs 70 euros"
    )


def test_a_few_disguised_words_do_not_turn_numbers_into_letters() -> None:
    """In an ordinary sentence with three such words the numbers stay."""
    text = "Our m0n3y plan has 70 steps, our numb3r is 40 and the p4ssw0rd has 10 signs"
    assert plain(text).text == (
        "Our money plan has 70 steps, our number is 40 and the password has 10 signs"
    )


def test_undoing_twice_changes_nothing_more() -> None:
    """The plain text of a disguised text is plain."""
    for text in ("p4ssw0rd", "保 证 收 益", "加V信abc12345", "рay", "%70ay", f"see {TAGS}"):
        assert len(views(plain(text).text)) == 1


def test_a_text_of_invisible_characters_only_has_no_plain_view() -> None:
    """Nothing to read is no reading."""
    assert views("\u200b" * 10) == (View("\u200b" * 10),)
