"""Reviewed lists: how Chinese words are written so that filters miss them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Spelling(NamedTuple):
    """A spelling and the word that readers understand."""

    written: str
    """In lower case."""
    said: str
    before: str = ""
    """Expression that the text before it must end with; empty: anything."""
    after: str = ""
    """Expression that the text after it must begin with; empty: anything."""


_ACCOUNT: Final = r"\s*(?:号码?|账号|帐号|id)?\s*[:：]?\s*[A-Za-z0-9_-]{5,}"
_NUMBER: Final = r"\s*(?:号码?)?\s*[:：]?\s*[0-9]{5,}"
_CALL: Final = "咨询|了解|领取|进群|私聊|详聊|联系|获取|拉你|备注"

CONTACTS: Final = (
    Spelling("v信", "微信"),
    Spelling("v芯", "微信"),
    Spelling("v❤", "微信"),
    Spelling("v♥", "微信"),
    Spelling("薇信", "微信"),
    Spelling("薇❤", "微信"),
    Spelling("薇♥", "微信"),
    Spelling("薇心", "微信", after=_ACCOUNT),
    Spelling("微❤", "微信"),
    Spelling("微♥", "微信"),
    Spelling("威❤", "微信"),
    Spelling("徽❤", "微信"),
    Spelling("徽信", "微信"),
    Spelling("微伩", "微信"),
    Spelling("溦信", "微信"),
    Spelling("嶶信", "微信"),
    Spelling("薇芯", "微信"),
    Spelling("微芯", "微信", after=_ACCOUNT),
    Spelling("溦芯", "微信"),
    Spelling("威信", "微信", before="[加\u2795+\uff0b]"),
    Spelling("威信", "微信", after=f"{_ACCOUNT}|群|扫码|同号"),
    Spelling("卫星", "微信", before="[加\u2795+\uff0b]"),
    Spelling("卫星", "微信", after="号[:：]"),
    Spelling("wei信", "微信"),
    Spelling("微xin", "微信"),
    Spelling("w信", "微信"),
    Spelling("vx", "微信", before="(?:^|[^a-z])", after=f"[:：号]|{_ACCOUNT}|{_CALL}"),
    Spelling("wx", "微信", before="(?:^|[^a-z])", after=f"[:：号]\\s*[A-Za-z0-9_-]{{5,}}|{_CALL}"),
    Spelling("加v", "加微信", after=f"{_ACCOUNT}|{_CALL}"),
    Spelling("+v", "加微信", after=f"{_ACCOUNT}|{_CALL}"),
    Spelling("加v信", "加微信"),
    Spelling("+v信", "加微信"),
    Spelling("\u2795v信", "加微信"),
    Spelling("\u2795v", "加微信"),
    Spelling("\u2795微", "加微", after="信|[❤♥]"),
    Spelling("\u2795q", "加QQ"),
    Spelling("佳微信", "加微信"),
    Spelling("茄微信", "加微信"),
    Spelling("嘉微信", "加微信"),
    Spelling("伽微信", "加微信"),
    Spelling("扣扣", "QQ", after="(?![子索搜])"),
    Spelling("抠抠", "QQ", after=f"群|{_NUMBER}"),
    Spelling("蔻蔻", "QQ", after=f"群|{_NUMBER}"),
    Spelling("企鹅号", "QQ", after=_NUMBER),
    Spelling("企鹅", "QQ", after=f"群|{_NUMBER}"),
    Spelling("球球", "QQ", after=_NUMBER),
    Spelling("支付呗", "支付宝"),
    Spelling("吱付宝", "支付宝"),
    Spelling("支付寳", "支付宝"),
    Spelling("之付宝", "支付宝"),
)
"""Messengers and payment services."""

WORDS: Final = (
    Spelling("验证玛", "验证码"),
    Spelling("验証码", "验证码"),
    Spelling("验正码", "验证码"),
    Spelling("付款玛", "付款码"),
    Spelling("收款玛", "收款码"),
    Spelling("二维玛", "二维码"),
    Spelling("密玛", "密码"),
    Spelling("转帐", "转账"),
    Spelling("砖账", "转账"),
    Spelling("唰单", "刷单"),
    Spelling("涮单", "刷单"),
    Spelling("菠菜", "博彩", after="平台|网站|代理|推广|导航|担保|投注|盘口"),
    Spelling("啵彩", "博彩"),
    Spelling("发漂", "发票"),
    Spelling("发嫖", "发票"),
    Spelling("伐票", "发票"),
    Spelling("發漂", "发票"),
    Spelling("果聊", "裸聊", before="(?:^|[^如结效成苹水糖])"),
    Spelling("裸撩", "裸聊"),
    Spelling("约啪", "约炮"),
    Spelling("约p", "约炮", after="(?![a-z])"),
    Spelling("约泡", "约炮"),
    Spelling("圆交", "援交"),
    Spelling("援胶", "援交"),
    Spelling("煸情", "煽情"),
    Spelling("情涩", "情色"),
    Spelling("銫情", "色情"),
    Spelling("涩情", "色情"),
    Spelling("瑟情", "色情"),
    Spelling("黄瑟", "黄色"),
    Spelling("身份正", "身份证", after="号|照|复印|正反"),
    Spelling("银行咔", "银行卡"),
    Spelling("银行ka", "银行卡"),
    Spelling("黒产", "黑产"),
    Spelling("傻逼", "傻逼"),
    Spelling("煞笔", "傻逼"),
    Spelling("沙比", "傻逼"),
)
"""Other words, by sound or by shape."""

SPLITS: Final = (
    "亻叚假 亻分份 亻呆保 亻寸付 亻弋代 亻古估 亻介价 亻氐低 亻昔借 亻言信 亻吏使 亻故做 "
    "亻可何 亻也他 亻门们 亻尔你 亻主住 亻尤优 亻立位 亻乍作 亻本体 亻共供 亻专传 亻赏偿 "
    "亻贞侦 亻肖俏 亻责债 亻为伪 亻子仔 亻青倩 亻到倒 亻火伙 亻更便 亻直值 亻壬任 亻二仁 "
    "亻中仲 亻五伍 亻建健 亻则侧 亻足促 讠正证 讠己记 讠乍诈 讠舌话 讠兑说 讠卖读 讠人认 "
    "讠只识 讠方访 讠式试 讠吾语 讠青请 讠果课 讠周调 讠炎谈 讠司词 讠义议 讠午许 讠平评 "
    "讠殳设 讠寸讨 讠川训 讠上让 讠井讲 讠仑论 讠成诚 讠秀诱 讠旁谤 讠射谢 讠十计 讠丁订 "
    "讠斥诉 讠羊详 讠隹谁 讠某谋 讠皆谐 讠凡讽 讠亥该 讠责谪 氵去法 氵先洗 氵户沪 氵工江 "
    "氵可河 氵每海 氵主注 氵台治 氵由油 氵舌活 氵票漂 氵青清 氵肖消 氵皮波 氵又汉 氵包泡 "
    "氵度渡 氵㐬流 氵㸒淫 氵末沫 氵原源 氵殳没 氵州洲 氵世泄 氵军浑 氵林淋 氵少沙 钅艮银 "
    "钅戋钱 钅令铃 钅十针 钅肖销 钅失铁 钅同铜 钅昔错 钅竟镜 钅建键 钅监鉴 钅夬钦 钅呙锅 "
    "钅帛锦 忄青情 忄生性 忄贯惯 忄曼慢 忄白怕 忄夬快 忄亡忙 忄艮恨 忄圣怪 忄昔惜 忄每悔 "
    "忄兑悦 忄俞愉 忄董懂 扌丁打 扌斤折 扌旦担 扌戈找 扌召招 扌是提 扌安按 扌受授 扌奂换 "
    "扌寺持 扌合拾 扌非排 扌斗抖 扌由抽 扌包抱 扌广扩 扌巴把 扌殳投 扌支技 扌分扮 扌尤扰 "
    "扌甲押 扌高搞 扌妾接 扌立拉 扌苗描 扌隹推 扌少抄 纟工红 纟勺约 纟合给 纟田细 纟吉结 "
    "纟戋线 纟且组 纟冬终 纟及级 纟只织 纟扁编 纟内纳 纟色绝 纟召绍 纟责绩 纟录绿 纟充统 "
    "礻土社 礻申神 礻见视 礻畐福 衤皮被 衤果裸 衤甫补 衤谷裕 衤刀初 饣反饭 饣欠饮 饣官馆 "
    "饣并饼 犭句狗 犭者猪 犭虫独 犭良狼 阝可阿 女昌娼 石马码 马扁骗 贝者赌 禾口和 言正证 "
    "言舌话 言兑说 言乍诈 金艮银 金戋钱 弓虽强 女干奸 月几肌 身寸射 米且粗 米青精 目垂睡 "
    "又鸟鸡 木艮根 木仓枪 王求球 车仑轮 车专转 车交较 贝兼赚 贝勾购 贝长账 贝占贴 贝有贿 "
    "贝各赂 酉己配 酉州酬 矢豆短 禾兑税 禾中种 禾斗科 革巴靶 石皮破 石角确 马奇骑 耳关联 "
    "耳只职 足兆跳 足包跑 口乞吃 虫下虾 火包炮 走召超"
)
"""Two parts and the character that they make, one triple after another."""

SPLIT_GUARDS: Final = {
    "女干": Spelling("女干", "奸", after="(?![部警事将])"),
    "米青": Spelling("米青", "精", before="(?:^|[^玉])"),
    "女昌": Spelling("女昌", "娼", before="(?:^|[^子妇])"),
    "言正": Spelling("言正", "证", before="(?:^|[^不])", after="(?![^\\s]?辞|名)"),
}
"""Parts that are neighbours in ordinary text, too."""

PINYIN: Final = (
    "jia wei xin=加微信|wei xin=微信|bao zheng shou yi=保证收益|bao zheng jin=保证金|"
    "bao zheng=保证|shou yi=收益|shua dan=刷单|dian fu=垫付|ti xian=提现|chong zhi=充值|"
    "zhuan zhang=转账|hui kuan=汇款|yin hang ka=银行卡|yin hang=银行|yan zheng ma=验证码|"
    "mi ma=密码|shen fen zheng=身份证|dai kuan=贷款|wu di ya=无抵押|gao li dai=高利贷|"
    "fan li=返利|fan xian=返现|yong jin=佣金|jian zhi=兼职|ri jie=日结|tou zi=投资|"
    "gu piao=股票|xu ni bi=虚拟币|bi te bi=比特币|bo cai=博彩|du bo=赌博|du chang=赌场|"
    "xia zhu=下注|cai piao=彩票|zhong jiang=中奖|ling jiang=领奖|fa piao=发票|jia zheng=假证|"
    "ban zheng=办证|wei zao=伪造|zha pian=诈骗|pian qian=骗钱|pian zi=骗子|xi qian=洗钱|"
    "pao fen=跑分|tao xian=套现|shou xu fei=手续费|ding jin=定金|hong bao=红包|"
    "zhi fu bao=支付宝|zhuan qian=赚钱|wen zhuan bu pei=稳赚不赔|nei mu=内幕|"
    "sha zhu pan=杀猪盘|ke fu=客服|tui kuan=退款|lian xi=联系|dian hua=电话|shou ji hao=手机号|"
    "jia qun=加群|zuo ai=做爱|xing ai=性爱|xing jiao yi=性交易|luo liao=裸聊|luo zhao=裸照|"
    "lu gu=露骨|se qing=色情|huang pian=黄片|piao chang=嫖娼|mai yin=卖淫|yuan jiao=援交|"
    "yue pao=约炮|xing qi guan=性器官|xing fu wu=性服务|shang men=上门|kou jiao=口交|"
    "gang jiao=肛交|gao chao=高潮|ru fang=乳房|yin jing=阴茎|yin dao=阴道|zi wei=自慰|"
    "shou yin=手淫|qiang jian=强奸|mi jian=迷奸|tiao jiao=调教|sao huo=骚货|hui min=回民|"
    "mu si lin=穆斯林|hei ren=黑人|hei gui=黑鬼|you tai ren=犹太人|wei wu er=维吾尔|"
    "zang min=藏民|wai di ren=外地人|tong xing lian=同性恋|chu sheng=畜生|qin shou=禽兽|"
    "la ji=垃圾|bian tai=变态|lie deng=劣等|zhong zu=种族|gan chu qu=赶出去|gun chu qu=滚出去|"
    "sha guang=杀光|sha si=杀死|da si=打死|jian zhong=贱种|za zhong=杂种|"
    "kong bu fen zi=恐怖分子|mie jue=灭绝|kai he=开盒|ren rou sou suo=人肉搜索|zhu zhi=住址|"
    "di zhi=地址|ding wei=定位|kai fang ji lu=开房记录|mi yao=密钥|si jia zhen tan=私家侦探|"
    "du pin=毒品|bing du=冰毒|da ma=大麻|qiang zhi=枪支|zha yao=炸药"
)
"""Syllables without tones and the word: what such texts are usually about."""
