#!/usr/bin/env python3
"""Composes waybill records in many layouts, the same layouts for camouflaged and ordinary parcels.

usage: Training/compose/waybills.py      (writes Training/composed-waybills.jsonl, always the same)

Ordinary: specific honest goods (waybills-goods.txt) from and to everywhere, production areas
included, with notes and circumstances that agree with the goods; vague names with harmless or
settling circumstances. Camouflaged: a vague or untrue name together with several signals. A vague
name alone or an origin alone is never camouflage.
"""
import json
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "composed-waybills.jsonl"
WANTED = {"parcel_benign": 4500, "parcel_camouflage": 2500}
SEED = 20260611

# --- places: province, city, county, town ---------------------------------------------------------


def _area(province, city, county, towns):
    return [(province, city, county, town) for town in towns.split()]


AREAS = (
    _area("湖南省", "长沙市", "浏阳市", "大瑶镇 大瑶镇 大瑶镇 澄潭江镇 澄潭江镇 文家市镇 文家市镇 金刚镇 官桥镇 "
          "永和镇 中和镇 荷花街道 集里街道 张坊镇 枨冲镇 古港镇 沿溪镇 高坪镇 达浒镇 关口街道 镇头镇 - -")
    + _area("湖南省", "株洲市", "醴陵市", "白兔潭镇 王仙镇 李畋镇 浦口镇 枫林镇 东富镇 - -")
    + _area("江西省", "萍乡市", "上栗县", "桐木镇 桐木镇 金山镇 赤山镇 福田镇 鸡冠山乡 长平乡 东源乡 彭高镇 - -")
    + _area("江西省", "萍乡市", "芦溪县", "上埠镇 -") + _area("江西省", "萍乡市", "湘东区", "- 腊市镇")
    + _area("江西省", "宜春市", "万载县", "株潭镇 黄茅镇 潭埠镇 康乐街道 双桥镇 - -")
    + _area("江西省", "宜春市", "袁州区", "慈化镇 彬江镇 -") + _area("江西省", "宜春市", "樟树市", "-")
    + _area("江西省", "南昌市", "进贤县", "李渡镇 李渡镇 文港镇 民和镇 温圳镇 张公镇 -")
    + _area("湖南省", "常德市", "临澧县", "合口镇 新安镇 佘市桥镇 -")
    + _area("湖南省", "常德市", "桃源县", "漳江街道 陬市镇 漆河镇 -")
    + _area("湖南省", "岳阳市", "临湘市", "桃林镇 -"))
ELSEWHERE = [tuple((line + " - -").split()[:4]) for line in """浙江省 杭州市 余杭区
浙江省 杭州市 萧山区|浙江省 金华市 义乌市|浙江省 金华市 永康市|浙江省 温州市 瑞安市|浙江省 温州市 苍南县
浙江省 台州市 温岭市|浙江省 台州市 黄岩区|浙江省 绍兴市 诸暨市|浙江省 绍兴市 柯桥区|浙江省 宁波市 慈溪市
浙江省 宁波市 余姚市|浙江省 嘉兴市 桐乡市|浙江省 湖州市 安吉县|浙江省 衢州市 江山市|浙江省 丽水市 龙泉市
江苏省 南通市 通州区|江苏省 南通市 如皋市|江苏省 徐州市 邳州市|江苏省 盐城市 东台市|江苏省 苏州市 昆山市
江苏省 苏州市 常熟市|江苏省 无锡市 江阴市|江苏省 常州市 武进区|江苏省 宿迁市 沭阳县|江苏省 连云港市 东海县
江苏省 淮安市 涟水县|江苏省 泰州市 兴化市|江苏省 扬州市 江都区|上海市 - 奉贤区|上海市 - 松江区|上海市 - 青浦区
山东省 临沂市 兰山区|山东省 济宁市 邹城市|山东省 菏泽市 单县|山东省 潍坊市 寿光市|山东省 青岛市 即墨区
山东省 烟台市 莱阳市|山东省 聊城市 临清市|河南省 周口市 太康县|河南省 商丘市 永城市|河南省 信阳市 固始县
河南省 南阳市 邓州市|河南省 洛阳市 偃师区|河南省 郑州市 新郑市|河南省 许昌市 长葛市|河南省 安阳市 林州市
安徽省 阜阳市 临泉县|安徽省 合肥市 肥东县|安徽省 六安市 霍邱县|安徽省 亳州市 谯城区|安徽省 宿州市 萧县
安徽省 安庆市 桐城市|湖北省 襄阳市 枣阳市|湖北省 荆州市 监利市|湖北省 黄冈市 麻城市|湖北省 武汉市 黄陂区
湖北省 宜昌市 枝江市|湖北省 十堰市 -|广东省 广州市 白云区|广东省 广州市 番禺区|广东省 深圳市 龙岗区
广东省 东莞市 -|广东省 佛山市 南海区|广东省 汕头市 澄海区|广东省 揭阳市 普宁市|广东省 清远市 英德市
广东省 湛江市 廉江市|福建省 泉州市 晋江市|福建省 漳州市 龙海区|福建省 厦门市 同安区|福建省 福州市 福清市
福建省 宁德市 福安市|广西壮族自治区 玉林市 博白县|广西壮族自治区 南宁市 宾阳县|四川省 成都市 双流区
四川省 达州市 宣汉县|四川省 绵阳市 三台县|重庆市 - 万州区|重庆市 - 江津区|贵州省 遵义市 仁怀市|贵州省 贵阳市 -
云南省 昆明市 官渡区|云南省 曲靖市 -|陕西省 西安市 长安区|陕西省 渭南市 富平县|山西省 太原市 -|山西省 运城市 -
河北省 保定市 高碑店市|河北省 石家庄市 藁城区|河北省 邯郸市 永年区|河北省 沧州市 -|天津市 - 武清区
北京市 - 大兴区|北京市 - 昌平区|辽宁省 沈阳市 -|辽宁省 锦州市 -|吉林省 长春市 -|黑龙江省 哈尔滨市 双城区
内蒙古自治区 赤峰市 -|甘肃省 兰州市 -|宁夏回族自治区 银川市 -|新疆维吾尔自治区 乌鲁木齐市 -|海南省 海口市 -
江西省 景德镇市 -|江西省 赣州市 南康区|江西省 吉安市 -|江西省 上饶市 玉山县|江西省 抚州市 东乡区
湖南省 长沙市 雨花区|湖南省 衡阳市 祁东县|湖南省 岳阳市 平江县|湖南省 邵阳市 邵东市|湖南省 郴州市 -"""
             .replace("\n", "|").split("|") for line in [line]]
STORES = [("湖北省", "咸宁市", "通城县", "-"), ("湖北省", "仙桃市", "-", "-"), ("湖南省", "岳阳市", "汨罗市", "-"),
          ("湖南省", "长沙市", "长沙县", "-"), ("河南省", "周口市", "项城市", "-"), ("江苏省", "宿迁市", "泗洪县", "-"),
          ("安徽省", "阜阳市", "颍上县", "-"), ("江西省", "九江市", "修水县", "-"), ("江西省", "南昌市", "新建区", "-"),
          ("江西省", "南昌市", "南昌县", "向塘镇"), ("湖南省", "株洲市", "攸县", "-"), ("山东省", "临沂市", "河东区", "-")]


def place(rng, spot, full=False):
    """The place as people write it: short, or with province, city and county."""
    province, city, county, town = ("" if part == "-" else part for part in spot)
    if full:
        return rng.choice(["", "", " "]).join(part for part in (province, city, county, town) if part)
    cut = [part[:-1] if len(part) > 2 and part[-1] in "省市县区镇乡" else part for part in (province, city, county, town)]
    province, city, county, town = cut
    province = province[:3] if province[:3] in ("内蒙古", "黑龙江") else province[:2]
    town = town.removesuffix("街道")
    choices = [county + town or city, (county or city) + town, city + county, province + (county or city)]
    if town:
        choices += [county + town, county + town, town + rng.choice(["", "镇"]) if len(town) > 1 else county]
    return rng.choice([c for c in choices if c])


# --- surface --------------------------------------------------------------------------------------


def weight(rng, kilos):
    """A weight as waybills write it."""
    if kilos >= 500:
        return f"{kilos / 1000:.2f}吨"
    roll = rng.random()
    text = f"{kilos:.1f}" if roll < 0.7 or kilos < 3 else f"{kilos:.0f}"
    if kilos < 1:
        text = f"{kilos:.2f}"
    unit = rng.choices(["kg", "公斤", "KG", "斤", "Kg", "千克"], [50, 20, 12, 9, 5, 2])[0]
    if unit == "斤":
        return f"{kilos * 2:.0f}斤" if kilos > 1 else f"{kilos:.1f}kg"
    return text + rng.choice(["", "", "", " "]) * (unit in ("kg", "KG")) + unit


def count(rng, pieces):
    """A number of pieces."""
    return rng.choice(["{}件", "{}件", "{}件", "{}箱", "共{}件", "{}包", "×{}", "{}票"]).format(pieces)


def size(rng):
    """The measures of a carton."""
    mark = rng.choice(["*", "×", "x", "X"])
    sides = [rng.randrange(30, 62), rng.randrange(22, 45), rng.randrange(15, 42)]
    return mark.join(map(str, sides)) + rng.choice(["", "cm", "CM"])


def day(rng, season=False):
    """A date; in the season before Spring Festival if asked."""
    month, date = rng.choice([(12, rng.randrange(5, 32)), (1, rng.randrange(2, 32)), (2, rng.randrange(1, 12))]) \
        if season else (rng.randrange(1, 13), rng.randrange(1, 29))
    return rng.choice(["{:02d}-{:02d}", "2026-{:02d}-{:02d}", "{}月{}日", "{}/{}", "{:02d}.{:02d}"]).format(month, date)


class Waybill:
    """The fields every layout draws from."""

    def __init__(self, rng):
        self.rng = rng
        self.name = ""
        self.start = self.end = ("-", "-", "-", "-")
        self.kilos = 1.0
        self.pieces = 1
        self.pay = self.check = self.date = self.size = ""
        self.notes = []     # handling and other remarks
        self.facts = []     # circumstances: papers, orders, habits

    def settle(self, season=False):
        """Draws the neutral fields, alike for both labels."""
        rng = self.rng
        self.pay = rng.choice(["", "", "到付", "寄付", "月结", "现付", "运费到付", "提付"])
        self.check = self.check or rng.choice(["", "", "", "", "未验视", "已验视"])
        self.date = day(rng, season)
        self.size = size(rng) if rng.random() < 0.25 else ""
        self.notes = list(dict.fromkeys(self.notes))
        self.facts = list(dict.fromkeys(self.facts))

    def go(self, full=False):
        """Start and end."""
        return place(self.rng, self.start, full), place(self.rng, self.end, full)

    def route(self, full=False):
        """Start and end with an arrow."""
        mark = self.rng.choice(["→", "→", "→", "->", "—", "至", "发", "到", "-", ">"])
        return mark.join(self.go(full))

    def w(self):
        return weight(self.rng, self.kilos)

    def n(self):
        return count(self.rng, self.pieces)

    def remark(self, facts=True):
        parts = self.notes + (self.facts if facts else [])
        return self.rng.choice([" ", " ", "，", ",", "、", "；"]).join(parts)


def _join(joint, parts):
    return joint.join(part for part in parts if part)


# --- layouts --------------------------------------------------------------------------------------


def lay_label(b, r):
    remark = b.remark(facts=False)
    return _join(r.choice([";", ";", "；"]), [
        r.choice(["品名:", "品名：", "物品:"]) + b.name, b.route(), b.w() + r.choice(["/", " "]) + b.n(), b.size,
        b.pay, *b.facts, remark and r.choice(["备注 ", "备注:", "备注："]) + remark])


def lay_keyvalue(b, r):
    start, end = b.go()
    parts = [r.choice(["托寄物=", "货物=", "品名="]) + b.name, "重量=" + b.w(), f"件数={b.pieces}", "寄=" + start,
             "收=" + end, b.pay and "付款=" + b.pay, b.size and "尺寸=" + b.size]
    r.shuffle(parts)
    return _join(r.choice([" ", " ", ";", "&", ", "]), parts + [b.remark() and "备注=" + b.remark()])


def lay_bracket(b, r):
    start, end = b.go()
    one, two = r.choice([("[", "]"), ("【", "】")])

    def tag(name):
        return one + name + two
    return _join(r.choice([" ", "", " "]), [
        tag("揽收") + start, tag(r.choice(["派送", "目的"])) + end, tag(r.choice(["托寄物", "品名"])) + b.name,
        tag("计重") + b.w(), tag("件") + str(b.pieces), b.check and tag("验视") + b.check,
        b.remark() and tag("留言") + b.remark()])


def lay_slash(b, r):
    start, end = b.go()
    return _join(r.choice(["/", " / "]), [start, end, b.name, b.n(), b.w(), b.size, b.pay, b.remark()])


def lay_pipe(b, r):
    parts = [b.route(), b.name, _join(" ", [b.n(), b.w()]), b.pay, b.size, b.check]
    if r.random() < 0.4:
        parts[0], parts[1] = parts[1], parts[0]
    return _join(r.choice(["|", " | ", "｜"]), parts + [b.remark()])


def lay_csv(b, r):
    start, end = b.go()
    return _join(",", [b.date, start, end, b.name, str(b.pieces), f"{b.kilos:.1f}", b.pay or "-", b.remark() or "-"])


def lay_loose(b, r):
    start, end = b.go()
    kinds = [f"{start}寄{end}，{b.name}，{b.w()}，{b.n()}", f"{b.name}{b.n()}，{start}发{end}，一共{b.w()}",
             f"从{start}到{end} {b.name} {b.w()}", f"{end}的件，{start}发出，写的{b.name}，称了{b.w()}",
             f"客户{start}，收{end}，货名{b.name}，{b.n()}重{b.w()}"]
    return _join("，", [r.choice(kinds), b.pay, b.remark()])


def lay_single(b, r):
    start, end = b.go()
    colon = r.choice([":", "："])
    return _join(r.choice([" ", " ", ";"]), [
        "寄" + colon + start, "收" + colon + end, "物" + colon + b.name, "重" + colon + b.w(),
        "件" + colon + str(b.pieces), b.pay and "付" + colon + b.pay, b.remark() and "注" + colon + b.remark()])


def lay_inner(b, r):
    label = r.choice(["内件:", "名称:", "货名:", "内装:", "内件品名:"])
    parts = [label + b.name, "实重:" + b.w(), "数量:" + b.n(), b.route(), b.size and "规格:" + b.size]
    return _join(r.choice([" ", ",", "，", ";"]), parts + [b.pay, b.remark() and r.choice(["附言:", "说明:", "附注:"]) + b.remark()])


def lay_ltl(b, r):
    start, end = b.go()
    return _join(r.choice([" ", "，", " "]), [
        r.choice(["零担 ", "专线 ", "托运单 ", ""]) + "始发:" + start, "到站:" + end, "货名:" + b.name,
        "件数:" + str(b.pieces), "包装:" + r.choice(["纸箱", "纸箱", "编织袋", "木箱", "托盘"]),
        "重量:" + b.w(), r.choice(["提付", "现付", "回付", "到付"]), b.remark() and "备注:" + b.remark()])


def lay_export(b, r):
    start, end = b.go(full=True)
    return _join(r.choice([",", ";", "\u3000", " ", "，"]), [
        r.choice(["寄件地址:", "发件地:", "始发地 ", ""]) + start, r.choice(["收件地址:", "收件地:", "目的地 ", ""]) + end,
        r.choice(["物品名称:", "托寄物内容:", "货品:", ""]) + b.name, f"计费重量:{b.w()}", f"件数:{b.pieces}",
        b.check, b.remark()])


def lay_short(b, r):
    start, end = b.go()
    tail = b.remark()
    heads = [f"{b.name} {b.w()} {start}→{end}", f"{start}-{end} {b.name} {b.w()}", f"{b.name},{b.w()},{start}"]
    return _join(" ", [r.choice(heads), tail])


def lay_english(b, r):
    start, end = b.go()
    mark = r.choice(["=", ":", "="])
    parts = [f"from{mark}{start}", f"to{mark}{end}", f"item{mark}{b.name}", f"wt{mark}{b.kilos:.1f}", f"qty{mark}{b.pieces}",
             b.size and f"dim{mark}{b.size}", b.pay and f"pay{mark}{b.pay}"]
    return _join(r.choice([" ", "; ", "|"]), parts + [b.remark() and f"remark{mark}{b.remark()}"])


def lay_app(b, r):
    start, end = b.go(full=r.random() < 0.3)
    return _join(" ", [
        "寄件 " + start, "收件 " + end, r.choice(["上门取件", "服务点自寄", "快递柜寄件"]), "物品类型 " + b.name,
        "预估" + b.w(), b.n() if b.pieces > 1 else "", "付款方式 " + (b.pay or "寄付"),
        b.remark() and r.choice(["给快递员留言 ", "捎话 ", "订单备注 "]) + b.remark()])


def lay_space(b, r):
    start, end = b.go()
    parts = [start, end, b.name, b.w(), b.n(), b.pay, b.size]
    if r.random() < 0.5:
        parts = [b.name, b.n(), b.w(), start, end, b.pay]
    return _join(" ", parts + [b.remark()])


def lay_manifest(b, r):
    start, end = b.go()
    return _join(" ", [
        f"{b.date} {r.randrange(7, 23):02d}:{r.randrange(60):02d}", start + r.choice(["点", "站", "网点", "营业部"]),
        r.choice(["收", "装车", "称重", "入库"]), b.name, b.n(), b.w(), "往" + end, b.pay, b.check, b.remark()])


def lay_json(b, r):
    start, end = b.go()
    data = {"品名": b.name, "始": start, "达": end, "重": b.w(), "件": b.pieces}
    if r.random() < 0.5:
        data = {"goods": b.name, "ori": start, "dst": end, "kg": round(b.kilos, 1), "n": b.pieces}
    if b.remark():
        data[r.choice(["注", "memo", "备注"])] = b.remark()
    return json.dumps(data, ensure_ascii=False)


def lay_desk(b, r):
    start, end = b.go()
    return _join("；", [
        f"单{r.randrange(1, 60)}：{start}交寄，往{end}", f"报{b.name}", f"过秤{b.w()}{b.n()}", b.size and f"箱{b.size}",
        _join("，", b.facts), b.notes and "箱上写" + _join(" ", b.notes)])


def lay_tail(b, r):
    parts = [b.remark(), b.name, b.w(), b.n(), b.route()]
    return _join(r.choice([" / ", ";", " · ", "，"]), parts + [b.pay])


def lay_transfer(b, r):
    start, end = b.go()
    return _join("#", [start, b.name, b.w(), str(b.pieces), end, b.remark() or b.pay])


LAYOUTS = {name[4:]: form for name, form in list(globals().items()) if name.startswith("lay_")}
LAYOUT_WEIGHTS = {"label": 3, "export": 2, "ltl": 2, "transfer": 0.4, "json": 0.5}

# --- ordinary parcels -----------------------------------------------------------------------------


def goods():
    """The catalogue: theme → (senders, notes, homes, rows)."""
    themes, now = {}, None
    for line in (HERE / "waybills-goods.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("["):
            name, rest = line[1:].split("]")
            senders, notes, homes = (part.split() for part in rest.split("|"))
            now = themes[name] = (senders, notes, [h for h in homes if h != "-"], [])
        elif line and not line.startswith("#"):
            cells = line.split(",") + [""]
            now[3].append((cells[0], float(cells[1]), float(cells[2]), cells[3].split()))
    return themes


NEUTRAL = "勿压 怕潮 轻放 易碎 放驿站 自提 电话联系 送货上门 先打电话 勿淋雨 防晒 勿倒置 工作日送 到站自提 站点自提".split()
SHOPS = ("淘宝订单{n} 拼多多订单{n} 店铺发货 抖店订单{n} 1688订单{n} 京东订单{n} 旗舰店发货 微店订单{n} 小黄车订单{n} "
         "网店件,有订单号 随货小票 店铺客服电话见单").split()
COMPANIES = ("发票随货 附增值税专票 送货单随货 合同号{n} 月结客户 公司件 附图纸 采购单{n} 厂家发货 对公付款 单位收货 签收单返回 "
             "仓库周一到周五收 装箱单随箱 收货方XX公司采购部 项目部收 学校采购 厂里盖章送货单 订货单{n} 工厂对工厂").split()
FAMILIES = ("寄给儿子 寄给女儿 爸妈寄的 奶奶寄 老家寄来 亲戚 家里自用 送同学 毕业搬家 打工行李 老人收 外婆做的 手写清单贴箱 "
            "给表姐 战友 自己收自己寄").split()
RETURNS = ("七天无理由退货 换货寄回 返厂维修 质量问题退回 退货单{n} 保修期内 售后单{n} 修好寄回 拒收退回 尺寸不合退换").split()
SEEN = ("已验视 开箱验视属实 可开箱 过机通过 欢迎开箱 验视相符 X光正常 验视照片已传").split()

VAGUE = ("日用百货 百货 日用品 日杂 生活用品 家居用品 小商品 普货 普通货物 配件 零配件 五金配件 五金 五金件 机械配件 汽配 塑料制品 塑料配件 塑料件 "
         "塑胶 食品 零食 副食 特产 土特产 年货 年货礼盒 糖果 玩具 塑料玩具 儿童玩具 儿童用品 文具 文体用品 体育用品 办公用品 工艺品 工艺礼品 装饰品 "
         "摆件 饰品 礼品 礼盒 小礼品 纸品 纸制品 纸箱货 喜庆用品 节庆用品 节日用品 婚庆用品 庆典用品 祭祀用品 香烛 日化 洗护 服装 衣服 衣物 布料 家纺 "
         "床上用品 电子产品 电子配件 玻璃制品 玻璃杯 陶瓷制品 餐具 厨具 塑料刷 塑料凳 合页 置物架 晾衣架 包装材料 包材 其他 其它 杂物 杂货 样品 货样 "
         "干货 茶叶 书本 资料 生活物资 农资 渔具 园艺用品 户外用品 拍照道具 道具 舞台用品 派对用品 气球 灯饰 模型 手工材料 材料 物品 小件 货物 "
         "散货 混装 一般商品 家具配件 装修材料 清洁用品 宠物用品 印刷品 工具 仪器 电器 耗材").split()
SETTLED = {  # a vague name from a production area and what settles it
    "配件": "收割机皮带,开箱看过 水泵密封圈,附型号 旧电机碳刷,维修部 摩托车化油器,修理店 缝纫机压脚,制衣厂 打印机墨盒架",
    "百货": "毛巾牙刷,明细见单 超市调货单,已验视 洗衣粉四袋,开箱验视 衣架拖把,租房用", "食品": "SC码见箱 腊肉香肠,真空 茴饼霉豆腐,妈妈寄 辣酱六瓶,网店订单",
    "其他": "老人衣服,亲属 雨伞和水壶,失物招领 儿童作业本,妈妈寄 行李,学生返校", "塑料制品": "注塑厂发票 水桶脸盆,开箱 花盆,苗圃采购 收纳箱套叠,退货",
    "样品": "瓷泥,化验单 纸样,印刷厂 釉料,质检站 布样,制衣厂 矿样,编号随箱", "玩具": "毛绒熊,退货 积木颗粒,可开箱 儿童三轮车,旧物送亲戚",
    "特产": "豆豉茶油,妈妈寄 笋干腊肉,开箱验视 冻米糖,店铺发货 夏布围巾,景区店", "工艺品": "菊花石摆件,石雕店 竹编,非遗工坊 根雕,木架 瓷瓶,展会退回",
    "五金": "螺丝螺母,送货单 门锁合页,建材店发票 水管接头,工地自提 角铁,开箱", "礼品": "保温杯,公司定制 茶具,婚礼回礼 画册,单位抬头",
    "日用品": "卫生纸洗衣液,超市配送 锅碗,开箱验视 被子枕头,学生", "纸品": "空彩盒,印刷厂发票 卫生纸,超市 春联红纸,书法班", "杂物": "搬家行李,清单贴箱 旧书旧衣,捐赠站",
    "衣服": "羊毛衫棉裤,妈妈寄 校服,尺码表 旧衣捐赠,收据", "机械配件": "齿轮,附图纸 轴承座,合同 皮带轮,送货单随货", "陶瓷制品": "茶杯六只,网店订单 电瓷,厂发票 餐具,酒店采购",
    "文具": "练习本中性笔,学校采购 毛笔墨汁,书法班", "农资": "稻种,经营证 地膜,合作社发票", "电子产品": "旧手机,回收寄件 摄像头,工程单 路由器,退换",
    "年货": "腊鱼糍粑,外婆寄 坚果礼盒,单位福利,已验视", "节庆用品": "灯笼中国结,开箱看过 春联,印刷厂发票", "婚庆用品": "路引绢花,婚庆公司 喜糖盒,空盒,开箱",
}


def far(rng):
    return rng.choice(ELSEWHERE)


def fill(rng, text):
    return text.replace("{n}", rng.choice(["", str(rng.randrange(10000, 99999999)), f"{rng.randrange(10, 9999)}***"]))


def circumstance(rng, sender):
    pool = {"shop": SHOPS, "company": COMPANIES, "family": FAMILIES}[sender]
    return fill(rng, rng.choice(pool))


def homes_of(words):
    return [a for a in AREAS if any(word in "".join(a) for word in words)]


def honest(rng, theme, catalogue):
    """Specific goods with notes and circumstances that agree."""
    senders, notes, homes, rows = catalogue[theme]
    name, low, high, own = rng.choice(rows)
    b = Waybill(rng)
    b.name = name
    if rng.random() < 0.15:
        b.name = name.split("(")[0] + rng.choice(["", rng.choice(["一批", "样品", "两种", "若干"])]) if "(" not in name else name
    roll = rng.random()
    if homes and roll < 0.62:
        b.start, b.end = rng.choice(homes_of(homes)), far(rng)
    elif roll < (0.72 if homes else 0.42):
        b.start, b.end = rng.choice(AREAS), far(rng)
    elif roll < (0.82 if homes else 0.68):
        b.start, b.end = far(rng), rng.choice(AREAS)
    elif roll < (0.86 if homes else 0.72):
        b.start, b.end = rng.choice(AREAS), rng.choice(AREAS)
    else:
        b.start, b.end = far(rng), far(rng)
    b.pieces = rng.choices([1, 2, 3, 4, 6, 10], [60, 16, 10, 6, 5, 3])[0]
    b.kilos = rng.triangular(low, high, low + (high - low) * rng.choice([0.25, 0.5, 0.7]))
    if rng.random() < 0.3 and high >= 16 and low < 30:  # heavy cartons are ordinary too
        b.kilos = rng.uniform(max(low, 11), min(high, 30))
    if b.pieces > 1:
        b.kilos *= b.pieces ** 0.9
    picked = rng.random()
    if own and picked < 0.6:
        b.notes += rng.sample(own, min(len(own), rng.choice([1, 1, 2])))
    if rng.random() < 0.62:
        b.notes += rng.sample(notes, rng.choice([1, 1, 2]))
    if rng.random() < 0.25:
        b.notes.append(rng.choice(NEUTRAL))
    sender = rng.choice(senders)
    if rng.random() < 0.5:
        b.facts.append(circumstance(rng, sender))
    if rng.random() < 0.08 and "shop" in senders:
        b.facts.append(fill(rng, rng.choice(RETURNS)))
    if rng.random() < 0.12:
        b.facts.append(rng.choice(SEEN))
    if rng.random() < 0.06 and "shop" in senders:
        b.facts.append(f"同店当日{rng.randrange(5, 80)}单")
    b.settle(season=rng.random() < 0.25)
    return b


REASONED = """巧克力,1,14,远离热源 怕化|羽绒服,1,14,防火 防勾|蜡烛,3,22,远离火源 怕化|油性漆样板,2,12,禁火 陆运|精密天平,3,14,忌撞击 计量院
显微镜,3,14,忌撞击 学校采购|硬盘服务器,8,26,忌撞击 防静电|锂电池(已备案),2,20,忌高温 仅陆运|白酒,4,28,忌明火 酒类流通单|棉花,6,26,防火 防潮
海鲜,3,20,不放驿站 冰袋|疫苗冷藏箱(空),5,16,忌高温 医院收|药品,2,16,忌高温 批号随货|生日礼物 音乐盒,0.4,4,别拆 惊喜|离婚诉讼材料,0.2,2,本人签收 勿拆
身份证件,0.1,0.4,本人签收 不放驿站|玻璃钢瓶(空),6,24,空瓶 已排空|活鱼,4,22,不放驿站 客户自提|红酒,4,22,忌高温 忌撞击|陶罐,4,24,忌撞击 石头垫
钢琴零件,6,24,忌撞击 琴行|塑料薄膜,8,30,防火 厂发票|泡沫箱(空),2,12,忌明火 轻泡|打火机壳(空壳无气),3,20,空壳 厂里|艾条,2,15,忌明火 艾草制品|木炭(烧烤用),5,25,防火 防潮
沉香,0.3,6,远离火源 保价|邮票册,0.3,5,忌撞击 保价|显像管,4,20,忌撞击 易碎|鲜花,2,14,忌高温 不放驿站|樟脑丸,2,16,忌明火 整箱|樟木块,2,18,远离火源 防潮
火腿,2,16,忌高温 真空|牛奶,5,22,忌高温 整箱|蜂蜡,2,18,忌高温 怕化|香薰蜡,1,10,忌高温 怕化|唱片,1,14,忌高温 勿压|芯片,0.3,6,防静电 原厂真空
相机镜头,0.6,4,忌撞击 保价|考试试卷,3,25,不开箱 教研室密封|招标样品,2,18,勿拆箱 封条公司|检材,0.3,6,勿拆箱 法院委托|墨盒,1,12,避光 原装""".replace("\n", "|").split("|")


def reasoned(rng):
    """Strong care or a wish not to be opened, with goods that give the reason."""
    b = Waybill(rng)
    name, low, high, own = rng.choice(REASONED).split(",")
    b.name = name
    b.start = rng.choice(AREAS) if rng.random() < 0.5 else far(rng)
    b.end = far(rng) if rng.random() < 0.7 else rng.choice(AREAS)
    b.kilos = rng.uniform(float(low), float(high))
    b.pieces = rng.choice([1, 1, 1, 2])
    b.notes += rng.sample(own.split(), 2)
    if rng.random() < 0.3:
        b.notes.append(rng.choice(NEUTRAL))
    if rng.random() < 0.45:
        b.facts.append(fill(rng, rng.choice(COMPANIES[:8] + SHOPS[:8] + SEEN)))
    b.settle(season=rng.random() < 0.3)
    return b


def vague_away(rng):
    """A vague name, no production area as sender, light, with a harmless circumstance or none."""
    b = Waybill(rng)
    b.name = rng.choice(VAGUE)
    b.start = far(rng)
    b.end = far(rng) if rng.random() < 0.6 else rng.choice(AREAS)
    b.kilos = rng.choice([rng.uniform(0.2, 4), rng.uniform(1, 8)])
    if rng.random() < 0.7:
        b.facts.append(fill(rng, rng.choice(SHOPS + SHOPS + RETURNS + SEEN + FAMILIES)))
    if rng.random() < 0.45:
        b.notes.append(rng.choice(NEUTRAL))
    b.settle(season=rng.random() < 0.2)
    return b


def vague_settled(rng):
    """A vague name from a production area, any weight, with an explanation that settles it."""
    b = Waybill(rng)
    b.name = rng.choice(list(SETTLED))
    inside = rng.choice(SETTLED[b.name].split())
    first, *rest = inside.split(",")
    if rng.random() < 0.45 and len(first) < 9:
        b.name += rng.choice(["({})", "（{}）", "-{}", ":{}", " {}"]).format(first)
        b.facts += rest
    else:
        b.facts += [first, *rest]
    b.start = rng.choice(AREAS)
    b.end = far(rng) if rng.random() < 0.85 else rng.choice(AREAS)
    b.kilos = rng.choice([rng.uniform(0.4, 8), rng.uniform(4, 18), rng.uniform(10, 26)])
    b.pieces = rng.choice([1, 1, 1, 2, 3]) if b.kilos > 8 else 1
    if rng.random() < 0.5:
        b.notes.append(rng.choice(NEUTRAL))
    if rng.random() < 0.25:
        b.facts.append(rng.choice(SEEN))
    b.settle(season=rng.random() < 0.25)
    return b


def vague_light(rng):
    """A vague name from a production area, light, with an ordinary reason."""
    b = Waybill(rng)
    b.name = rng.choice(VAGUE)
    b.start, b.end = rng.choice(AREAS), far(rng)
    b.kilos = rng.choice([rng.uniform(0.2, 2.5), rng.uniform(0.5, 6)])
    b.facts.append(fill(rng, rng.choice(FAMILIES + RETURNS + SEEN + SHOPS)))
    if rng.random() < 0.4:
        b.notes.append(rng.choice(NEUTRAL))
    b.settle(season=rng.random() < 0.2)
    return b


def vague_wholesale(rng):
    """Heavy vague goods from a market town, with papers or handling notes."""
    b = Waybill(rng)
    b.name = rng.choice(VAGUE)
    b.start = far(rng)
    b.end = far(rng) if rng.random() < 0.55 else rng.choice(AREAS)
    b.pieces = rng.choice([1, 1, 2, 3, 5])
    b.kilos = rng.uniform(8, 26) * b.pieces
    b.notes.append(rng.choice(NEUTRAL))
    if rng.random() < 0.75:
        b.facts.append(fill(rng, rng.choice(COMPANIES + SHOPS)))
    b.settle(season=rng.random() < 0.2)
    return b


# --- camouflaged parcels --------------------------------------------------------------------------

MILD = ("勿压 勿晒 勿压勿晒 轻放 怕潮 防潮 怕压 轻拿轻放 别淋雨 避光 勿摔 不要压 别晒 放阴凉处 竖放 勿重压 怕湿 防晒 轻放勿压 怕压怕潮 "
        "勿压 勿晒").split()
STRONG = ("怕火 忌撞击 忌高温 远离热源 远离火源 防火 禁火 忌烟火 禁止烟火 忌明火 勿靠近暖气 防火防潮 怕热怕撞 不能烤 忌敲打 勿撞击 防静电防火 忌摩擦 "
          "不要放太阳底下 避火避潮 别靠电焊 车上别抽烟 怕静电 忌暴晒").split()
DODGE = ("免验 免开箱 别拆 勿拆箱 不放驿站 不写品名 熟人网点 夜里揽 换面单 无店铺 不开箱 不验视 熟人件 不过机 老客户不用看 走熟人线 站长知道 别扫描 "
         "面单写日用 面单写衣服 面单写配件 品名随便写 到站撕面单 别拍照 不走安检 贴别的单 收件名写老板 假名收 晚上来收 收车后交寄 面单不写明细 别问里面 "
         "里面不用看 只走货车不走飞机 拒绝开箱 不上门派送 箱上别写字 黑袋套好 换个寄件人名 不实名 二次打包 原箱外套袋 发货人不留名 路上查就说是衣服 "
         "检查就打电话 不要入库 直接给司机 单号别发群 跟网点说好了 多给二十免检 让小哥别看").split()
COLLECT = "自提 网点自提 到站自提 开车来拉 路口交货 不派送自提 晚上来取 只打电话 打电话我来拿 村口接 自己来仓库提 客户自提 面包车来拉 高速口接".split()
HABIT = ("同日{a}票 今天第{a}票 一天{a}单 同一寄方当日{a}件 每天{a}箱 同寄件人一周{b}票 收方散在{c}省 同号不同名 {d}箱等重 每箱一样重 箱箱14公斤 "
         "白箱无字 无牌无字 寄件只写{e} 一次交{a}箱 面单成批打印 全是到付 等重纸箱{d}件 一个号寄{a}票 没有店名 无订单号 无发票 没有明细 "
         "微信收款 同址连寄{d}天 寄方没留单位 尾号相同{d}个名字").split()
NICKS = "花花 小刘 仓库 老板 代发 阿强 小陈 发货部 店里 代发仓".split()
CODES = ("红货 大红 小的会响 带响的 会响 响货 红皮 过年那个 长的短的各半 一筒三十六 三十六个口 手里拿的 小孩玩的那种 转圈的 会飞的 大的走货车 地上转的 "
         "加特林款 水里的 一饼两饼 万字的 千字头 盆景款 出彩的 冷的也有 八寸的 老样子那种 那个货 你懂的货 听响的 上天的 发光的那批 喜货").split()
ODDITY = ("摇有细声 锯末垫底 有硝味 纸筒密排 X光圆筒成排 X光可疑 红纸屑漏出 与品名不符 体积不合 箱角漏黑粉 线头露出 看着像筒子 闻着有火药味 "
          "扫描有管状 箱里塞锯末 漏泥 摸着是筒").split()
FALSE = [  # untrue names: name, weight of a carton, note at odds with it
    ("画册", 12, 20, "忌撞击 怕火 忌高温"), ("毛绒玩具", 16, 30, "忌撞击 勿压 怕火"), ("棉被", 18, 30, "忌敲打 怕撞 自提"),
    ("衣服", 22, 34, "忌撞击 勿压 不能摔"), ("羽绒服", 18, 28, "远离火源 忌撞击 轻放"), ("气球", 10, 24, "忌撞击 忌高温 勿压"),
    ("铸件", 9, 16, "怕火 怕潮 勿晒"), ("机械零件", 11, 18, "怕潮 忌明火 忌高温"), ("瓷砖样品", 10, 17, "怕火 怕潮 忌高温"),
    ("图书", 12, 22, "忌撞击 远离热源 忌高温"), ("泡沫板", 15, 28, "忌撞击 怕火"), ("灯笼", 16, 30, "忌撞击 怕火 勿晒"),
    ("毛巾", 14, 28, "忌撞击 怕火"), ("塑料花", 14, 26, "忌撞击 忌高温"), ("卫生纸", 18, 30, "忌撞击 勿晒"),
    ("春联", 13, 22, "忌撞击 忌高温 怕静电"), ("钢丝球", 10, 22, "忌撞击 怕潮 怕火"), ("钓鱼饵料", 9, 20, "忌撞击 忌高温 防火"),
    ("奶粉", 13, 22, "忌撞击 防火"), ("口罩", 14, 26, "忌撞击 忌高温"), ("茶叶", 15, 27, "忌撞击 怕火 勿敲"), ("饼干", 14, 27, "防火 忌明火"),
    ("袜子", 16, 30, "忌撞击 怕潮 怕火"), ("竹制品", 13, 26, "忌撞击 忌高温"), ("窗帘", 18, 30, "忌撞击 忌烟火"), ("纸巾", 15, 28, "轻放 忌撞击"),
    ("石膏像", 10, 20, "忌明火 勿晒"), ("五金", 8, 15, "怕火 忌暴晒 怕撞"), ("轴承", 9, 15, "忌明火 忌撞击 勿晒"), ("课本", 12, 20, "忌撞击 禁烟火"),
    ("数据线", 13, 26, "忌撞击 怕火"), ("拖鞋", 16, 28, "忌撞击 忌高温"), ("枕头", 12, 26, "忌撞击 怕火"), ("雨伞", 12, 24, "防火 忌撞击"),
    ("螺丝", 8, 14, "怕火 怕潮 忌暴晒"), ("手机壳", 14, 26, "忌撞击 怕火"), ("玩偶", 15, 28, "忌撞击 忌明火"), ("假花", 14, 25, "忌撞击 勿晒"),
]


def habit(rng):
    return (rng.choice(HABIT).replace("{a}", str(rng.randrange(11, 90))).replace("{b}", str(rng.randrange(40, 260)))
            .replace("{c}", str(rng.randrange(9, 28))).replace("{d}", str(rng.randrange(3, 16)))
            .replace("{e}", rng.choice(NICKS)))


def carton(rng, b, low=8, high=32):
    """Cartons, often of equal weights near 14 kg."""
    b.pieces = rng.choices([1, 2, 3, 4, 6, 8, 12, 20], [50, 14, 10, 8, 7, 5, 4, 2])[0]
    each = rng.gauss(14.2, 1.2) if rng.random() < 0.4 else rng.uniform(low, high)
    b.kilos = max(low, each) * b.pieces
    if b.pieces > 1 and rng.random() < 0.25:
        b.facts.append(rng.choice([f"每箱{each:.1f}kg", f"单箱{each:.0f}公斤", f"{b.pieces}箱等重"]))


def camou(rng, theme, catalogue):
    """A vague or untrue name with the signals of the theme and some of the others."""
    b = Waybill(rng)
    b.name = rng.choice(VAGUE)
    b.start, b.end = rng.choice(AREAS), far(rng)
    if rng.random() < 0.06:
        b.end = rng.choice([a for a in AREAS if a[2] != b.start[2]])
    season = rng.random() < 0.45
    carton(rng, b)
    if theme == "subtle":
        b.facts = []
        b.pieces = rng.choices([1, 2, 3], [75, 15, 10])[0]
        b.kilos = rng.uniform(12, 28) * b.pieces
        b.notes += rng.sample(MILD, rng.choice([1, 2, 2, 3]))
        if rng.random() < 0.3:
            b.notes.append(rng.choice(COLLECT[:4] + ["电话联系", "不放驿站", "自提"]))
        b.settle(season)
        b.check = "" if b.check == "已验视" else b.check
        return b
    extra = []
    if theme == "care":
        b.notes += rng.sample(STRONG, rng.choice([1, 2])) + rng.sample(MILD, rng.choice([0, 1]))
    elif theme == "dodge":
        b.notes += rng.sample(DODGE, rng.choice([1, 2, 2]))
    elif theme == "habit":
        b.facts += [habit(rng)] + ([habit(rng)] if rng.random() < 0.5 else [])
        b.notes += [rng.choice(MILD + STRONG + DODGE)]
    elif theme == "store":
        b.start = rng.choice(STORES)
        b.facts.append(habit(rng))
        b.notes += [rng.choice(STRONG + DODGE), rng.choice(MILD + DODGE)]
    elif theme == "odds":
        b.name, low, high, odd = rng.choice(FALSE)
        b.facts = []
        b.pieces = rng.choices([1, 2, 4], [70, 20, 10])[0]
        b.kilos = rng.uniform(low, high) * b.pieces
        b.notes += rng.sample(odd.split(), min(len(odd.split()), rng.choice([1, 2, 2])))
        extra.append(rng.choice(DODGE + COLLECT))
        if rng.random() < 0.3:
            b.start = rng.choice(STORES)
            extra.append(rng.choice(DODGE))
    elif theme == "code":
        code = rng.choice(CODES)
        if rng.random() < 0.35:
            b.name = rng.choice([code, f"{b.name}({code})", f"{b.name}、{code}"])
        else:
            b.notes.append(code)
        b.notes.append(rng.choice(MILD + STRONG + DODGE))
        if rng.random() < 0.25:
            b.start = rng.choice(STORES + ELSEWHERE)
            b.notes.append(rng.choice(STRONG + DODGE))
    elif theme == "inside":
        b.facts.append(rng.choice(ODDITY))
        b.notes.append(rng.choice(DODGE + STRONG + MILD))
        if rng.random() < 0.35:
            b.start = rng.choice(STORES + ELSEWHERE)
            b.notes.append(rng.choice(DODGE))
            b.kilos = rng.uniform(3, 18) * b.pieces
    elif theme == "small":
        b.facts = [habit(rng)]
        b.pieces, b.kilos = 1, rng.uniform(2.5, 11)
        b.notes += rng.sample(DODGE, 1) + rng.sample(MILD + STRONG, rng.choice([1, 1, 2]))
    elif theme == "season":
        season = True
        b.facts.append(rng.choice(["腊月急件", "年前要到", "腊月廿{}".format(rng.choice("一二三四五六七")), "赶年货,小年前", "过年用", "除夕前到", "元旦前要"]))
        b.notes += [rng.choice(STRONG + DODGE), rng.choice(MILD + COLLECT)]
    elif theme == "collect":
        b.notes += [rng.choice(COLLECT), rng.choice(STRONG + DODGE), rng.choice(MILD)][:rng.choice([2, 3])]
    for pool, chance in ((MILD, 0.2), (COLLECT, 0.22), (DODGE, 0.22), (STRONG, 0.15)):
        if rng.random() < chance:
            extra.append(rng.choice(pool))
    b.notes += extra
    if rng.random() < 0.2 and theme != "habit":
        b.facts.append(habit(rng))
    rng.shuffle(b.notes)
    b.notes = b.notes[:4]
    b.settle(season)
    b.check = {"已验视": "未验视"}.get(b.check, b.check)
    return b


CAMOU_THEMES = {"subtle": 25, "care": 14, "dodge": 13, "habit": 9, "store": 7, "odds": 10, "code": 8, "inside": 5,
                "small": 4, "season": 5, "collect": 6}
VAGUE_THEMES = {"vagueaway": vague_away, "settled": vague_settled, "light": vague_light, "wholesale": vague_wholesale,
                "reasoned": reasoned}


def compose(label, catalogue, rng, seen):
    """The rows of a label; every text once."""
    camouflage = label == "parcel_camouflage"
    if camouflage:
        shares = CAMOU_THEMES
    else:
        shares = {theme: len(catalogue[theme][3]) ** 0.7 for theme in catalogue}
        honest_share = sum(shares.values())
        shares.update(zip(VAGUE_THEMES, (honest_share * s for s in (0.11, 0.13, 0.06, 0.06, 0.09))))
    names = list(LAYOUTS)
    layout_weights = [LAYOUT_WEIGHTS.get(name, 1) for name in names]
    rows = []
    while len(rows) < WANTED[label]:
        theme = rng.choices(list(shares), list(shares.values()))[0]
        layout = rng.choices(names, layout_weights)[0]
        if camouflage:
            b = camou(rng, theme, catalogue)
        elif theme in VAGUE_THEMES:
            b = VAGUE_THEMES[theme](rng)
        else:
            b = honest(rng, theme, catalogue)
        if b.start[:3] == b.end[:3]:
            continue
        text = LAYOUTS[layout](b, rng)
        if text in seen:
            continue
        seen.add(text)
        tag = "camouflage" if camouflage else "benign"
        rows.append({"id": f"c-waybill-{tag}-{len(rows) + 1:04d}", "kind": "declaration", "text": text, "label": label,
                     "source": f"compose/waybills-{layout}-{theme}", "evasion": ["misdeclared" if camouflage else "none"]})
    return rows


def main():
    catalogue = goods()
    rng = random.Random(SEED)
    seen = set()
    rows = [row for label in WANTED for row in compose(label, catalogue, rng, seen)]
    OUT.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
