/// How accounts call themselves.
enum NickLines {
    static let tables = [
        PhraseTable("n.person", person), PhraseTable("n.trader", trader),
        PhraseTable("n.hidden", hidden), PhraseTable("n.media", media),
        PhraseTable("n.shop", shop), PhraseTable("n.sender", sender),
    ]

    static let person = """
        [小|阿|老]{given}
        {surname}{surname}酱
        [豆豆|果果|糖糖|朵朵|萌萌]妈[妈|咪]
        用户{n:1000000-9999999}
        momo
        [爱吃|想吃]{town}[拌粉|瓦罐汤]
        南昌小{surname}
        [平安|知足|随缘|静待|心静][是福|常乐|花开|如水]
        {given}{n:1-99}
        [一只|胖胖的|懒懒的][猫|熊|橘子|土豆|鸭子]
        [赣江|梅岭|鄱湖][钓鱼佬|散步|小馆|风]
        [不吃|只爱][香菜|辣椒|奶茶]
        {surname}某[人|某]
        [今天|明天]也要[加油|早睡]
        [向日葵|薄荷|荷叶|晚风|星河]{n:1-999}
        {town}[小伙|妹子|老表]
        [匿名|路人]{n:100-9999}
        A{given}
        [{n:80-99}后|00后]{surname}同学
        [爱摄影的|跑步的|养花的]{surname}[叔|姨]
        """

    static let trader = """
        {surname}记[杂货|百货|小铺|优选]
        [{county}|{town}|南昌]{given}[商行|批发|优品]
        A[源头|工厂|仓库]{given}
        [好又惠|百顺|宜家家|乐万家|福满多|惠民|小确幸][百货|小店|生活馆]
        {given}家[的小店|铺子|严选]
        [{town}|老家]土[特产|货]{surname}姐
        [团长|掌柜|店主]{given}
        [洪城|老街][{surname}老板|货源]
        """

    static let hidden = """
        [花花|喜庆|年货|热闹|开心][小铺|世界|批发|屋|直供]
        {surname}[哥|姐|老板|记]
        [A|AA][源头|厂家|仓库]{surname}[哥|姐]
        {origin}[小{surname}|直供|人家]
        [夜空|星光|火树银花|满天星|流星]{n:1-99}
        小{given}
        用户{n:1000000-9999999}
        {town}{surname}[老板|记]
        [好运|发财|平安|顺顺][来|{n:88-999}]
        [年年有|天天]花
        {given}{n:1-99}
        [豆豆|果果|乐乐]妈[妈|咪]
        [不营业|勿扰|看主页]
        南昌小{surname}
        """

    static let media = """
        [南昌|洪城|赣江]在线[视界|]
        [平安|法治|看见]{county}
        {county}[融媒|发布]搬运
        {town}[微生活|资讯|身边事]
        [洪城|英雄城]新鲜事
        [{street}|{estate}]社区[小喇叭|网格]
        """

    static let shop = """
        {town}{surname}记烟花[店|专营]
        {county}{given}烟花爆竹零售
        [鸿运|吉庆|喜洋洋|福临门|万家红]烟花[店|专卖]
        """

    /// Names on labels of senders who do not give their own.
    static let sender = """
        {surname}[先生|女士|老板]
        小{surname}
        [花姐|强哥|阿{given}|老{surname}]
        {given}
        [客户|代理]代发
        [百货|杂货|小店]{surname}
        [A|B|2]仓
        {surname}{given}
        """
}
