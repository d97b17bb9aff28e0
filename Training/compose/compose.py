#!/usr/bin/env python3
"""Writes the composed training rows: Training/composed-*.jsonl. The same seed gives the same bytes.

usage: Training/compose/compose.py      (standard library only, no arguments)

The templates here are for training alone: the city simulator writes its own texts from its own
templates, and no test is made from these.
"""
import json
import pathlib
import random

import parcels
from grammar import HERE, Grammar, sections, slots

SEED = 20261123
OUT = HERE.parent
OFFER_ROWS = 2600
BENIGN_ROWS = 2900
PARCEL_ROWS = 1100
# How often a <word> is disguised, by the heading's source.
DISGUISE = {"compose/offers-mixed": 0.75, "compose/offers-omit": 0.4, "compose/benign-quoted": 0.85}
DISGUISE_OFFER = 0.5
DISGUISE_BENIGN = 0.15
# A section that yields no new text this often in a row is exhausted.
TRIES_MAX = 4000
KINDS = {"compose/offers-street": ["chat", "comment"], "compose/offers-agent": ["chat", "caption"],
         "compose/benign-authority": ["caption", "caption", "chat"],
         "compose/benign-questions": ["comment", "chat"],
         "compose/benign-sense": ["comment", "caption", "chat"],
         "compose/benign-trade": ["listing", "caption", "chat", "comment"]}
TAILS = ["", "", "", "", "", "!", "!!", "~", "。", "…", "🙏", "👇", "😄"]
JOINTS = [",", ",", ",", ",", "，", "，", " ", " ", "  ", "。", "!", "~", "/", "|", ";", "、", "✨"]
DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def dress(text, rng):
    """Surface noise that keeps the sense: joints, tails, width, stray spaces."""
    joint = rng.choice(JOINTS)
    text = text.replace(",", joint) if rng.random() < 0.8 else "".join(
        rng.choice(JOINTS) if c == "," else c for c in text)
    if rng.random() < 0.06:
        text = text.translate(DIGITS)
    if rng.random() < 0.05:
        text = " ".join(text)
    if rng.random() < 0.08:
        text = rng.choice(["【{}】", "「{}」", "#{}", "📣{}", "{} #好物", "转:{}"]).format(text)
    return (text + rng.choice(TAILS)).strip()


def slice_of(name, label, total, rng, seen):
    """The rows of one templates file, spread over its sections by their number of templates."""
    parts = sections(name)
    weight = sum(len(lines) for _, lines in parts)
    grammar = Grammar(slots("slots.txt"), rng)
    rows = []
    for heading, lines in parts:
        rows += section_of(heading, lines, label, round(total * len(lines) / weight), grammar, seen)
    return rows


def section_of(heading, lines, label, wanted, grammar, seen):
    source, tags = heading.split(" ")
    rng = grammar.rng
    chance = DISGUISE.get(source, DISGUISE_OFFER if label == "offer" else DISGUISE_BENIGN)
    rows, tries = [], 0
    while len(rows) < wanted and tries < TRIES_MAX:
        tries += 1
        line = lines[len(rows) % len(lines)]
        doubtful = line.endswith(" !!")
        text, used = grammar.words(grammar.expand(line.removesuffix(" !!")), chance)
        text = dress(text, rng)
        if text in seen or len(text) < 4:
            continue
        seen.add(text)
        tries = 0
        row = {"id": f"c-{source.split('/')[1]}-{len(rows) + 1:04d}",
               "kind": rng.choice(KINDS.get(source, ["listing", "caption", "comment", "chat"])),
               "text": text, "label": label, "source": source,
               "evasion": sorted(used) or tags.split(",")}
        if doubtful:
            row["ambiguous"] = True
        rows.append(row)
    return rows


def write(name, rows):
    """Writes the rows as JSON Lines."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (OUT / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(rows)} rows")


def main():
    """Composes every slice from its own random source, so that one does not move another."""
    seen = set()
    for number, (name, label, total, out) in enumerate([
            ("offers.txt", "offer", OFFER_ROWS, "composed-offers.jsonl"),
            ("benign.txt", "benign", BENIGN_ROWS, "composed-benign.jsonl")]):
        write(out, slice_of(name, label, total, random.Random(SEED + number), seen))
    for number, label in enumerate(["parcel_camouflage", "parcel_benign"]):
        rows = parcels.compose(label, PARCEL_ROWS, random.Random(SEED + 10 + number), seen)
        write(f"composed-{label.replace('_', '-')}.jsonl", rows)


if __name__ == "__main__":
    main()
