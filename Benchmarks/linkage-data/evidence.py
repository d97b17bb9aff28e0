#!/usr/bin/env python3
"""How many of a hidden seller's records the records themselves can join, in a simulated city.

usage: evidence.py CITY      CITY: a folder of `fuseline simulate city`

A seller leaves traces that nothing joins: another phone, another counter, a parcel without a name.
No linker can join them, so what one finds is measured against what there is to find. Two records of
one seller are joined here, by one who knows that they are his, where both show the same platform
account, contact (in the hints, or undisguised in the text), whole phone, masked phone, customer
account or place. Disguised contacts are not read, so the share is a little too low. Prints one JSON
object: the share of sellers' records in the largest joined part of each, of all and of those with
an identifier that stands whole on them.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
KINDS = {"微信": "wechat", "电话": "phone", "QQ": "qq"}


def lines(path):
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def place(address):
    """A sender's address down to street and number, however it is written."""
    address = address.translate(WIDE).replace(" ", "")
    for head in ("江西省", "南昌市"):
        address = address.removeprefix(head)
    return re.sub(r"(栋|幢|\*).*", "", address)


def listing_keys(record, seller):
    keys = {("account", record["platform"], record["account"])}
    for hint in record.get("contacts", []):
        kind, value = hint.split(":", 1)
        keys.add((KINDS.get(kind, kind), value))
    for identifier in seller["identifiers"]:
        kind, value = identifier.split(":", 1)
        if kind in ("phone", "wechat", "qq") and value in record["text"]:
            keys.add((kind, value))
    return keys, True


def waybill_keys(record):
    phone, keys = record["sender_phone"], {("place", place(record["sender_address"]))}
    keys.add(("masked", phone[:3] + phone[-4:]))
    named = "*" not in phone
    if named:
        keys.add(("phone", phone))
    if "sender_account" in record:
        keys.add(("courier", record["courier"], record["sender_account"]))
        named = True
    return keys, named


def parts(records):
    """A number for each record, equal for those that a chain of keys joins."""
    parent = list(range(len(records)))

    def root(number):
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    first = {}
    for number, (keys, _) in enumerate(records):
        for key in keys:
            parent[root(number)] = root(first.setdefault(key, number))
    return [root(number) for number in range(len(records))]


def main(city):
    listings = {record["id"]: record for record in lines(city / "listings.jsonl")}
    waybills = {record["number"]: record for record in lines(city / "waybills.jsonl")}
    whole, joined = Counter(), Counter()
    for seller in lines(city / "truth.jsonl"):
        if "seller" not in seller:
            continue
        records = [listing_keys(listings[name], seller) for name in seller["listings"]]
        records += [waybill_keys(waybills[number]) for number in seller["waybills"]]
        found = parts(records)
        named = [part for part, (_, is_named) in zip(found, records) if is_named]
        for kind, some in (("all", found), ("named", named)):
            whole[kind] += len(some)
            joined[kind] += max(Counter(some).values(), default=0)
    print(json.dumps({kind: round(joined[kind] / whole[kind], 4) for kind in whole}))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    main(Path(sys.argv[1]))
