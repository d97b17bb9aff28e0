/// Small parts that sentences of sellers are put together from.
enum SlotLines {
    static let tables = [
        PhraseTable("e", pictures), PhraseTable("c", contacts), PhraseTable("dl", delivery),
        PhraseTable("pay", payment), PhraseTable("unit", units), PhraseTable("pr", prices),
        PhraseTable("near", near), PhraseTable("open", openers), PhraseTable("tail", tails),
        PhraseTable("hush", hush), PhraseTable("cp", plainContacts),
    ]

    static let pictures = """
        🎆
        🎇
        🧨
        ✨
        🔥
        🎉
        💥
        🏮
        🧧
        🎊
        🌟
        💰
        """

    /// How a hidden seller says where to go on talking.
    static let contacts = """
        加[薇|威|微|V|v|vx|VX|➕v]{id}
        [薇|卫星|V❤|绿色软件|绿泡|小绿书]:{id}
        ➕{id}
        [加|＋]{id}[备注要货|说是{town}的|看图册|]
        [电|打|call]{tel}
        {tel}[微同|同号|v同步|]
        扣扣{qq}
        [头像|主页|简介|背景图]有[联系方式|号|数字]
        [私|丝|思|滴滴|戳]我[发图册|发价目|报价|]
        [要的|想要的|有需要]私[聊|信]
        [评论|扣]1[拉群|我找你|私你]
        [点头像|看主页]加好友
        [不在这里聊|这里不方便说]，{tel}
        [搜|找]{id}
        看我[名字|网名]后面那串数字
        [进群|入群][看图|看货|抢]，私我拉
        [联系|找]{surname}[哥|姐|老板]{tel}
        """

    static let plainContacts = """
        电话{phone}
        微信{wx}
        联系{phone}
        电话微信同号{phone}
        咨询{phone}
        加微信{wx}
        私信
        私聊
        有意私聊
        需要的联系我
        店里电话{phone}
        """

    static let delivery = """
        [包邮|包油|bao邮|包y]
        [全国|江西省内|周边省份][可发|都发|包到]
        [同城|市区|{county}][送货|可送|免费送|跑腿送]
        [走|发][物流|快递|专车|大巴|顺路车]
        [隔天|第二天|两天][到|能到]
        [自提|上门拿|过来拉]
        {near}[自提|自取|可看货]
        [晚上|夜里]送[，放门口|，到了给你发位置|]
        [满{n:300-1000:100}|{n:2-5}件起|够一箱][包邮|送到家|免运费]
        [快递|物流]单号[当天|发完]给
        [保证|包]到，[少一赔十|丢了补发|有问题找我]
        发[京|浙|苏|粤|闽|鄂|皖]都[没问题|走过]
        外箱[换过|素箱|无字]，放心
        """

    static let payment = """
        [先款后货|款到发货|全款发]
        [订金{n:50-300:50}|定金三成]
        [货到付|见货付]款
        [微信|红包|扫码]付
        [不接|不要]到付
        现金[优先|交易]
        """

    static let units = """
        箱
        件
        盒
        份
        箱
        件
        包
        """

    static let prices = """
        {price}[一|/|每]{unit}
        {price}[块|元|米|💰]
        {price}起
        [批发|拿货]{price}，[零卖|零售]另说
        [一口价|不讲价]{price}
        {price}带走
        [整件|整箱]{price}[，零拿贵点|]
        [去年卖{n:180-400:10}，]今年{price}
        {price}👌
        [量大|多拿][从优|有少|好说|再谈]
        价[格|]私
        [价格|报价]看[图册|群里|朋友圈]
        """

    static let near = """
        {county}{town}
        {town}
        {town}{street}附近
        {county}这边
        [住|家在]{town}
        {town}老街
        {town}[高速口|加油站旁|菜场后面|中学对面]
        """

    static let openers = """
        [姐妹们|兄弟们|家人们|老铁们|各位老板|朋友们]
        [来了来了|终于到了|又到了|最后一批]
        [快过年了|年关到了|腊月了|离过年还有{n:5-60}天]
        [小年|除夕|元宵|元旦|开业|结婚|乔迁|上梁]要用的
        [{n:20-26}年|今年|蛇年|马年][最后|第一]批
        [在{town}的|{county}的][朋友|老乡|]看过来
        [老客户|老朋友|群里的]都知道
        """

    static let tails = """
        [先到先得|手慢无|抓紧|卖完为止|拍完下架]
        [诚信|做长久|回头客多|假一赔十]
        [不懂勿扰|懂的来|非诚勿扰]
        [别举报|求别举报|勿截图|看完划走]
        [小孩|大人]都[爱玩|喜欢]
        [朋友圈|群里]每天[更新|发]
        [晚上{n:7-10}点后|白天]回复
        今天[已发|走了]{n:3-60}单
        """

    static let hush = """
        [平台|这里]不让[说|打|发]，
        [字打不出来|发出来就没了|老是被删]，
        [你懂的|懂得都懂]，
        [换个说法|图上那个]，
        [又被限流了|号刚回来]，
        """
}
