"""Writes divisions.tsv (docs/linkage-comparators.md): the divisions of China down to towns, with the
names and codes they had before.

usage: divisions.py WHEELS OUT, WHEELS the folder of the archives named in requirements-data.txt.
Reads jionlp's china_location.txt (divisions, short names, towns; of late 2025) and
china_location_change.txt (what became of renamed counties), and for older names and codes cpca's
adcodes.csv (of 2020). Nothing is typed by hand but the kinds of suffixes.
"""

import collections
import csv
import glob
import io
import re
import sys
import zipfile

WHEELS, OUT = sys.argv[1:3]
SOURCES = "jionlp 1.5.31 (Apache-2.0); cpca 0.5.5 (MIT)"
PSEUDO = ("省直辖", "市直辖", "县直辖", "自治区直辖")
SUFFIXES = ("自治县", "自治旗", "市", "区", "县", "旗", "林区", "特区")
ZONES = (
    ("高新技术|高技术产业|高新区", "高新"),
    ("经济技术开发|经济开发|经开区|^.*汽车经济", "经开"),
)


class Unit:
    def __init__(self, name, code, short):
        self.name, self.code, self.short = name, code, short
        self.children, self.towns, self.former = [], [], []

    def is_pseudo(self):
        return self.name.startswith(PSEUDO)


def archive(name):
    return zipfile.ZipFile(glob.glob(f"{WHEELS}/{name}-*.whl")[0])


def locations():
    """Provinces with their cities and counties, as the package nests them by tabs."""
    inner = zipfile.ZipFile(io.BytesIO(archive("jionlp").read("jionlp/dictionary/china_location.zip")))
    provinces, path = [], []
    for line in inner.read("china_location.txt").decode("utf-8").splitlines():
        depth = len(line) - len(line.lstrip("\t"))
        cells = line.strip().split("\t")
        if depth > 3 or not cells[0]:
            continue
        if depth == 3:
            path[-1].towns.append(cells[0])
            continue
        unit = Unit(cells[0], cells[1] if len(cells) > 1 else "0", cells[2] if len(cells) > 2 else "")
        path = path[:depth] + [unit]
        (path[-2].children if depth else provinces).append(unit)
    for province in provinces:
        province.children.sort(key=lambda unit: unit.code)
        for city in province.children:
            city.children.sort(key=lambda unit: unit.code)
    return sorted(provinces, key=lambda unit: unit.code)


def without_parent(towns, parent):
    """Some towns stand with their county's name before their own (济源市北海街道)."""
    return [town.removeprefix(parent) if len(town) > len(parent) + 2 else town for town in towns]


def stem(name):
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if name.endswith(suffix) and len(name) - len(suffix) >= 1:
            return name[: -len(suffix)]
    return name


def add_changes(provinces):
    """Names of counties that another one took over, by the package's list of changes."""
    places = {}
    for province in provinces:
        for city in province.children:
            for county in city.children:
                places[province.name, city.name, county.name] = county
    text = archive("jionlp").read("jionlp/dictionary/china_location_change.txt").decode("utf-8")
    for line in text.splitlines():
        before, _, after = line.partition("=>")
        cells, target = before.split("\t"), after.split("\t")
        if len(cells) == 6 and len(target) == 2:
            add_city_change(provinces, target, cells[4])
        if len(cells) < 8 or len(target) != 3:
            continue
        county = places.get(tuple(target))
        old = cells[6]
        if not county or old == county.name:
            continue
        if old not in county.former:
            county.former.append(old)
        # The list of divisions still has some that another one took over.
        for city in (c for p in provinces for c in p.children if c.name == cells[4]):
            for still in [u for u in city.children if u.name == old and u is not county]:
                county.towns = county.towns + still.towns
                city.children.remove(still)


def add_city_change(provinces, target, old):
    for province in provinces:
        for city in province.children:
            if (province.name, city.name) == tuple(target) and old != city.name:
                city.former.append(old)


def add_former(provinces):
    """Units of cpca's table that the other no longer has.

    The same code, or the same name but for 县, 市, 区 in the same province, is the same unit under
    a former name; any other stays as a unit of its own, marked closed.
    """
    table = archive("cpca").read("cpca/resources/adcodes.csv").decode("utf-8-sig")
    rows = {row["adcode"][:6]: row["name"] for row in csv.DictReader(io.StringIO(table))
            if row["adcode"].endswith("000000")}
    for province in provinces:
        counties = [county for city in province.children for county in city.children]
        known = {unit.code for unit in counties} | {city.code for city in province.children}
        names = {unit.name for unit in counties} | {n for unit in counties for n in unit.former}
        by_code = {unit.code: unit for unit in counties}
        by_stem, by_short = collections.defaultdict(list), {}
        for county in counties:
            by_stem[stem(county.name)].append(county)
            by_short[county.short] = county
        for code, name in sorted(rows.items()):
            if code[:2] != province.code[:2] or code.endswith("00") or name == "市辖区":
                continue
            if name in names and code not in known:
                continue
            if code in by_code:
                if by_code[code].name != name and name not in by_code[code].former:
                    if not by_code[code].is_pseudo():
                        by_code[code].former.append(name)
                continue
            heirs = by_stem.get(stem(name), [])
            near = [unit for unit in heirs if unit.code[:4] == code[:4]] or heirs
            if name in by_short and by_short[name].code[:4] == code[:4]:
                continue
            if len(near) == 1 and len(stem(name)) > 1:
                if name not in near[0].former and name != near[0].name:
                    near[0].former.append(name)
                continue
            cities = [city for city in province.children if city.code[:4] == code[:4]]
            if len(cities) == 1 and not name.startswith("省直辖"):
                closed = Unit(name, code, stem(name) if len(stem(name)) > 1 else "")
                closed.closed = True
                cities[0].children.append(closed)


def zone(name):
    for pattern, kind in ZONES:
        if re.search(pattern, name):
            return kind
    return ""


def rows(provinces):
    for province in provinces:
        yield ["P", province.code, province.name, province.short, "", ""]
        for city in province.children:
            if city.is_pseudo():
                city.name = ""
            yield ["C", city.code, city.name, city.short if city.name else "",
                   " ".join(city.former), ""]
            for county in sorted(city.children, key=lambda unit: unit.code):
                if county.is_pseudo():
                    if county.towns:
                        yield ["T", " ".join(sorted(set(county.towns)))]
                    continue
                kind = "D" if not hasattr(county, "closed") else "X"
                former = " ".join(sorted(set(county.former)))
                yield [kind, county.code, county.name, county.short, former, zone(county.name)]
                if county.towns:
                    towns = without_parent(county.towns, county.name)
                    yield ["T", " ".join(sorted(set(towns)))]


def main():
    provinces = locations()
    add_changes(provinces)
    add_former(provinces)
    with open(f"{OUT}/divisions.tsv", "w", encoding="utf-8", newline="\n") as out:
        out.write(f"# divisions@1 from {SOURCES}\n")
        count = collections.Counter()
        for row in rows(provinces):
            count[row[0]] += len(row[1].split(" ")) if row[0] == "T" else 1
            while row[-1] == "":
                row.pop()
            out.write("\t".join(row) + "\n")
    print("divisions.tsv:", dict(count))


main()
