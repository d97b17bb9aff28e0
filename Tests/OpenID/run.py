#!/usr/bin/env python3
"""People sign in at an issuer of OpenID Connect that really runs.

usage: run.py --binary PATH

A small issuer stands here: discovery, authorization with PKCE, token endpoint with the client's
secret, keys (RSA and P-256, made and used by openssl). The server is asked as a browser asks it.
Then the issuer lies in every way that section 3.1.3.7 of OpenID Connect Core tells to look for; none
of these may open a session. Exit code 0 only where all went as it must.
"""

import argparse
import base64
import hashlib
import http.cookiejar
import http.server
import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "BrowserTests"))
import city  # noqa: E402

CLIENT, SECRET = "fuseline", "a secret & more:=%"


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


class Key:
    """A pair of keys in a file, its public half as a JSON Web Key."""

    def __init__(self, folder, name, kind):
        self.name, self.kind = name, kind
        self.file = str(Path(folder) / f"{len(list(Path(folder).iterdir()))}.pem")
        if kind == "RS256":
            openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048",
                    "-out", self.file)
        else:
            openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-out", self.file)

    def public(self):
        common = {"kid": self.name, "use": "sig", "alg": self.kind}
        if self.kind == "RS256":
            text = openssl("rsa", "-in", self.file, "-noout", "-modulus").decode()
            modulus = bytes.fromhex(text.strip().split("=")[1])
            return common | {"kty": "RSA", "n": url64(modulus), "e": "AQAB"}
        point = openssl("pkey", "-in", self.file, "-pubout", "-outform", "DER")[-64:]
        return common | {"kty": "EC", "crv": "P-256", "x": url64(point[:32]), "y": url64(point[32:])}

    def sign(self, message):
        signature = openssl("dgst", "-sha256", "-sign", self.file, data=message)
        if self.kind == "RS256":
            return signature
        # ECDSA-Sig-Value: a sequence of two integers; JOSE wants 32 bytes of each.
        numbers, at = [], 2
        for _ in range(2):
            length = signature[at + 1]
            numbers.append(int.from_bytes(signature[at + 2:at + 2 + length], "big"))
            at += 2 + length
        return b"".join(number.to_bytes(32, "big") for number in numbers)


class Issuer:
    """What it says is made of `claims` and `header`, which a case may change."""

    def __init__(self, folder):
        self.keys = [Key(folder, "first", "RS256"), Key(folder, "second", "ES256")]
        self.strange = Key(folder, "first", "RS256")  # another key under a known name
        self.subject, self.algorithm = "u-1", "RS256"
        self.change = lambda claims, header: None
        self.signer = None
        self.codes = {}
        self.elsewhere = {}
        self.lock = threading.Lock()
        handler = type("Handler", (Handler,), {"issuer": self})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self, nonce):
        now = int(time.time())
        key = self.signer or next(key for key in self.keys if key.kind == self.algorithm)
        header = {"alg": key.kind, "kid": key.name, "typ": "JWT"}
        claims = {"iss": self.address, "sub": self.subject, "aud": CLIENT, "nonce": nonce,
                  "iat": now, "exp": now + 300}
        self.change(claims, header)
        signed = ".".join(url64(json.dumps(part).encode()) for part in (header, claims))
        return f"{signed}.{url64(key.sign(signed.encode()))}"


class Handler(http.server.BaseHTTPRequestHandler):
    issuer = None

    def log_message(self, *_):
        pass

    def say(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        issuer, parts = self.issuer, urllib.parse.urlsplit(self.path)
        fields = dict(urllib.parse.parse_qsl(parts.query))
        if parts.path == "/.well-known/openid-configuration":
            return self.say({
                "issuer": issuer.address, "authorization_endpoint": f"{issuer.address}/authorize",
                "token_endpoint": f"{issuer.address}/token", "jwks_uri": f"{issuer.address}/keys"}
                | issuer.elsewhere)
        if parts.path == "/keys":
            return self.say({"keys": [key.public() for key in issuer.keys]})
        if parts.path == "/authorize":
            wanted = {"response_type": "code", "client_id": CLIENT, "scope": "openid",
                      "code_challenge_method": "S256"}
            wrong = [name for name, value in wanted.items() if fields.get(name) != value]
            if wrong or not fields.get("code_challenge") or not fields.get("nonce"):
                return self.say({"error": "invalid_request", "wrong": wrong}, 400)
            with issuer.lock:
                code = f"code-{len(issuer.codes)}"
                issuer.codes[code] = fields
            back = fields["redirect_uri"] + "?" + urllib.parse.urlencode(
                {"code": code, "state": fields["state"]})
            self.send_response(302)
            self.send_header("Location", back)
            self.end_headers()
            return None
        return self.say({}, 404)

    def do_POST(self):
        issuer = self.issuer
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        fields = dict(urllib.parse.parse_qsl(body))
        with issuer.lock:
            asked = issuer.codes.pop(fields.get("code"), None)
        name = urllib.parse.quote(CLIENT, safe="")
        secret = urllib.parse.quote(SECRET, safe="")
        basic = "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()
        if self.headers.get("Authorization") != basic:
            return self.say({"error": "invalid_client"}, 401)
        proof = url64(hashlib.sha256(fields.get("code_verifier", "").encode()).digest())
        if (not asked or asked["code_challenge"] != proof
                or asked["redirect_uri"] != fields.get("redirect_uri")):
            return self.say({"error": "invalid_grant"}, 400)
        return self.say({"access_token": "x", "token_type": "Bearer",
                         "id_token": issuer.token(asked["nonce"])})


class Browser:
    def __init__(self, address):
        self.address = address
        self.jar = http.cookiejar.CookieJar()

    def ask(self, address, form=None):
        if address.startswith("/"):
            address = self.address + address
        data = urllib.parse.urlencode(form).encode() if form is not None else None

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        opener = urllib.request.build_opener(
            Stay, urllib.request.HTTPCookieProcessor(self.jar))
        try:
            with opener.open(urllib.request.Request(address, data=data), timeout=30) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def begin(self):
        """The address at the issuer, and the one that it leads back to."""
        status, headers, _ = self.ask("/sign-in/issuer")
        demand(status == 303, f"the sign-in at the issuer answered {status}")
        status, headers, body = self.ask(headers["Location"])
        demand(status == 302, f"the issuer refused what it was asked: {body}")
        return headers["Location"]

    def sign_in(self):
        return self.ask(self.begin())[0]

    def is_in(self):
        return self.ask("/leads")[0] == 200

    def form(self, path, fields):
        _, _, page = self.ask(path)
        token = page.split('name="form_token" value="', 1)[1].split('"', 1)[0]
        key = page.split('name="form_key" value="', 1)
        extra = {"form_key": key[1].split('"', 1)[0]} if len(key) > 1 else {}
        return token, extra


def demand(holds, what):
    if not holds:
        raise city.Refused(what)


def person(address, people, role):
    browser = Browser(address)
    token, _ = browser.form("/sign-in", {})
    status, _, _ = browser.ask("/sign-in", {
        "form_token": token, "name": people[role]["name"], "password": people[role]["password"]})
    demand(status == 303, f"{role} could not sign in: {status}")
    return browser


def add_account(address, people, issuer):
    """An analyst whom the issuer knows as u-1, made by one administrator and let in by another."""
    system = person(address, people, "system-administrator")
    token, extra = system.form("/people", {})
    status, _, page = system.ask("/people/accounts", {
        "form_token": token, "name": "issued", "display": "发", "unit": "city", "role": "analyst",
        "subject": f"{issuer.address} u-1"} | extra)
    demand(status in (200, 303), f"adding the account answered {status}")
    security = person(address, people, "security-administrator")
    token, _ = security.form("/people", {})
    _, _, page = security.ask("/people")
    grants = [part.split('"')[0] for part in page.split('action="/people/accounts/')[1:]]
    rows = [row for row in page.split("<tr") if "issued" in row]
    demand(len(rows) == 1, "the account is not in the list")
    path = rows[0].split('action="', 1)[1].split('"', 1)[0]
    demand(path.endswith("/grant") and grants, "nobody can grant it its role")
    status, _, _ = security.ask(path, {"form_token": token, "role": "analyst"})
    demand(status == 303, f"granting the role answered {status}")


def lies(issuer):
    """Name and change of what the issuer says, none of which is to be believed."""
    hour = 3_600

    def say(**changes):
        return lambda claims, _: claims.update(changes)

    def unsay(name):
        return lambda claims, _: claims.pop(name)

    now = int(time.time())
    yield "another issuer", say(iss="http://127.0.0.1:1"), None
    yield "another client", say(aud="somebody"), None
    yield "many clients and another party", say(aud=[CLIENT, "x"], azp="x"), None
    yield "another nonce", say(nonce="x" * 64), None
    yield "no nonce", unsay("nonce"), None
    yield "too old", say(iat=now - hour, exp=now - hour // 2), None
    yield "no end", unsay("exp"), None
    yield "from the future", say(iat=now + hour, exp=now + 2 * hour), None
    yield "not yet", say(nbf=now + hour), None
    yield "nobody", say(sub=""), None
    yield "somebody unknown", say(sub="u-2"), None
    yield "the same subject of another case", say(sub="U-1"), None
    yield "no algorithm", lambda _, header: header.update(alg="none"), None
    yield "a hash as signature", lambda _, header: header.update(alg="HS256"), None
    yield "another algorithm than the key's", lambda _, header: header.update(alg="ES256"), None
    yield "an unknown key", lambda _, header: header.update(kid="third"), None
    yield "another key under a known name", lambda *_: None, issuer.strange


def run(address, people, issuer):
    add_account(address, people, issuer)
    for algorithm in ("RS256", "ES256"):
        issuer.algorithm = algorithm
        browser = Browser(address)
        status = browser.sign_in()
        demand(status == 303 and browser.is_in(),
               f"{algorithm}: nobody is signed in: {status}, then {browser.ask('/leads')[0]}")
    done = 0
    for name, change, signer in lies(issuer):
        issuer.algorithm, issuer.change, issuer.signer = "RS256", change, signer
        browser = Browser(address)
        status = browser.sign_in()
        demand(status == 403 and not browser.is_in(), f"{name}: answered {status}")
        done += 1
    issuer.change, issuer.signer = (lambda *_: None), None
    # It may not send the secret, or people, over a network in clear, nor call itself another.
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "issuer"):
        issuer.elsewhere = {name: "http://issuer.example/there"}
        status = Browser(address).ask("/sign-in/issuer")[0]
        demand(status == 502, f"{name} in clear: answered {status}")
        done += 1
    issuer.elsewhere = {}
    # A code opens once, for the browser alone that asked, and with its state alone.
    browser = Browser(address)
    back = browser.begin()
    stranger = Browser(address)
    demand(stranger.ask(back)[0] == 400 and not stranger.is_in(), "a stranger used the code")
    stranger.begin()
    demand(stranger.ask(back)[0] == 400 and not stranger.is_in(), "another sign-in's code was used")
    wrong = back.replace("state=", "state=0")
    demand(browser.ask(wrong)[0] == 400 and not browser.is_in(), "another state was taken")
    demand(browser.ask(back)[0] == 303 and browser.is_in(), "the right one did not open")
    again = Browser(address)
    again.jar = http.cookiejar.CookieJar()
    demand(again.ask(back)[0] == 400 and not again.is_in(), "a used code opened")
    issuer.server.shutdown()
    issuer.server.server_close()
    late = Browser(address)
    demand(late.ask("/sign-in/issuer")[0] == 502, "an issuer that is away is not told as such")
    return done


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        issuer = Issuer(folder)
        database = f"sqlite:{Path(folder) / 'city.sqlite'}"
        people = city.add_people(options.binary, database)
        secret = Path(folder) / "secret"
        secret.write_text(SECRET + "\n", encoding="utf-8")
        port = city.free_port()
        address = f"http://127.0.0.1:{port}"
        extra = ["--oidc-issuer", issuer.address, "--oidc-client", CLIENT,
                 "--oidc-secret-file", secret, "--public-url", address,
                 "--requests-per-minute", "100000"]
        with city.served(options.binary, database, extra=list(map(str, extra)), port=port):
            done = run(address, people, issuer)
    print(f"openid: signed in by RS256 and ES256; {done} lies refused, codes open once")


if __name__ == "__main__":
    try:
        main()
    except city.Refused as error:
        sys.exit(f"openid: {error}")
