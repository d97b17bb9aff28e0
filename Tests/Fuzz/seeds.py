"""Writes first inputs of a fuzz harness and a dictionary of terms: seeds.py NAME CORPUS DICT."""

import glob
import hashlib
import json
import pathlib
import sys

DATA = pathlib.Path("Sources/Bootstrap/Data")
HOSTILE = [
    b"", b"\x00", b"\xff", b"\x80" * 40, b"\xe7\x83", b"\xf0\x9f\xa7", b"\xed\xa0\x80\xed\xb0\x80",
    b"\xc0\xaf\xe0\x80\xaf", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf\xe7\x83\x9f",
    "烟\u200b花\ufe0f\u20e3".encode(), "❤\ufe0f\U0001f9e8\U0001f3fb花".encode(),
    "①⑩⑳㈩㊙\u3300\ufdfa\u1f82".encode(), "花\0烟\0".encode(), "烟花".encode() * 400,
    "烟、花、爆、竹".encode() * 60, "yanhuabaozhu".encode() * 60, "火因火因花草化".encode() * 60,
    "🧨🎆".encode() * 200, "炮鞭花烟".encode() * 100, b" " * 2000, b"yh" * 1000,
    "e\u0301".encode() * 300, "\U0001d66e\U0001d65d".encode() * 100,
]


def texts():
    """Every seventh text of the training data."""
    rows = []
    for path in sorted(glob.glob("Training/*.jsonl")):
        for line in open(path, encoding="utf-8"):
            rows.append(json.loads(line).get("text", ""))
    return [row.encode()[:2000] for row in rows[::7] if row]


def files(name):
    """Beginnings of tables, lexicon and model, with the control byte that reads them."""
    if name == "text":
        tables = ["fold", "pinyin", "split", "emoji", "pairs", "latin"]
        paths = [(number, f"{table}.tsv") for number, table in enumerate(tables)]
    elif name == "screen":
        paths = [(0, "lexicon.tsv"), (1, "screening.model")]
    else:
        return [bytes([0]) + "烟花\n加特林\n🧨\n+v\n".encode() + b"\0" + row for row in HOSTILE]
    result = []
    for control, path in paths:
        content = (DATA / path).read_bytes()
        for rows in (1, 4, 16):
            short = [line for line in content.split(b"\n") if len(line) < 600]
            part = b"\n".join(short[:rows]) + b"\n"
            result.append(bytes([control]) + part + "\0烟花ＡＢ⑩煙".encode())
    return result


def main():
    name, corpus, dictionary = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    inputs = files(name)
    for number, text in enumerate(HOSTILE + texts()):
        inputs.append(bytes([40 + number % 5]) + text)
    for text in HOSTILE:
        inputs += [bytes([15]) + text, bytes([39]) + text]
        inputs.append(bytes([255]) + "花\na\n烟花".encode() + b"\0" + text)
    for one in inputs:
        (corpus / hashlib.sha1(one).hexdigest()).write_bytes(one)
    lines = (DATA / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
    terms = [row.split("\t")[0] for row in lines[1::3] if row and not row.startswith("#")]
    terms += ["yan", "hua", "pao", "\u200b", "\ufe0f", "\u20e3", "⑩", "火因", "💥", "\n", "→", "品名"]
    with open(dictionary, "w", encoding="ascii") as out:
        for term in terms:
            if term:
                out.write('"' + "".join(f"\\x{byte:02x}" for byte in term.encode()[:60]) + '"\n')


main()
