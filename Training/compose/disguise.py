"""Writes a word the way sellers disguise it.

Every operation takes a word and a random.Random and gives the disguised word, or None where it can
not be applied. The character tables hold only the characters of the terms the composers use: they
are data for making training text, not the tables the screening itself reads.
"""
_PINYIN = """烟yan 花hua 爆bao 竹zhu 鞭bian 炮pao 仗zhang 焰yan 火huo 礼li 弹dan 仙xian 女nv 棒bang
加jia 特te 林lin 水shui 母mu 孔kong 雀que 开kai 屏ping 大da 地di 红hong 窜cuan 天tian 猴hou 二er
踢ti 脚jiao 擦ca 摔shuai 划hua 拉la 砸za 冷leng 光guang 喷pen 泉quan 组zu 合he 盆pen 方fang 箱xiang
鱼yu 雷lei 小xiao 蜜mi 蜂feng 蝴hu 蝶die 陀tuo 螺luo 闪shan 麻ma 子zi 钢gang 丝si 棉mian 手shou
持chi 电dian 吐tu 珠zhu 魔mo 术shu 旋xuan 转zhuan 升sheng 空kong 飞fei 浏liu 阳yang 醴li 陵ling 上shang
栗li 萍ping 乡xiang 万wan 载zai 瑶yao 批pi 发fa 包bao 邮you 私si 聊liao 微wei 信xin 代dai 理li 现xian
货huo 价jia 响xiang 头tou 挂gua 满man 星xing 金jin 菊ju 线xian 香xiang 生sheng 日ri 烟yan 炸zha 深shen
彩cai 筒tong 黑hei 蜘zhi 蛛zhu 神shen 蛋dan 鸡ji 下xia 冲chong 钻zuan 双shuang 三san 高gao 玩wan 具ju
儿er 童tong 网wang 李li 渡du 江jiang 湖hu 南nan 西xi 镇zhen 澄cheng 潭tan 文wen 家jia 市shi 刚gang"""
PINYIN = {pair[0]: pair[1:] for pair in _PINYIN.split()}

_SOUND = """烟咽胭淹焉嫣延岩言盐演眼 花华哗画化桦划 爆报抱暴豹 竹住猪珠逐竺 鞭边编变遍扁 炮泡跑袍砲 仗账帐丈杖章
焰艳燕宴验 火伙祸活 礼李里理 弹蛋但旦 仙先鲜纤 女钕 棒邦磅绑帮 加家嘉佳咖 特忑 林淋琳霖临 水税 母木亩牧 孔恐
雀却鹊确 开凯揩 屏平瓶萍 大打达 地弟递帝 红洪鸿宏 窜蹿篡 天添田甜 猴喉侯 二贰儿 踢梯替 脚角交 擦嚓 摔帅甩
冷愣 光广 喷盆 泉全拳 鱼雨渔愚于 雷累类泪 小晓 蜜密秘 蜂峰丰疯 浏刘流留柳 阳羊洋杨样 醴礼理 陵铃零令 上尚
栗力立丽 萍平苹瓶 乡香湘 万完 瑶摇窑遥 批披皮劈 发法 包保宝煲 邮油由游 私丝思斯撕 聊撩料 微威薇卫 信心芯
代呆带待 理李里 现线县 货或祸 价架驾 箱香乡 钢刚缸 丝思司 棉绵眠 手首 持迟 电店垫 闪善 金今 满曼 响想向"""
SOUND = {group[0]: group[1:] for group in _SOUND.split()}

_SPLIT = """烟火因 炮火包 爆火暴 鞭革便 焰火臽 仗亻丈 棒木奉 雷雨田 鱼鱼 浏氵刘 阳阝日 加力口 林木木 花艹化 礼礻乚
红纟工 仙亻山 特牛寺 孔子乚 批扌比 私禾厶 邮由阝 信亻言 代亻弋 响口向 弹弓单 冷冫令 蜂虫夆 蝶虫枼 现王见"""
SPLIT = {group[0]: group[1:] for group in _SPLIT.split() if len(group) > 2}

_OLD = "烟煙 礼禮 弹彈 红紅 阳陽 鱼魚 浏瀏 万萬 发發 邮郵 货貨 价價 响響 满滿 开開 脚腳 窜竄 飞飛 钢鋼 " \
    "丝絲 电電 闪閃 载載 双雙 栗栗 乡鄉 儿兒 网網 线線 转轉 术術 砸砸 组組 划劃"
OLD = {pair[0]: pair[1] for pair in _OLD.split() if pair[0] != pair[1]}

PICTURE = {"烟花": ["🎆", "🎇", "🎆🎇", "烟🌸", "火🌸", "🔥🌸"], "花": ["🌸", "🌺", "🌼"],
           "火": ["🔥"], "鞭炮": ["🧨", "🧨🧨", "鞭💣"], "炮": ["💣", "💥", "🧨"], "爆竹": ["🧨", "💥竹", "爆🎋"],
           "孔雀": ["🦚"], "水母": ["🪼"], "林": ["🌲", "🌳"], "鱼雷": ["🐟雷", "🐠雷"], "蜜蜂": ["🐝"],
           "蝴蝶": ["🦋"], "猴": ["🐒", "🐵"], "雷": ["⚡", "🌩"], "天": ["☁️"], "红": ["🟥", "❤️"], "女": ["👧"],
           "仙女": ["🧚"], "鱼": ["🐟"], "水": ["💧"], "脚": ["🦶"], "竹": ["🎋"], "箱": ["📦"], "金": ["💰"]}

MARKS = list("*.·-_/|~、+@#^=…") + [" ", " ", "  ", "❤", "✨", "(", "。", ",", "*", "."]
UNSEEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"]


def _one(word, table, rng):
    spots = [i for i, c in enumerate(word) if c in table]
    return rng.choice(spots) if spots else None


def pinyin_one(word, rng):
    """One character as pinyin: 烟hua."""
    spot = _one(word, PINYIN, rng)
    if spot is None:
        return None
    sound = PINYIN[word[spot]]
    if rng.random() < 0.15:
        sound = sound.upper()
    return word[:spot] + sound + word[spot + 1:]


def pinyin_all(word, rng):
    """The whole word as pinyin, joined, spaced or with capitals."""
    if any(c not in PINYIN for c in word):
        return None
    parts = [PINYIN[c] for c in word]
    style = rng.random()
    if style < 0.2:
        parts = [p.capitalize() for p in parts]
    elif style < 0.3:
        parts = [p.upper() for p in parts]
    return rng.choice(["", "", " "]).join(parts)


def initials(word, rng):
    """The first letters of the pinyin: yh."""
    if len(word) < 2 or any(c not in PINYIN for c in word):
        return None
    short = "".join(PINYIN[c][0] for c in word)
    return short.upper() if rng.random() < 0.25 else short


def sound_one(word, rng):
    """One character by another of the same or a near sound."""
    spot = _one(word, SOUND, rng)
    return None if spot is None else word[:spot] + rng.choice(SOUND[word[spot]]) + word[spot + 1:]


def sound_all(word, rng):
    """Every character that has one by another of the same or a near sound."""
    if sum(c in SOUND for c in word) < 2:
        return None
    return "".join(rng.choice(SOUND[c]) if c in SOUND else c for c in word)


def split(word, rng):
    """Characters taken apart: 火因花; sometimes all, sometimes one."""
    spots = [i for i, c in enumerate(word) if c in SPLIT]
    if not spots:
        return None
    chosen = set(spots) if rng.random() < 0.5 else {rng.choice(spots)}
    joint = rng.choice(["", "", "", " "])
    return "".join(joint.join(SPLIT[c]) if i in chosen else c for i, c in enumerate(word))


def inserted(word, rng):
    """The same mark between all characters, or once."""
    if len(word) < 2:
        return None
    mark = rng.choice(MARKS)
    if rng.random() < 0.7:
        return mark.join(word)
    spot = rng.randrange(1, len(word))
    return word[:spot] + mark + word[spot:]


def unseen(word, rng):
    """An invisible character between the characters."""
    return rng.choice(UNSEEN).join(word) if len(word) > 1 else None


def picture(word, rng):
    """Part of the word by a picture."""
    keys = [key for key in PICTURE if key in word]
    if not keys:
        return None
    key = rng.choice(keys)
    return word.replace(key, rng.choice(PICTURE[key]), 1)


def old(word, rng):
    """Traditional characters."""
    made = "".join(OLD.get(c, c) for c in word)
    return None if made == word else made


def wide(word, rng):
    """Pinyin in full-width or mathematical letters, or the initials in circled ones."""
    plain = pinyin_all(word, rng) if rng.random() < 0.6 else initials(word, rng)
    if plain is None:
        return None
    base = rng.choice([0xFF41, 0x1D44E, 0x1D5EE, 0x1D622, 0x24D0])
    made = "".join(chr(base + ord(c) - 97) if "a" <= c <= "z" else c for c in plain.lower())
    # Unicode left the italic h out of its block: the older Planck constant stands for it.
    return made.replace("\U0001d455", "\u210e")


def backwards(word, rng):
    """The characters in reverse order."""
    made = word[::-1]
    return None if made == word else made


# (operation, the evasion it is labelled with, how often)
OPERATIONS = [(pinyin_one, "pinyin", 16), (pinyin_all, "pinyin", 8), (initials, "abbrev", 8),
              (sound_one, "homophone", 16), (sound_all, "homophone", 6), (split, "split", 12),
              (inserted, "split", 12), (unseen, "zero_width", 5), (picture, "emoji", 12),
              (old, "traditional", 6), (wide, "glyph", 6), (backwards, "mixed", 3)]


def disguise(word, rng):
    """Gives (written, evasion) by one operation drawn by weight; (word, None) where none fits."""
    choices = list(OPERATIONS)
    while choices:
        pick = rng.choices(range(len(choices)), [c[2] for c in choices])[0]
        operation, evasion, _ = choices.pop(pick)
        made = operation(word, rng)
        if made is not None and made != word:
            return made, evasion
    return word, None
