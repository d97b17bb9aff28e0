#!/usr/bin/env python3
"""No personal data in any log, nor in clear in the database's files, after the whole way.

usage: run.py --binary PATH

A made-up city is imported, linked, served and worked on, with what goes wrong on purpose: searches
and addresses that carry identifiers, broken bodies, wrong passwords. Then everything that programs
wrote to standard error, the server's whole log (JSON, a line a request) and the bytes of the
database's files are searched for every name, phone, address, account and text of the city. The scan
itself is tried first: what is planted must be found. Exit code 0 only where nothing was.
"""

import argparse
import http.cookiejar
import json
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "BrowserTests"))
import city  # noqa: E402
import subprocess  # noqa: E402

LISTING_FIELDS = ("account", "nickname", "text", "place", "contacts", "url")
WAYBILL_FIELDS = ("sender_name", "sender_phone", "sender_address", "sender_account", "receiver_name",
                  "receiver_phone", "receiver_address", "finding", "order_number", "remarks")


class Visitor:
    """One person's browser without pages: cookies, forms with their token, no redirects lost."""

    def __init__(self, address):
        self.address = address
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def ask(self, path, form=None, body=None, headers=()):
        data = urllib.parse.urlencode(form).encode() if form is not None else body
        request = urllib.request.Request(self.address + path, data=data, headers=dict(headers))
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def token(self, page):
        mark = 'name="form_token" value="'
        return page.split(mark, 1)[1].split('"', 1)[0] if mark in page else ""

    def sign_in(self, person, password=None):
        _, page = self.ask("/sign-in")
        return self.ask("/sign-in", {"form_token": self.token(page), "name": person["name"],
                                     "password": password or person["password"]})


def needles(folder):
    """What must not be found: texts of six bytes and more, which nothing else has by accident."""
    found = set()
    for name, fields in (("listings.jsonl", LISTING_FIELDS), ("waybills.jsonl", WAYBILL_FIELDS)):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            for field in fields:
                value = record.get(field)
                for text in value if isinstance(value, list) else [value]:
                    if isinstance(text, str):
                        found.add(text.split(":", 1)[-1] if field == "contacts" else text)
    # Three Chinese characters or six of ASCII; shorter ones stand in words of their own.
    return {text for text in found if len(text.encode()) >= (9 if not text.isascii() else 6)}


def scan(haystack, texts):
    """The texts that stand in the bytes, most of them looked for by their first six bytes at once."""
    starts = {}
    for text in texts:
        raw = text.encode()
        starts.setdefault(raw[:6], []).append(raw)
    windows = {haystack[at:at + 6] for at in range(len(haystack) - 5)}
    hits = []
    for start, whole in starts.items():
        if start in windows:
            hits += [raw.decode() for raw in whole if raw in haystack]
    return sorted(hits)


def work(binary, database, people, folder, log, texts):
    """What people do in a day, and what goes wrong in one."""
    phones = [text for text in texts if text.isdigit() and len(text) == 11][:5]
    accounts = [text for text in texts if text.isascii() and not text.isdigit()][:5]
    port = city.free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [str(binary), "serve", "--database", database, "--listen", f"127.0.0.1:{port}",
         "--log-format", "json", "--assets", str(city.ROOT / ".assets")],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=city.ROOT)
    try:
        city.await_health(server, address, log, 60)
        analyst = Visitor(address)
        analyst.sign_in(people["analyst"], password="wrong " + phones[0])
        status, page = analyst.sign_in(people["analyst"])
        assert status == 200, f"the sign-in answered {status}"
        for text in phones + accounts:
            quoted = urllib.parse.quote(text)
            for path in (f"/leads?q={quoted}", f"/leads/{quoted}", f"/static/{quoted}",
                         f"/api/v1/leads?q={quoted}", f"/api/v1/leads/{quoted}", f"/{quoted}",
                         f"/lexicon?q={quoted}", f"/journal?who={quoted}"):
                analyst.ask(path)
            kind = [("Content-Type", "application/json")]
            token = [("X-Form-Token", analyst.token(page))]
            record = {"id": "1", "kind": "listing", "text": "加特林烟花 " + text}
            body = json.dumps(record).encode()
            status, _ = analyst.ask("/api/v1/screen", body=body, headers=kind + token)
            assert status == 200, f"screening answered {status}"
            status, _ = analyst.ask("/api/v1/screen", body=body[:-4], headers=kind + token)
            assert status == 400, f"a broken body answered {status}"
        _, board = analyst.ask("/leads")
        leads = {part.split('"')[0].split("?")[0] for part in board.split('href="/leads/')[1:]}
        leads = sorted(lead for lead in leads if lead and "/" not in lead)
        assert leads, "the board has no lead"
        for lead in leads[:5]:
            _, page = analyst.ask(f"/leads/{lead}")
            analyst.ask(f"/leads/{lead}/actor?other={urllib.parse.quote(phones[0])}")
            status, shown = analyst.ask(
                f"/leads/{lead}/unmask",
                {"form_token": analyst.token(page), "purpose": "analysis", "reason": phones[0]})
            assert status == 200, f"unmasking answered {status}"
            analyst.ask(f"/leads/{lead}/steps/dismiss",
                        {"form_token": analyst.token(page), "version": "x", "note": phones[0]})
        leader = Visitor(address)
        leader.sign_in(people["leader"])
        _, page = leader.ask("/person-report")
        status, report = leader.ask(
            "/person-report", {"form_token": leader.token(page), "kind": "phone",
                               "value": phones[0], "purpose": "supervision", "reason": "r"})
        assert status == 200 and phones[0] in report, f"the report answered {status}"
    finally:
        city.stop(server)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    binary = Path(parser.parse_args().binary).resolve()
    with tempfile.TemporaryDirectory(prefix="fuseline-logs-") as made, \
            tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        folder = Path(made)
        said = []

        def call(*arguments):
            done = subprocess.run(
                [str(binary), *map(str, arguments)], stdin=subprocess.DEVNULL,
                capture_output=True, text=True, encoding="utf-8", cwd=city.ROOT)
            said.append(done.stderr)
            return done

        database, people = city.prepare(binary, folder, listings=600, waybills=4_000, seed=5)
        texts = needles(folder)
        assert len(texts) > 5_000, f"only {len(texts)} texts to look for"
        broken = folder / "broken.jsonl"
        lines = (folder / "waybills.jsonl").read_text(encoding="utf-8").splitlines()[:50]
        broken.write_text("\n".join(line[:-20] for line in lines) + "\n", encoding="utf-8")
        call("import", "waybills", "--database", database, broken)
        work(binary, database, people, folder, log, sorted(texts))
        call("keys", "rotate", "--database", database)
        call("purge", "--database", database)
        call("journal", "verify", "--database", database)

        log.seek(0)
        logged = log.read()
        requests = [json.loads(line) for line in logged.splitlines() if line.startswith("{")]
        assert sum(line.get("says") == "request" for line in requests) > 50, "the log has no requests"
        assert all(line.get("request") for line in requests if line.get("says") == "request")
        files = b"".join(path.read_bytes() for path in sorted(folder.glob("city.sqlite*"))
                         if not path.name.endswith(".keys"))
        planted = sorted(texts)[len(texts) // 2]
        assert planted in scan(files[:4096] + planted.encode() + b"x", texts), "the scan is blind"
        failed = 0
        for name, haystack in (("the server's log", logged.encode()),
                               ("standard error of the commands", "\n".join(said).encode()),
                               ("the journal and records in the database's files", files)):
            hits = scan(haystack, texts)
            print(f"{'FAILED' if hits else 'ok'}  {name}: {len(haystack)} bytes, {len(texts)} texts, "
                  f"{len(hits)} found {hits[:5] if hits else ''}", flush=True)
            failed += bool(hits)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
