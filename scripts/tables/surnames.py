"""Writes surnames.tsv (docs/linkage-comparators.md): Chinese surnames, two characters long or one,
with how many in a million bear them (0 where that is not known).

usage: surnames.py WHEELS OUT. Reads familyname_orcid.csv of sinonym (surnames of one character, with
counts over ORCID records) and data.json of mingzi (surnames of two).
"""

import csv
import glob
import io
import json
import sys
import zipfile

WHEELS, OUT = sys.argv[1:3]


def archive(name):
    return zipfile.ZipFile(glob.glob(f"{WHEELS}/{name}-*.whl")[0])


text = archive("sinonym").read("sinonym/data/familyname_orcid.csv").decode("utf-8-sig")
shares = {row["surname"]: float(row["ppm"]) for row in csv.DictReader(io.StringIO(text))}
double = json.loads(archive("mingzi").read("mingzi/data.json"))["com_surname"]
# Of its names of two characters some are Japanese, and some are given names.
rows = {name: ppm for name, ppm in shares.items() if len(name) == 1}
rows.update({name: shares.get(name, 0.0) for name in double if len(name) == 2})
with open(f"{OUT}/surnames.tsv", "w", encoding="utf-8", newline="\n") as out:
    out.write("# surnames@1 from sinonym 0.5.1 (Apache-2.0); mingzi 1.2.3 (MIT)\n")
    out.writelines(f"{name}\t{ppm:.1f}\n" for name, ppm in sorted(rows.items()))
print(f"surnames.tsv: {len(rows)} lines, {sum(len(n) == 2 for n in rows)} of two characters")
