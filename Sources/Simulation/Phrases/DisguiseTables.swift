/// How single characters and words of the trade are written by those who hide them.
///
/// The simulator's own tables: the product's lexicon knows nothing of them and they nothing of it.
enum DisguiseTables {
    /// `character pinyin homophones parts traditional`, `-` for none.
    static let characters = """
        烟 yan 咽焉淹妍胭彦 火因 煙
        花 hua 华哗划桦 艹化 -
        爆 bao 暴报抱 火暴 -
        竹 zhu 烛逐筑猪 - -
        鞭 bian 边编辫 革便 -
        炮 pao 泡跑袍 火包 砲
        加 jia 咖嘉佳茄 力口 -
        特 te 忒 牛寺 -
        林 lin 淋琳霖 木木 -
        仙 xian 先鲜闲 亻山 -
        女 nv 钕 - -
        棒 bang 蚌磅帮 木奉 -
        摔 shuai 甩衰 扌率 -
        擦 ca 嚓 扌察 -
        窜 cuan 蹿串 穴串 竄
        天 tian 添甜 - -
        猴 hou 候喉 犭侯 -
        冲 chong 充虫 冫中 衝
        礼 li 里理丽 礻乚 禮
        弹 dan 蛋旦 弓单 彈
        红 hong 洪虹宏 纟工 紅
        大 da 达 - -
        地 di 帝弟 土也 -
        水 shui 氺 - -
        母 mu 姆木 - -
        孔 kong 恐 子乚 -
        雀 que 却鹊 - -
        魔 mo 摩磨 - -
        术 shu 树 - 術
        珠 zhu 猪株 王朱 -
        筒 tong 桶同 - -
        小 xiao 晓 - -
        蜜 mi 密 - -
        蜂 feng 锋峰 虫夆 -
        陀 tuo 驼 - -
        螺 luo 罗骡 虫累 -
        老 lao 佬 - -
        鼠 shu 薯 - -
        蝴 hu 湖葫 虫胡 -
        蝶 die 碟喋 - -
        飞 fei 非菲 - 飛
        碟 die 蝶 石枼 -
        喷 pen 盆 口贲 噴
        泉 quan 全权 白水 -
        金 jin 今斤 - -
        鱼 yu 渔余 - 魚
        火 huo 伙货 - -
        箭 jian 剑件 - -
        钢 gang 刚 钅冈 鋼
        丝 si 思私 - 絲
        棉 mian 绵免 木帛 -
        冷 leng 愣 冫令 -
        电 dian 店 - 電
        光 guang 广 - -
        手 shou 首 - -
        持 chi 池尺 扌寺 -
        雷 lei 累蕾 雨田 -
        二 er 贰 - -
        踢 ti 提梯 足易 -
        脚 jiao 角 月却 腳
        财 cai 彩才 贝才 財
        神 shen 申绅 礻申 -
        响 xiang 想享 口向 響
        连 lian 莲联 - 連
        浏 liu 刘流 氵刘 瀏
        阳 yang 羊杨洋 阝日 陽
        组 zu 足阻 纟且 組
        合 he 盒和 - -
        盆 pen 喷 分皿 -
        串 chuan 穿 - -
        挂 gua 瓜 扌圭 掛
        双 shuang 爽 又又 雙
        降 jiang 将 - -
        落 luo 罗 - -
        伞 san 散 - 傘
        """

    /// `word picture` for whole words, tried before single characters.
    static let pictures = """
        烟花 🎆
        烟花 🎇
        鞭炮 🧨
        爆竹 🧨
        烟花 烟🌸
        烟花 🚬🌸
        鞭炮 鞭💥
        加特林 加特🌲
        仙女棒 🧚棒
        仙女棒 ✨棒
        窜天猴 窜天🐒
        冲天炮 冲天💥
        水母 🪼
        孔雀开屏 🦚开屏
        小蜜蜂 🐝
        蝴蝶 🦋
        飞碟 🛸
        小金鱼 🐠
        鱼雷 🐟雷
        火箭 🚀
        擦炮 擦💥
        摔炮 摔💥
        喷泉 ⛲
        礼花 礼🌸
        礼花弹 礼🌸蛋
        地老鼠 地🐭
        财神到 财神到💰
        """

    /// What people type between the characters of a word; the last is a zero-width space.
    static let insertions: [String] = [
        " ", ".", "·", "/", "*", "-", "~", "丶", "丿", "_", "、", "|", "^", "…", "•", "+", "′", "。",
        "\u{200B}",
    ]

    /// Words for the goods that name none.
    static let codes = [
        "花花", "小花", "响货", "喜庆货", "土特产", "浏阳特产", "大瑶土货", "小朋友的快乐", "天上开的", "听响的", "那个东西",
        "发财货", "红皮的", "夜空款", "带响带亮的", "过年必备的那个", "老三样", "氛围货", "会开花的盒子", "一飞冲天的", "小彩筒",
        "点一下就亮的", "年味", "乡下放的", "晚上玩的", "高个子", "矮墩墩", "蓝盒子", "喜货", "热闹货",
    ]
}
