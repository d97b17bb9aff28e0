#!/usr/bin/env python3
"""Writes made-up people with repeated and damaged records, for measuring speed and growth.

usage: synthetic.py FOLDER RECORDS [SEED]        writes FOLDER/synthetic-RECORDS.csv

Columns: id, given_name, surname, birth_date (YYYY-MM-DD), birth_year, postcode, phone, truth. Four
records in five are people, one in five repeats one of them, damaged as DAMAGE says; whom it repeats
is drawn, so that some are repeated twice or more. Names fall as those of a country do: the k-th
name's share goes with 1 / (k + offset). The number of postcodes and of phones grows with the
records, so that blocks on them keep their size and the pairs grow with the records, not with their
square. A 50th of the phones is shared by a few people, as in households and shops. The same
RECORDS and SEED give the same bytes. 10 million records take about 1 GB of memory.
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

# How many there are, and the offset: with these the commonest surname has 0.3 % of the people and
# the commonest given name 1.5 %, near what censuses of large countries count.
SURNAMES, GIVEN_NAMES = (20_000, 60), (4_000, 10)
PEOPLE_PER_POSTCODE = 2_000
REPEATED = 0.2
# Of the repeats: how often each thing happens, one apart from the other.
DAMAGE = {"typo in given name": 0.10, "typo in surname": 0.08, "other surname": 0.03,
          "given name missing": 0.03, "digit of birth date": 0.06, "day and month swapped": 0.02,
          "birth date missing": 0.04, "moved": 0.15, "other phone": 0.15, "digit of phone": 0.05,
          "phone missing": 0.10}
# Of the people themselves.
MISSING = {"birth_date": 0.02, "postcode": 0.01, "phone": 0.10}

ONSETS = "b c d f g h j k l m n p r s t v w z br ch cl dr fr gr kr sh st th tr".split()
VOWELS = "a e i o u ai ea ie oo ou".split()
CODAS = ["", "", "", "l", "n", "r", "s", "t", "m", "ck", "nd", "rt"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def names(count, syllables, chance):
    """Different names of one to `syllables` syllables, short ones first as among real ones."""
    found = {}
    while len(found) < count:
        length = 1 + int(chance.integers(syllables)) if len(found) > 50 else 2
        found["".join(ONSETS[chance.integers(len(ONSETS))] + VOWELS[chance.integers(len(VOWELS))]
                      + CODAS[chance.integers(len(CODAS))] for _ in range(length))] = None
    return np.array(list(found))


def drawn(count, law, chance):
    """Places of names by Zipf's law with an offset."""
    kinds, offset = law
    share = 1 / (np.arange(1, kinds + 1) + offset)
    steps = np.cumsum(share / share.sum())
    return np.searchsorted(steps, chance.random(count)).clip(max=kinds - 1).astype(np.int32)


def typo(word, chance):
    """One letter changed, left out, doubled, or swapped with the next."""
    at, kind = int(chance.integers(len(word))), int(chance.integers(4))
    if kind == 0:
        return word[:at] + LETTERS[chance.integers(26)] + word[at + 1:]
    if kind == 1 and len(word) > 2:
        return word[:at] + word[at + 1:]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1:at + 2] + word[at:at + 1] + word[at + 2:]


def other_digit(text, chance):
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    at = places[chance.integers(len(places))]
    return text[:at] + str((int(text[at]) + 1 + int(chance.integers(9))) % 10) + text[at + 1:]


def swapped_day(date):
    return f"{date[:5]}{date[8:]}-{date[5:7]}"


def population(count, chance):
    """The people as columns; missing values are None."""
    given, family = names(GIVEN_NAMES[0], 3, chance), names(SURNAMES[0], 4, chance)
    born = np.datetime64("1935-01-01") + chance.integers(0, 75 * 365, count)
    codes = max(20, count // PEOPLE_PER_POSTCODE)
    phones = chance.permutation(np.arange(count, dtype=np.int64))
    shared = chance.random(count) < 0.02
    phones[shared] = phones[shared] // 4 * 4
    # An odd factor without common divisors scatters the numbers over all of 13x xxxx xxxx.
    phones = 13_000_000_000 + phones * 387_420_489 % 1_000_000_000
    return {
        "given_name": given[drawn(count, GIVEN_NAMES, chance)].astype(object),
        "surname": family[drawn(count, SURNAMES, chance)].astype(object),
        "birth_date": hidden(np.datetime_as_string(born).astype(object), "birth_date", chance),
        "postcode": hidden(np.char.zfill(chance.integers(0, codes, count).astype(str), 6)
                           .astype(object), "postcode", chance),
        "phone": hidden(phones.astype(str).astype(object), "phone", chance),
    }


def hidden(values, column, chance):
    values[chance.random(len(values)) < MISSING[column]] = None
    return values


def damage(columns, people, chance):
    """The repeats: rows of `people`, taken over and damaged."""
    rows = {name: values[people] for name, values in columns.items()}
    count = len(people)

    def each(kind, column, change):
        values = rows[column]
        for place in np.flatnonzero(chance.random(count) < DAMAGE[kind]):
            if values[place] is not None:
                values[place] = change(values[place], int(chance.integers(len(people))))

    each("typo in given name", "given_name", lambda word, _: typo(word, chance))
    each("typo in surname", "surname", lambda word, _: typo(word, chance))
    each("other surname", "surname", lambda _, other: columns["surname"][people[other]])
    each("digit of birth date", "birth_date", lambda date, _: other_digit(date, chance))
    each("day and month swapped", "birth_date", lambda date, _: swapped_day(date))
    each("moved", "postcode", lambda _, other: columns["postcode"][people[other]])
    each("other phone", "phone", lambda _, other: columns["phone"][people[other]])
    each("digit of phone", "phone", lambda number, _: other_digit(number, chance))
    for kind, column in (("given name missing", "given_name"),
                         ("birth date missing", "birth_date"), ("phone missing", "phone")):
        each(kind, column, lambda *_: None)
    return rows


def main(folder, records, seed):
    chance = np.random.default_rng(seed)
    repeats = int(records * REPEATED)
    people = population(records - repeats, chance)
    repeated = chance.integers(0, records - repeats, repeats)
    again = damage(people, repeated, chance)
    order = chance.permutation(records)
    truth = np.concatenate([np.arange(records - repeats), repeated])[order]
    columns = {"id": pa.array(np.arange(records))}
    for name in ("given_name", "surname", "birth_date", "postcode", "phone"):
        columns[name] = pa.array(np.concatenate([people.pop(name), again.pop(name)])[order],
                                 type=pa.string())
        if name == "birth_date":
            columns["birth_year"] = pa.compute.utf8_slice_codeunits(columns[name], 0, 4)
    columns["truth"] = pa.array(truth)
    path = Path(folder, f"synthetic-{records}.csv")
    with path.open("wb") as file:
        file.write(",".join(columns).encode() + b"\n")
        pa.csv.write_csv(pa.table(columns), file,
                         pa.csv.WriteOptions(include_header=False, quoting_style="none"))
    print(f"{path.name}: {records:,} rows, {len(np.unique(truth)):,} entities", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or not sys.argv[2].isdigit() or int(sys.argv[2]) < 100:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) == 4 else 1)
