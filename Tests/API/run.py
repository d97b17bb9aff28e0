#!/usr/bin/env python3
"""schemathesis against the server's own description of its API.

usage: run.py --binary PATH [--seconds N] [--seed N]

A small city is served as a person would; an analyst and an auditor are signed in, and each is
schemathesis's caller for half of the time. Any answer of 500 and above, any status, content type or
body that /openapi.json does not declare, fails. 600 seconds is what docs/operating.md reports.
"""

import argparse
import contextlib
import http.client
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "BrowserTests"))

import city  # noqa: E402  (its folder is beside this one)

CHECKS = ",".join([
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance"])


def ask(address, method, path, fields=None, cookie=None):
    link = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
    if cookie:
        headers["Cookie"] = cookie
    with contextlib.closing(link):
        link.request(method, path, urlencode(fields) if fields else None, headers)
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def sign_in(address, person):
    """The cookie of a session, and its form token."""
    _, headers, page = ask(address, "GET", "/sign-in")
    form = headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="form_token" value="([^"]+)"', page).group(1)
    status, headers, _ = ask(
        address, "POST", "/sign-in",
        {"form_token": token, "name": person["name"], "password": person["password"]}, form)
    if status != 303:
        raise city.Refused(f"signing in answered {status}")
    cookies = [field.split(";")[0] for field in headers.get_all("Set-Cookie")]
    cookie = next(c for c in cookies if c.startswith("fuseline_session="))
    _, _, page = ask(address, "GET", "/account", cookie=cookie)
    return cookie, re.search(r'name="form_token" value="([^"]+)"', page).group(1)


def attack(address, cookie, token, seconds, seed):
    program = Path(sys.executable).parent / "schemathesis"
    command = [
        program, "run", f"{address}/openapi.json", "--checks", CHECKS, "--max-time", str(seconds),
        "--header", f"Cookie: {cookie}", "--header", f"X-Form-Token: {token}", "--no-color",
        "--max-examples", "100000", "--generation-database", "none", "--continue-on-failure",
        "--warnings", "off"]
    if seed is not None:
        command += ["--seed", str(seed)]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        database, people = city.prepare(options.binary, folder, listings=400, waybills=3_000)
        extra = ["--requests-per-minute", "10000000"]
        with city.served(options.binary, database, extra=extra) as address:
            for role in ("analyst", "auditor"):
                cookie, token = sign_in(address, people[role])
                code, output = attack(
                    address, cookie, token, options.seconds // 2, options.seed)
                tail = "\n".join(output.strip().splitlines()[-12:])
                print(f"api: {role}, {options.seconds // 2} s:\n{tail}", flush=True)
                if code != 0:
                    failed = True
                    print(output)
            status, _, text = ask(address, "GET", "/metrics")
            answers = [
                (int(line.rpartition(" ")[2]), line)
                for line in text.splitlines() if line.startswith("fuseline_http_requests_total")]
            count = sum(number for number, _ in answers)
            broken = [line for number, line in answers if 'status="5' in line]
            print(f"api: {count} answers by the server's own count", flush=True)
            if status != 200 or count < 100 or broken:
                failed = True
                print("\n".join(["api: broken answers", *broken]))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    try:
        main()
    except city.Refused as error:
        sys.exit(f"api: {error}")
