"""Chinese personal names where a word announces them; read only beside other identifiers.

A name alone identifies nobody and fails nothing, and telling names apart in free text takes a
model: this is the seam where the extras' recogniser goes in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page

# The commonest surnames, by the Ministry of Public Security's yearly report on names.
_SURNAME: Final = (
    "(?:欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|夏侯|慕容|令狐|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫"
    "孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕"
    "单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦"
    "褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘"
    "池查麻苑迟邝])"
)
_CUE: Final = (
    "(?:客户|患者|病人|持证人|持卡人|持有人|车主|业主|房东|租客|姓名|名字|联系人|收件人|收货人|寄件人|户名|账户|"
    "帐户|开户人|申请人|当事人|法定代表人|法人|负责人|经办人|监护人|家长|学生|员工|同事|老师|医生|律师|店主|"
    "老板|经理|嫌疑人|被告|原告|证人|会员|用户|信息|本人|我叫|叫做|名叫|就说是|找)"
)
_NAME: Final = re.compile(
    rf"{_CUE}[名:：是为叫\s、，,\t|]{{0,3}}({_SURNAME}[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=[^\u4e00-\u9fff]|\Z|先生|女士|小姐|的|身份证|电话|手机|微信|住|和|与|及)"
)


def find_cn_names(page: Page, start: int, end: int) -> Iterator[Span]:
    """A surname and one or two characters behind a word for a person."""
    for match in _NAME.finditer(page.text, start, end):
        yield Span(Entity.PERSON, *match.span(1), Confidence.LOW)
