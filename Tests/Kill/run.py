#!/usr/bin/env python3
"""Kills programs and servers at random moments and looks at what their databases kept.

    scripts/with-postgres Tests/Kill/run.py [--rounds N] [--engine sqlite|postgresql] [--seed N]

Each round starts `store-bench write` on the same database, which does numbered acts, each a change
with its leaf in the journal, and prints a line once each is committed, and sends SIGKILL after a random time: to the program; on
PostgreSQL in every third round to every process of the server instead, which is then started anew
beside the running program, in every second of those with the program killed as well. Afterwards
every act up to the last must be there once and whole, with its leaf, the journal must verify, and
the last acknowledged one must be among them. N is 4 without --rounds; 200 is what docs/databases.md reports.
"""
import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / ".build/release/store-bench"
SERVER_PROGRAMS = os.environ.get("FUSELINE_POSTGRES_PROGRAMS", "/usr/lib/postgresql/15/bin")


class Server:
    """The PostgreSQL server that scripts/with-postgres has started."""

    def __init__(self):
        self.folder = Path(os.environ["FUSELINE_TEST_POSTGRES_DATA"])

    def kill(self):
        """SIGKILL to the postmaster and all its children, none of which can tidy up."""
        postmaster = int(self.as_server("head", "-n1", str(self.folder / "postmaster.pid")).strip())
        # Stopped first, so that neither learns of the other's end.
        os.kill(postmaster, signal.SIGSTOP)
        children = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    stat = (entry / "stat").read_text()
                except OSError:
                    continue
                if int(stat.rpartition(")")[2].split()[1]) == postmaster:
                    children.append(int(entry.name))
        for process in [*children, postmaster]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for process in [postmaster, *children]:
            while is_running(process):
                time.sleep(0.01)
        # Where nobody collects ended processes, the number in these would still pass for a server.
        for lock in [self.folder / "postmaster.pid", *self.folder.parent.glob(".s.PGSQL.*.lock")]:
            lock.unlink()

    def start(self):
        self.as_server(
            f"{SERVER_PROGRAMS}/pg_ctl", "-D", str(self.folder), "-w", "-t", "60",
            "-l", str(self.folder / "log"), "start")

    def as_server(self, *command):
        if os.geteuid() == 0:
            command = ("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups",
                       "--reset-env", *command)
        run = subprocess.run(command, capture_output=True, text=True, cwd="/")
        if run.returncode != 0:
            log = (self.folder / "log").read_text().splitlines()[-20:]
            sys.exit("\n".join(["kill: the server did not start", run.stdout, run.stderr, *log]))
        return run.stdout


def is_running(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


class Round:
    """One life of the writing program."""

    def __init__(self, address, folder):
        self.output = folder / "output"
        self.errors = folder / "errors"
        with open(self.output, "wb") as output, open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                [PROGRAM, "write", "--database", address], stdin=subprocess.DEVNULL,
                stdout=output, stderr=errors)

    def lines(self):
        # The last line may be cut by the kill; only whole ones were acknowledged.
        return [line.split() for line in self.output.read_text().split("\n")[:-1]]

    def last(self):
        return max((int(number) for word, number in self.lines() if word == "done"), default=0)

    def wait_for(self, condition, seconds):
        """Until `condition()`; false where the program ends or the time is over before."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return True
            if self.process.poll() is not None:
                return condition()
            time.sleep(0.005)
        return False

    def kill(self):
        self.process.kill()
        self.process.wait()


def check(address):
    """The number of the last transaction there; ends the run where anything is wrong."""
    run = subprocess.run(
        [PROGRAM, "check", "--database", address], capture_output=True, text=True, timeout=120)
    if run.returncode != 0:
        sys.exit(f"kill: {run.stderr.strip()}")
    return int(run.stdout)


class Trial:
    def __init__(self, engine, address, chance, server=None):
        self.engine, self.address, self.chance, self.server = engine, address, chance, server
        self.acknowledged = self.kept = self.unanswered = self.server_kills = self.looked = 0

    def run(self, number, folder):
        life = Round(self.address, folder)
        if not life.wait_for(lambda: any(word == "begin" for word, _ in life.lines()), 60):
            sys.exit(f"kill: the program did not begin: {life.errors.read_text()}")
        time.sleep(self.chance.uniform(0, 0.25))
        if self.server and number % 3 == 2:
            self.kill_server(life, also_program=number % 2 == 0)
        life.kill()
        self.judge(life)

    def kill_server(self, life, also_program):
        self.server_kills += 1
        self.server.kill()
        if also_program:
            life.kill()
        before = life.last()
        self.server.start()
        if also_program:
            return
        # The program goes on by itself: it tries again, or looks what became of its change.
        if not life.wait_for(lambda: life.last() > before, 60):
            sys.exit(f"kill: the program did not go on: {life.errors.read_text()}")

    def judge(self, life):
        last, kept = life.last(), check(self.address)
        if kept < max(last, self.acknowledged):
            sys.exit(f"kill: {self.engine}: {last} was acknowledged, {kept} are there")
        if kept > max(last, self.kept) + 1:
            sys.exit(f"kill: {self.engine}: {kept} are there, only {last} were begun")
        self.looked += sum(word == "looked" for word, _ in life.lines())
        self.unanswered += kept > max(last, self.kept)
        self.acknowledged, self.kept = max(last, self.acknowledged), kept


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"])
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit(f"kill: there is no {PROGRAM.relative_to(ROOT)}; scripts/build makes it")
    engines = [options.engine] if options.engine else ["sqlite", "postgresql"]
    if "postgresql" in engines and "FUSELINE_TEST_POSTGRES" not in os.environ:
        sys.exit("kill: no PostgreSQL: run it as scripts/with-postgres Tests/Kill/run.py")
    print(f"kill: seed {options.seed}", flush=True)
    for engine in engines:
        chance = random.Random(options.seed)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            os.environ["FUSELINE_TEST_KEYS"] = name
            if engine == "sqlite":
                trial = Trial(engine, f"sqlite:{folder / 'kill.sqlite'}", chance)
            else:
                trial = Trial(engine, os.environ["FUSELINE_TEST_POSTGRES"], chance, Server())
            begin = time.monotonic()
            for number in range(options.rounds):
                trial.run(number, folder)
            print(
                f"kill: {engine}: {options.rounds} kills ({trial.server_kills} of the server),"
                f" {trial.kept} acts, each once with its leaf; none acknowledged was lost;"
                f" {trial.unanswered} kept without an answer, {trial.looked} looked up after an"
                f" unknown outcome; {time.monotonic() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    main()
