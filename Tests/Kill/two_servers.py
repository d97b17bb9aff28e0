#!/usr/bin/env python3
"""Two servers on one PostgreSQL database, one of them killed while people work.

    scripts/with-postgres Tests/Kill/two_servers.py [--rounds N] [--seed N]

An analyst works on each of two `fuseline serve` processes, which have one database; each has a live
page open on the other. In every round a lead is stepped on by one, and the other's page must hear of
it within two seconds; then one server gets SIGKILL in the middle of a step, the other must go on at
once, and the page of the killed one, when its server is back, must hear of all that it missed. At
the end no step that was acknowledged may be lost or doubled, and the journal must verify.
"""
import argparse
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / ".build/release/fuseline"
HEARD_WITHIN = 2.0


def call(*arguments):
    run = subprocess.run(
        [PROGRAM, *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if run.returncode != 0:
        sys.exit(f"two servers: {' '.join(map(str, arguments))}: {run.stderr.strip()}")
    return run.stdout


class Server:
    def __init__(self, database, keys, port):
        self.command = [
            PROGRAM, "serve", "--database", database, "--keys", keys, "--listen",
            f"127.0.0.1:{port}", "--assets", ROOT / ".assets"]
        self.port = port
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        sys.exit("two servers: a server did not start")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def ask(self, method, path, fields=None, cookie=None):
        """Status, headers and text of one answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        if cookie:
            headers["Cookie"] = cookie
        try:
            link.request(method, path, urlencode(fields) if fields else None, headers)
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            link.close()


class Person:
    """Somebody signed in; the session is the database's, so that it opens on both servers."""

    def __init__(self, server, name, password):
        status, headers, page = server.ask("GET", "/sign-in")
        form = headers["Set-Cookie"].split(";")[0]
        token = re.search(r'name="form_token" value="([^"]+)"', page).group(1)
        status, headers, _ = server.ask(
            "POST", "/sign-in",
            {"form_token": token, "name": name, "password": password}, cookie=form)
        assert status == 303, f"signing in answered {status}"
        cookies = [c.split(";")[0] for c in headers.get_all("Set-Cookie")]
        self.cookie = next(c for c in cookies if c.startswith("fuseline_session="))

    def lead(self, server, lead):
        """The version, state and form token of a lead's page."""
        status, _, page = server.ask("GET", f"/leads/{lead}", cookie=self.cookie)
        assert status == 200, f"the lead's page answered {status}"
        version = re.search(r'name="version" value="(\d+)"', page)
        token = re.search(r'name="form_token" value="([^"]+)"', page).group(1)
        return int(version.group(1)) if version else None, token, page

    def step(self, server, lead, turn):
        """Dispatches a lead or gives it back, whichever it can; the status of the answer."""
        version, token, page = self.lead(server, lead)
        name = "dispatch" if f"/leads/{lead}/steps/dispatch" in page else "return"
        fields = {"form_token": token, "version": version, "note": f"turn {turn}"}
        if name == "dispatch":
            fields["division"] = "360124"
        return server.ask(
            "POST", f"/leads/{lead}/steps/{name}", fields, cookie=self.cookie)[0]


class LivePage(threading.Thread):
    """A page that listens, and comes back with its number when its server is gone."""

    def __init__(self, server, person):
        super().__init__(daemon=True)
        self.server, self.person = server, person
        self.last = None
        self.heard = []
        self.lock = threading.Condition()
        self.start()

    def run(self):
        while True:
            try:
                self.listen()
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)

    def listen(self):
        link = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        headers = {"Cookie": self.person.cookie}
        if self.last is not None:
            headers["Last-Event-ID"] = str(self.last)
        link.request("GET", "/live", headers=headers)
        answer = link.getresponse()
        number = None
        while line := answer.readline():
            text = line.decode().rstrip("\n")
            if text.startswith("id: "):
                number = int(text[4:])
            elif text.startswith("data: {"):
                with self.lock:
                    self.last = number
                    self.heard += json.loads(text[6:])["leads"]
                    self.lock.notify_all()

    def wait_for(self, lead, count, seconds):
        """Whether the lead was heard of `count` times in time."""
        with self.lock:
            return self.lock.wait_for(lambda: self.heard.count(lead) >= count, seconds)

    def count(self, lead):
        with self.lock:
            return self.heard.count(lead)


def fresh_database(server_address):
    parts = urlsplit(server_address)
    name = f"two_servers_{os.getpid()}"
    subprocess.run(
        ["psql", "-q", "-d", server_address, "-c", f"CREATE DATABASE {name}"], check=True)
    return urlunsplit(parts._replace(path=f"/{name}"))


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(database, folder, rounds, chance):
    keys = folder / "keys"
    call("simulate", "city", "--seed", 3, "--listings", 400, "--waybills", 3000, "--out", folder)
    for kind in ("listings", "waybills"):
        call("import", kind, "--database", database, "--keys", keys, folder / f"{kind}.jsonl")
    people = [json.loads(line) for line in call(
        "people", "sample", "--database", database, "--keys", keys, "--json").splitlines()]
    password = next(p["password"] for p in people if p["role"] == "analyst")
    leads = [json.loads(line)["lead"] for line in call(
        "leads", "--database", database, "--keys", keys, "--json").splitlines()]
    assert len(leads) >= 2, "the city has too few leads"
    servers = [Server(database, keys, free_port()) for _ in range(2)]
    person = Person(servers[0], "analyst", password)
    pages = [LivePage(server, person) for server in servers]
    time.sleep(1)
    steps = {lead: 0 for lead in leads}
    slowest = 0.0
    for number in range(rounds):
        lead = chance.choice(leads)
        doer = number % 2
        before = pages[1 - doer].count(lead)
        begin = time.monotonic()
        assert person.step(servers[doer], lead, number) == 303, "a step was refused"
        steps[lead] += 1
        assert pages[1 - doer].wait_for(lead, before + 1, HEARD_WITHIN), "a page did not follow"
        slowest = max(slowest, time.monotonic() - begin)

        # One server dies in the middle of a step; the other goes on at once.
        victim = chance.randrange(2)
        other = chance.choice(leads)
        missed = pages[victim].count(other)
        begun = threading.Thread(target=quietly, args=(person, servers[victim], lead, number))
        begun.start()
        time.sleep(chance.uniform(0, 0.03))
        servers[victim].kill()
        begun.join()
        begin = time.monotonic()
        survivor = servers[1 - victim]
        status = person.step(survivor, other, number)
        assert status == 303, f"the other server answered {status}"
        assert time.monotonic() - begin < HEARD_WITHIN, "the other server was held up"
        steps[other] += 1
        servers[victim].start()
        assert pages[victim].wait_for(other, missed + 1, 10), "a page missed what it was away for"
    for server in servers:
        server.kill()
    return leads, steps, slowest


def quietly(person, server, lead, number):
    """A step whose answer may never come."""
    try:
        person.step(server, lead, number)
    except (OSError, http.client.HTTPException, AssertionError, AttributeError):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    if "FUSELINE_TEST_POSTGRES" not in os.environ:
        sys.exit("two servers: run it as scripts/with-postgres Tests/Kill/two_servers.py")
    print(f"two servers: seed {options.seed}", flush=True)
    database = fresh_database(os.environ["FUSELINE_TEST_POSTGRES"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        leads, steps, slowest = run(
            database, folder, options.rounds, random.Random(options.seed))
        call("journal", "verify", "--database", database, "--keys", folder / "keys")
        for lead in leads:
            done = sum(
                "\tlead.dispatch\t" in line or "\tlead.give-back\t" in line for line in call(
                    "trace", lead, "--database", database, "--keys", folder / "keys").splitlines())
            # A step that was under way when its server died may have been done; none twice.
            if not steps[lead] <= done <= steps[lead] + options.rounds:
                sys.exit(f"two servers: {lead}: {steps[lead]} acknowledged, {done} done")
    print(
        f"two servers: {options.rounds} kills; {sum(steps.values())} acknowledged steps, all there;"
        f" pages followed, the slowest after {slowest:.2f} s", flush=True)


if __name__ == "__main__":
    main()
