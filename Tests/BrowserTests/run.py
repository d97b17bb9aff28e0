#!/usr/bin/env python3
"""The pages in headless Chromium, over a small city that the command line makes.

usage: run.py --binary PATH [--only WORD]

Prints one line a check and the sum; exit code 0 only where every check passed.
"""

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import expect, sync_playwright

import checks
import city


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True, help="the release binary, .build/release/fuseline")
    parser.add_argument("--only", default="", help="run only checks whose name has this word")
    return parser.parse_args()


def run(desk, only):
    """Runs the checks in their order, since each leaves the leads as the next finds them."""
    passed, failed = 0, 0
    for name, check in checks.ALL:
        if only and only not in name:
            continue
        start = time.monotonic()
        try:
            check(desk)
            desk.expect_quiet()
        except (AssertionError, BrowserError, city.Refused) as error:
            failed += 1
            print(f"FAILED  {name}\n{indented(describe(error))}", flush=True)
        else:
            passed += 1
            print(f"ok      {name} ({time.monotonic() - start:.1f} s)", flush=True)
        finally:
            desk.close_pages()
    return passed, failed


def describe(error):
    place = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in place if Path(frame.filename).parent == Path(__file__).resolve().parent]
    at = "\n".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.line}" for frame in ours[1:])
    return f"{error}\n{at}"


def indented(text):
    return "\n".join(f"        {line}" for line in text.splitlines()[:40])


def main():
    options = arguments()
    binary = Path(options.binary).resolve()
    if not binary.is_file():
        print(f"run.py: there is no {binary}; build it first", file=sys.stderr)
        return 66
    expect.set_options(timeout=15_000)
    try:
        with tempfile.TemporaryDirectory(prefix="fuseline-browser-") as folder:
            database, people = city.prepare(binary, folder)
            with city.served(binary, database) as address, sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=city.chromium(), args=["--no-sandbox"])
                passed, failed = run(checks.Desk(browser, address, people, binary, database), options.only)
                browser.close()
    except city.Refused as refused:
        print(f"run.py: {refused}", file=sys.stderr)
        return 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
