#!/usr/bin/env python3
"""Readings through a broker that really runs: TLS, rights, kills, and how long they take.

usage: run.py --binary PATH [--kills N] [--rates R,R,…] [--seconds N]

Mosquitto is started with the sample configuration of docs/deploy, its paths exchanged. Devices of two
enterprises publish; one speaks under the other's name and must not be heard. Then the server is killed
with SIGKILL N times (5 without --kills) while readings come: afterwards every reading that the broker
took must be stored once, and each room must have been raised and cleared exactly as often as its
readings say. Before that an alarm is left unanswered: a system that refuses the first message must get
it again, signed. With --rates, so many readings a second are published for a while, and beside them one
that must turn a board which is being watched: the time until it does is printed.
"""

import argparse
import contextlib
import hashlib
import hmac
import http.client
import http.server
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "BrowserTests"))
import city  # noqa: E402

ROOMS = 8
PASSWORDS = {"fuseline": "server secret", "E1": "first secret", "E2": "second secret"}


def demand(holds, what):
    if not holds:
        raise city.Refused(what)


def site(enterprise):
    rooms = [{
        "id": f"R{number}", "process": "mixing", "hazard": "1.1-1", "max_people": 1,
        "max_charge_kg": 3, "hours": [{"from": "00:00", "to": "24:00"}],
        "sensors": [{"id": "people", "quantity": "people"},
                    {"id": "load", "quantity": "temperature_c"}],
    } for number in range(ROOMS)]
    return json.dumps({"enterprise": enterprise, "rooms": rooms})


def certificate(folder):
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
            "-subj", "/CN=authority", "-days", "2")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "broker.key", "-out", "broker.csr",
            "-subj", "/CN=localhost")
    Path(folder, "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "broker.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-out", "broker.pem", "-days", "2", "-extfile", "names")


@contextlib.contextmanager
def broker(folder):
    """The sample configuration with this folder's paths; gives the port."""
    folder = Path(folder)
    certificate(folder)
    port = city.free_port()
    passwords = folder / "fuseline.passwd"
    passwords.touch()
    for name, password in PASSWORDS.items():
        subprocess.run(["mosquitto_passwd", "-b", passwords, name, password], check=True)
    sample = (city.ROOT / "docs/deploy/mosquitto.conf").read_text()
    (folder / "fuseline.acl").write_text((city.ROOT / "docs/deploy/mosquitto.acl").read_text())
    text = sample.replace("/etc/ssl/fuseline/", f"{folder}/").replace("/etc/mosquitto/", f"{folder}/")
    text = text.replace("listener 8883", f"listener {port} 127.0.0.1")
    text += f"persistence_location {folder}/\nuser root\n"
    (folder / "mosquitto.conf").write_text(text)
    with open(folder / "mosquitto.log", "w") as log:
        running = subprocess.Popen(["mosquitto", "-c", folder / "mosquitto.conf"],
                                   stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        time.sleep(0.7)
        demand(running.poll() is None, (folder / "mosquitto.log").read_text())
        yield port
    finally:
        running.terminate()
        running.wait(10)


class Device:
    """Publishes lines under one topic, QoS 1, as one user."""

    def __init__(self, folder, port, user, topic):
        self.process = subprocess.Popen(
            ["mosquitto_pub", "-h", "localhost", "-p", str(port), "--cafile", f"{folder}/ca.pem",
             "-u", user, "-P", PASSWORDS[user], "-q", "1", "-t", topic, "-l",
             "-i", f"{user}-{topic.replace('/', '-')}"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
        self.sequence = 0

    def say(self, quantity, value, flush=True):
        self.sequence += 1
        seconds, rest = divmod(time.time_ns() // 1_000, 1_000_000)
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{rest:06}Z"
        self.process.stdin.write(json.dumps(
            {"quantity": quantity, "value": value, "at": at, "seq": self.sequence}) + "\n")
        if flush:
            self.process.stdin.flush()

    def end(self):
        """All that was said is at the broker when it returns."""
        self.process.stdin.close()
        self.process.wait(60)


class Server:
    def __init__(self, binary, folder, port):
        self.web = city.free_port()
        self.command = [
            str(binary), "serve", "--database", f"sqlite:{folder}/city.sqlite",
            "--listen", f"127.0.0.1:{self.web}", "--mqtt", f"mqtts://fuseline@localhost:{port}",
            "--mqtt-password-file", f"{folder}/secret", "--mqtt-ca", f"{folder}/ca.pem",
            "--webhooks", f"{folder}/hooks.json", "--requests-per-minute", "100000",
            "--log-format", "json"]
        self.log = open(f"{folder}/serve.log", "a")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, cwd=city.ROOT)
        return self

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def await_answer(self):
        for _ in range(600):
            with contextlib.suppress(OSError):
                link = http.client.HTTPConnection("127.0.0.1", self.web, timeout=5)
                link.request("GET", "/healthz")
                if link.getresponse().status == 200:
                    return
            time.sleep(0.05)
        raise city.Refused("the server does not answer")


class Listener:
    """A system that is told of calls; it refuses the first message that it gets."""

    SECRET = "a secret of both sides"

    def __init__(self, folder):
        heard = self.heard = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                digest = hmac.new(Listener.SECRET.encode(), body, hashlib.sha256).hexdigest()
                heard.append((self.headers["X-Fuseline-Signature"] == f"sha256={digest}", body))
                self.send_response(503 if len(heard) == 1 else 204)
                self.end_headers()

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        hooks = Path(folder, "hooks.json")
        hooks.touch(mode=0o600)
        hooks.write_text(json.dumps({"targets": [{
            "name": "desk", "step": "enterprise", "secret": self.SECRET,
            "url": f"http://127.0.0.1:{self.server.server_address[1]}/calls"}]}))


def calls(folder, port, listener):
    """An alarm that nobody answers is told on, and again where that was refused."""
    device = Device(folder, port, "E1", "fuseline/v1/E1/R7/people")
    device.say("people", 2)
    device.end()
    demand(until(40, lambda: len(listener.heard) >= 2), f"{len(listener.heard)} calls were heard")
    demand(all(right for right, _ in listener.heard), "a call was signed wrongly")
    first, second = (json.loads(body) for _, body in listener.heard[:2])
    demand(first == second, "the call that was refused did not come again")
    wanted = {"enterprise": "E1", "room": "R7", "kind": "over-headcount", "value": 2, "limit": 1,
              "step": "enterprise", "nth": 1}
    demand(wanted.items() <= first.items(), f"the call says {first}")
    settled = lambda: rows(folder, "SELECT * FROM outbox WHERE ended_at IS NULL") == []  # noqa: E731
    demand(until(10, settled), "a call that was taken still waits")


def rows(folder, sql, *values):
    with contextlib.closing(sqlite3.connect(f"{folder}/city.sqlite", timeout=30)) as database:
        return database.execute(sql, values).fetchall()


def until(seconds, holds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.2)
    return False


def rights(folder, port, server):
    """What E1 says under the name of E2 does not come; what it says under its own does."""
    foreign = Device(folder, port, "E1", "fuseline/v1/E2/R0/people")
    foreign.say("people", 2)
    foreign.end()
    own = Device(folder, port, "E1", "fuseline/v1/E1/R0/people")
    own.say("people", 1)
    own.end()
    came = until(20, lambda: rows(folder, "SELECT * FROM reading WHERE enterprise = 'E1'"))
    demand(came, "a reading under its own name did not come")
    time.sleep(0.5)
    demand(not rows(folder, "SELECT * FROM reading WHERE enterprise = 'E2'"),
           "a device of E1 spoke for E2")
    wrong = subprocess.run(
        ["mosquitto_pub", "-h", "localhost", "-p", str(port), "--cafile", f"{folder}/ca.pem",
         "-u", "E1", "-P", "wrong", "-t", "fuseline/v1/E1/R0/people", "-m", "{}"],
        capture_output=True)
    demand(wrong.returncode != 0, "a wrong password was let in")


def kills(folder, port, server, count, seed):
    """Every room's count goes 1, 2, 1, 2 …: each reading raises or clears."""
    chance = random.Random(seed)
    devices = [Device(folder, port, "E2", f"fuseline/v1/E2/R{room}/people") for room in range(ROOMS)]
    over = threading.Event()
    said = [0] * ROOMS

    def speak(room):
        while not over.is_set():
            said[room] += 1
            devices[room].say("people", 1 + said[room] % 2)
            time.sleep(0.004)

    threads = [threading.Thread(target=speak, args=(room,)) for room in range(ROOMS)]
    for thread in threads:
        thread.start()
    for _ in range(count):
        time.sleep(chance.uniform(0.3, 1.2))
        server.kill()
        server.start()
        if chance.random() < 0.8:
            server.await_answer()
    over.set()
    for thread in threads:
        thread.join()
    for device in devices:
        device.end()
    server.await_answer()
    total = sum(said)
    stored = lambda: rows(folder, "SELECT COUNT(*) FROM reading WHERE enterprise = 'E2'")[0][0]  # noqa: E731
    until(120, lambda: stored() >= total)
    demand(stored() == total, f"{total} readings were taken by the broker, {stored()} are stored")
    for room in range(ROOMS):
        steps = [to for (to,) in rows(
            folder, "SELECT to_state FROM alarm_event WHERE enterprise = 'E2' AND room = ?"
            " ORDER BY number", f"R{room}")]
        # 2 first: raised, then back, then raised …
        wanted = ["unacknowledged" if number % 2 == 0 else "return-unacknowledged"
                  for number in range(said[room])]
        demand(steps == wanted, f"R{room}: {said[room]} readings made {len(steps)} steps")
    verified = subprocess.run(
        [server.command[0], "journal", "verify", "--database", server.command[3]],
        capture_output=True, text=True)
    demand(verified.returncode == 0, f"the journal does not verify: {verified.stderr}")
    return total


class Board:
    """A board that is watched: when which room turned."""

    def __init__(self, server, person):
        self.address = server.web
        self.seen = {}
        link = http.client.HTTPConnection("127.0.0.1", server.web, timeout=30)
        link.request("GET", "/sign-in")
        answer = link.getresponse()
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        token = re.search(r'name="form_token" value="([^"]+)"', answer.read().decode()).group(1)
        link.request("POST", "/sign-in", urlencode({
            "form_token": token, "name": person["name"], "password": person["password"]}),
            {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
        answer = link.getresponse()
        answer.read()
        cookies = [field.split(";")[0] for field in answer.headers.get_all("Set-Cookie")]
        self.cookie = next(c for c in cookies if "session" in c)
        self.link = http.client.HTTPConnection("127.0.0.1", server.web, timeout=30)
        self.link.request("GET", "/alarms/live", headers={"Cookie": self.cookie})
        self.stream = self.link.getresponse()
        demand(self.stream.status == 200, f"the live page answered {self.stream.status}")
        self.arrived = threading.Condition()
        self.count = 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            for line in self.stream:
                if line.startswith(b"data: {"):
                    now = time.perf_counter()
                    events = json.loads(line[6:])["alarms"]
                    with self.arrived:
                        for event in events:
                            if event["enterprise"] == "E1" and event["room"] == "R1":
                                self.count += 1
                                self.last = now
                        self.arrived.notify_all()

    def turns(self, count):
        with self.arrived:
            demand(self.arrived.wait_for(lambda: self.count >= count, 20), "the board did not turn")
            return self.last


def latency(folder, port, board, rate, seconds):
    """Milliseconds from publishing to the board, while `rate` readings a second come beside it."""
    load = [Device(folder, port, "E2", f"fuseline/v1/E2/R{room}/load") for room in range(ROOMS)]
    for device in load:
        device.sequence = int(time.time() * 1000)
    probe = Device(folder, port, "E1", "fuseline/v1/E1/R1/people")
    probe.sequence = int(time.time() * 1000)
    over = threading.Event()
    sent = [0]

    def speak():
        start = time.perf_counter()
        while not over.is_set():
            due = int((time.perf_counter() - start) * rate)
            while sent[0] < due:
                load[sent[0] % ROOMS].say("temperature_c", 20 + sent[0] % 7, flush=False)
                sent[0] += 1
            for device in load:
                device.process.stdin.flush()
            time.sleep(0.005)

    before = rows(folder, "SELECT COUNT(*) FROM reading")[0][0]
    thread = threading.Thread(target=speak)
    thread.start()
    time.sleep(1)
    waits, begin = [], time.perf_counter()
    while time.perf_counter() - begin < seconds:
        count = board.count
        said = time.perf_counter()
        probe.say("people", 2 if len(waits) % 2 == 0 else 1)
        waits.append((board.turns(count + 1) - said) * 1_000)
        time.sleep(0.05)
    if len(waits) % 2:
        probe.say("people", 1)
    over.set()
    thread.join()
    length = time.perf_counter() - begin + 1
    for device in load + [probe]:
        device.end()
    total = sent[0] + len(waits)
    until(60, lambda: rows(folder, "SELECT COUNT(*) FROM reading")[0][0] - before >= total)
    stored = rows(folder, "SELECT COUNT(*) FROM reading")[0][0] - before
    demand(stored >= total, f"{total} readings were published, {stored} are stored")
    waits.sort()
    print(f"alarms: {sent[0] / length:.0f} readings a second: published to board"
          f" p50 {waits[len(waits) // 2]:.1f} ms, p99 {waits[len(waits) * 99 // 100]:.1f} ms,"
          f" most {waits[-1]:.1f} ms of {len(waits)}; all {total} stored", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--rates", default="")
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, broker(folder) as port:
        Path(folder, "secret").write_text(PASSWORDS["fuseline"] + "\n")
        database = f"sqlite:{folder}/city.sqlite"
        people = city.add_people(options.binary, database)
        for enterprise in ("E1", "E2"):
            plan = Path(folder, f"{enterprise}.json")
            plan.write_text(site(enterprise))
            city.call(options.binary, "alarms", "site", "--database", database, plan)
        listener = Listener(folder)
        server = Server(options.binary, folder, port).start()
        try:
            server.await_answer()
            rights(folder, port, server)
            calls(folder, port, listener)
            print("alarms: rights at the broker held; a call was told on, signed, and again",
                  flush=True)
            if options.kills:
                total = kills(folder, port, server, options.kills, options.seed)
                print(f"alarms: {options.kills} kills (seed {options.seed}), {total} readings, each"
                      " stored once with its step of an alarm", flush=True)
            if options.rates:
                board = Board(server, people["analyst"])
                for rate in map(int, options.rates.split(",")):
                    latency(folder, port, board, rate, options.seconds)
        except city.Refused:
            sys.stderr.write(Path(folder, "serve.log").read_text()[-3_000:])
            raise
        finally:
            server.kill()


if __name__ == "__main__":
    try:
        main()
    except city.Refused as error:
        sys.exit(f"alarms: {error}")
