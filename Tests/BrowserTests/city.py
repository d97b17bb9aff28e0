"""A small city behind a running server, for browser tests and screenshots.

Nothing here knows the pages: it calls the command line as a person would.
"""

import contextlib
import json
import re
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Refused(Exception):
    """A sentence for the person who ran the script."""


def call(binary, *arguments):
    """Standard output of one command; its standard error is shown only where it fails."""
    done = subprocess.run(
        [str(binary), *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True,
        text=True, encoding="utf-8", cwd=ROOT)
    if done.returncode != 0:
        raise Refused(f"{binary} {' '.join(map(str, arguments))} ended {done.returncode}:\n"
                      f"{done.stderr.strip()}")
    return done.stdout


def prepare(binary, folder, listings=1_500, waybills=12_000, seed=3):
    """Makes the city, runs the main job on it, adds its people: (database, people by role)."""
    folder = Path(folder)
    database = f"sqlite:{folder / 'city.sqlite'}"
    call(binary, "simulate", "city", "--seed", seed, "--listings", listings, "--waybills", waybills,
         "--out", folder)
    call(binary, "import", "registry", "--database", database, folder / "registry.json")
    call(binary, "import", "listings", "--database", database, folder / "listings.jsonl")
    call(binary, "import", "waybills", "--database", database, folder / "waybills.jsonl")
    return database, add_people(binary, database)


def add_people(binary, database):
    """One person of each role, by role."""
    lines = call(binary, "people", "sample", "--database", database, "--json").splitlines()
    return {person["role"]: person for person in map(json.loads, lines)}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(binary, database, assets=ROOT / ".assets", seconds=60, extra=(), port=None):
    """The address of a server over `database`, up for as long as the block runs."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    command = [str(binary), "serve", "--database", database, "--listen", f"127.0.0.1:{port}",
               "--assets", str(assets), *extra]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT)
        try:
            await_health(server, address, log, seconds)
            yield address
        finally:
            stop(server)


def await_health(server, address, log, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            log.seek(0)
            raise Refused(f"the server ended {server.returncode} at its start:\n{log.read().strip()}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise Refused(f"the server did not answer {address}/healthz within {seconds} s")


def stop(server):
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        raise Refused("the server did not end within 20 s of being asked to") from None


def chromium():
    """Debian's browser; its wrapper script in /usr/bin prints a harmless warning, so it comes last."""
    for path in ("/usr/lib/chromium/chromium", "/usr/bin/chromium"):
        if Path(path).is_file():
            return path
    raise Refused("there is no Chromium; scripts/setup --for-tests installs it")


def words(language):
    return json.loads((ROOT / f"Sources/Web/Words/{language}.json").read_text(encoding="utf-8"))


def matcher(text):
    """A pattern for words with places in braces: each place matches anything."""
    parts = re.split(r"\{\w+\}", text)
    return re.compile(".+".join(map(re.escape, parts)))
