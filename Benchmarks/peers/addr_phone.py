"""Addresses and telephone numbers: ours beside cpca, jionlp and phonenumbers, in one run.

usage: addr_phone.py [--ours COMPARE_BENCH] [--reviews FILE]

The addresses are the failing examples that users of these programs reported in public issues, each
with its issue; the expected divisions come from the threads. The numbers are written as sellers
disguise them. Every engine is judged by the same function. Prints one JSON object a line.
"""

import argparse
import contextlib
import io
import json
import subprocess
import warnings

from measure import best, say

warnings.filterwarnings("ignore")

# text, province, city, county (None: any), issue
ADDRESSES = [
    ("东兴市北仑大道59号", "广西壮族自治区", "防城港市", "东兴市", "JioNLP#70"),
    ("北海市重庆路其仓11号", "广西壮族自治区", "北海市", None, "JioNLP#70"),
    ("青海西宁", "青海省", "西宁市", None, "JioNLP#221"),
    ("湖南永州市祁阳市梅溪镇湖南省祁阳县梅溪镇春光村十二组", "湖南省", "永州市", "祁阳", "JioNLP#210"),
    ("西湖区蒋村花园小区管局农贸市场", "浙江省", "杭州市", "西湖区", "JioNLP#29"),
    ("辽宁辽阳", "辽宁省", "辽阳市", None, "libpostal#343"),
    ("中国，山东省，青岛市 香港东路6号，5号楼，8号室", "山东省", "青岛市", None, "libpostal#71"),
    ("贵州省贵阳市观山湖区 世纪城社区服务中心 贵阳市金阳世纪城龙泉苑29懂1单元2", "贵州省", "贵阳市",
     "观山湖区", "cpca#62"),
    ("浙江省 织里镇 吴兴区织里镇织纺路731号中通快递2栋4号楼中间", "浙江省", "湖州市", "吴兴区", "cpca#71"),
    ("黑龙江省安达市朝阳街168号", "黑龙江省", "绥化市", "安达市", "cpca#70"),
    ("北京市石景山区老山东里", "北京市", None, "石景山区", "cpca#43"),
    ("上海市浦东新区东明路街道三林路15号", "上海市", None, "浦东新区", "cpca#61"),
    ("广东省从化神岗镇赤草村从化组铌冶炼厂", "广东省", "广州市", "从化", "cpca#61"),
    ("陕西省汉中市汉台区七里办事处三组", "陕西省", "汉中市", "汉台区", "cpca#61"),
    ("深圳市南山区深南大道9028号益田假日广场B1层物管中心", "广东省", "深圳市", "南山区", "cpca#61"),
]
NUMBER = "13800138000"
DISGUISED = [
    "加V 138-0013-8000 包邮", "电话一三八零零一三八零零零", "微❤️：１３８００１３８０００", "幺三八零零幺三八零零零",
    "138oo138ooo", "①③⑧⓪⓪①③⑧⓪⓪⓪", "13800 138 000", "wx:abc13800138000",
]
PLAIN = [f"1{p}{i:08d}" for p in (38, 59, 86, 99, 77) for i in range(0, 99999999, 24999999)] * 40


def right(found, case):
    """Whether province, city and county are as wanted: a name in full, or its stem."""
    return all(want is None or (got or "") == want
               or (got or "").startswith(want.rstrip("市区县省")[:len(want)])
               for got, want in zip(found, case[1:4]))


def judge(engine, answers, per_cpu_s, **more):
    wrong = [case[4] for case, found in zip(ADDRESSES, answers) if not right(found, case)]
    say(engine=engine, what="addresses", right=len(ADDRESSES) - len(wrong), of=len(ADDRESSES),
        wrong=wrong, per_cpu_s=round(per_cpu_s, 1), **more)


def cpca_addresses():
    import cpca

    def read(texts):
        frame = cpca.transform(texts)
        # What is absent is NaN in one version of pandas and None in another.
        return [[name if isinstance(name, str) else None for name in row]
                for row in frame[["省", "市", "区"]].values.tolist()]

    texts = [case[0] for case in ADDRESSES]
    many = texts * 40
    _, seconds = best(lambda: read(many))
    judge("cpca", read(texts), len(many) / seconds, mode="in one batch")


def jionlp_addresses():
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        import jionlp
        with contextlib.suppress(Exception):
            jionlp.parse_location("北京市")

    def read(text):
        found = jionlp.parse_location(text, town_village=False)
        return [found["province"], found["city"], found["county"]]

    texts = [case[0] for case in ADDRESSES]
    _, seconds = best(lambda: [read(text) for text in texts])
    judge("jionlp", [read(text) for text in texts], len(texts) / seconds, mode="a call each")


def numbers_of_phonenumbers(reviews):
    import phonenumbers

    def find(text):
        matcher = phonenumbers.PhoneNumberMatcher(
            text, "CN", leniency=phonenumbers.Leniency.VALID)
        return [str(match.number.national_number) for match in matcher]

    def valid():
        return sum(phonenumbers.is_valid_number(phonenumbers.parse(number, "CN"))
                   for number in PLAIN)

    _, seconds = best(valid)
    _, finding = best(lambda: [find(text) for text in DISGUISED])
    found = sum(NUMBER in find(text) for text in DISGUISED)
    texts = {text: hits for text in reviews if (hits := set(find(text)))}
    say(engine="phonenumbers", what="numbers", right=found, of=len(DISGUISED),
        plain_per_cpu_s=round(len(PLAIN) / seconds, 1),
        disguised_per_cpu_s=round(len(DISGUISED) / finding, 1), reviews_with_a_number=len(texts))
    return texts


def lines_of(command, texts):
    done = subprocess.run(command, input="\n".join(texts) + "\n", stdout=subprocess.PIPE, text=True,
                          encoding="utf-8", check=True)
    return done.stdout.splitlines()


def ours(program, reviews, theirs):
    texts = [case[0] for case in ADDRESSES]
    rows = [json.loads(line) for line in lines_of([program, "addresses"], texts)]
    speed = rows.pop()
    judge("ours", [[row["province"], row["city"], row["county"]] for row in rows],
          speed["parsed_per_cpu_s"], compared_per_cpu_s=round(speed["compared_per_cpu_s"]),
          table_ms=round(speed["table_ms"], 1), mode="to the room, a call each")
    rows = [json.loads(line) for line in lines_of([program, "phones"], DISGUISED)]
    speed = rows.pop()
    # Numbers of reviews that phonenumbers does not have: to be looked at, each is a false alarm or
    # one that it missed.
    hits = [line.split("\t", 1) for line in lines_of([program, "find"], reviews)] if reviews else []
    extra = [(found, text) for found, text in hits
             if not {n.lstrip("0") for n in found.split()} <= theirs.get(text, set())]
    say(engine="ours", what="numbers", right=sum(NUMBER in row["found"] for row in rows),
        of=len(DISGUISED), plain_per_cpu_s=round(speed["plain_per_cpu_s"]),
        disguised_per_cpu_s=round(speed["disguised_per_cpu_s"]),
        reviews_with_a_number=len(hits), not_in_phonenumbers=sorted({f for f, _ in extra}))
    speed = json.loads(lines_of([program, "names"], [])[-1])
    say(engine="ours", what="names", compared_per_cpu_s=round(speed["compared_per_cpu_s"]),
        prepared_per_cpu_s=round(speed["prepared_per_cpu_s"]))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--ours")
    options.add_argument("--reviews")
    options = options.parse_args()
    reviews = []
    if options.reviews:
        with open(options.reviews, encoding="utf-8") as lines:
            reviews = list(dict.fromkeys(line.rstrip("\n") for line in lines))
    cpca_addresses()
    jionlp_addresses()
    theirs = numbers_of_phonenumbers(reviews)
    if options.ours:
        ours(options.ours, reviews, theirs)


if __name__ == "__main__":
    main()
