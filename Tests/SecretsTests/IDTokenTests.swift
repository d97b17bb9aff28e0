import Foundation
import Primitives
import Secrets
import TestKit
import Testing

/// A key of an issuer, made and used by the `openssl` program: not by the code under test.
private struct IssuerKey {
    enum Kind { case rsa, ec }

    let kind: Kind
    private let folder: TemporaryFolder
    private var pem: String { folder.path("key.pem") }

    init(_ kind: Kind, bits: Int = 2_048) throws {
        self.kind = kind
        folder = try TemporaryFolder()
        switch kind {
        case .rsa:
            _ = try Self.openssl(["genrsa", "-out", folder.path("key.pem"), "\(bits)"])
        case .ec:
            _ = try Self.openssl([
                "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out",
                folder.path("key.pem"),
            ])
        }
    }

    static func openssl(_ arguments: [String], input: Data = Data()) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let (put, got) = (Pipe(), Pipe())
        process.standardInput = put
        process.standardOutput = got
        process.standardError = FileHandle.nullDevice
        try process.run()
        put.fileHandleForWriting.write(input)
        try put.fileHandleForWriting.close()
        let output = got.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return output
    }

    static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// The key as its issuer publishes it.
    func jwk(_ name: String) throws -> String {
        switch kind {
        case .rsa:
            let text = String(
                decoding: try Self.openssl(["rsa", "-in", pem, "-noout", "-modulus"]),
                as: UTF8.self)
            let hex = text.trimmingCharacters(in: .whitespacesAndNewlines).dropFirst(8)
            var bytes = Data()
            var rest = hex
            while rest.count >= 2 {
                bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            }
            return """
                {"kty":"RSA","kid":"\(name)","use":"sig","alg":"RS256","e":"AQAB",\
                "n":"\(Self.base64URL(bytes))"}
                """
        case .ec:
            // The public point is the last 65 bytes of the key's public form.
            let der = try Self.openssl(["ec", "-in", pem, "-pubout", "-outform", "DER"])
            let point = der.suffix(64)
            return """
                {"kty":"EC","kid":"\(name)","crv":"P-256",\
                "x":"\(Self.base64URL(point.prefix(32)))",\
                "y":"\(Self.base64URL(point.suffix(32)))"}
                """
        }
    }

    func token(_ header: String, _ claims: String) throws -> String {
        let signed =
            "\(Self.base64URL(Data(header.utf8))).\(Self.base64URL(Data(claims.utf8)))"
        var signature = try Self.openssl(
            ["dgst", "-sha256", "-sign", pem], input: Data(signed.utf8))
        if kind == .ec { signature = Self.raw(signature) }
        return "\(signed).\(Self.base64URL(signature))"
    }

    /// r and s of 32 bytes each out of their DER form.
    private static func raw(_ der: Data) -> Data {
        let bytes = Array(der)
        func number(_ start: Int) -> (Data, Int) {
            let count = Int(bytes[start + 1])
            let value = bytes[(start + 2)..<(start + 2 + count)].drop { $0 == 0 }
            return (Data(repeating: 0, count: 32 - value.count) + Data(value), start + 2 + count)
        }
        let (r, next) = number(2)
        return r + number(next).0
    }
}

@Suite struct IDTokenTests {
    private static let now = Timestamp(microseconds: 1_795_392_000_000_000)
    private static let seconds: Int64 = 1_795_392_000
    private static let demand = IDTokenDemand(
        issuer: "https://issuer.example", client: "fuseline", nonce: "n-1", now: now)

    private static func claims(_ changes: [String: String] = [:]) -> String {
        var fields = [
            "iss": "\"https://issuer.example\"", "aud": "\"fuseline\"", "sub": "\"u-7\"",
            "nonce": "\"n-1\"", "iat": "\(seconds - 5)", "exp": "\(seconds + 300)",
        ]
        fields.merge(changes) { $1 }
        return "{"
            + fields.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    @Test func whatItsIssuerSignedIsBelieved() throws {
        let secrets = try Secrets()
        for (kind, name) in [(IssuerKey.Kind.rsa, "RS256"), (.ec, "ES256")] {
            let key = try IssuerKey(kind)
            let other = try IssuerKey(kind)
            let keys = Array("{\"keys\":[\(try other.jwk("a")),\(try key.jwk("b"))]}".utf8)
            let header = "{\"alg\":\"\(name)\",\"kid\":\"b\"}"
            let token = try key.token(header, Self.claims())
            #expect(
                try secrets.subject(ofToken: token, keys: keys, Self.demand) == "u-7", "\(name)")
            // One bit of it, the key of another, no key.
            var bytes = Array(token.utf8)
            let place = bytes.count - 5
            bytes[place] = bytes[place] == 0x41 ? 0x42 : 0x41
            for (wrong, with) in [
                (String(decoding: bytes, as: UTF8.self), keys),
                (try other.token(header, Self.claims()), keys),
                (token, Array("{\"keys\":[\(try other.jwk("b"))]}".utf8)),
                (token, Array("{\"keys\":[]}".utf8)),
            ] {
                #expect(throws: IDTokenError.notSigned) {
                    _ = try secrets.subject(ofToken: wrong, keys: with, Self.demand)
                }
            }
            // Its header must not choose another way to be verified.
            for algorithm in ["none", "HS256", "RS256", "ES256", "RS512"] where algorithm != name {
                let odd = try key.token("{\"alg\":\"\(algorithm)\",\"kid\":\"b\"}", Self.claims())
                #expect(throws: IDTokenError.notSigned) {
                    _ = try secrets.subject(ofToken: odd, keys: keys, Self.demand)
                }
            }
        }
    }

    @Test func aShortKeySignsNothing() throws {
        let key = try IssuerKey(.rsa, bits: 1_024)
        let token = try key.token("{\"alg\":\"RS256\",\"kid\":\"b\"}", Self.claims())
        #expect(throws: IDTokenError.notSigned) {
            _ = try Secrets().subject(
                ofToken: token, keys: Array("{\"keys\":[\(try key.jwk("b"))]}".utf8),
                Self.demand)
        }
    }

    @Test func itMustBeForUsAndNow() throws {
        let secrets = try Secrets()
        let key = try IssuerKey(.ec)
        let keys = Array("{\"keys\":[\(try key.jwk("b"))]}".utf8)
        let header = "{\"alg\":\"ES256\",\"kid\":\"b\"}"
        func subject(_ changes: [String: String]) throws -> String {
            try secrets.subject(
                ofToken: try key.token(header, Self.claims(changes)), keys: keys, Self.demand)
        }
        let wrong: [[String: String]] = [
            ["iss": "\"https://issuer.example/\""], ["aud": "\"other\""],
            ["aud": "[\"fuseline\",\"other\"]"],
            ["aud": "[\"fuseline\",\"other\"]", "azp": "\"other\""], ["nonce": "\"n-2\""],
            ["nonce": ""], ["exp": "\(Self.seconds - 61)"], ["exp": ""],
            ["iat": "\(Self.seconds + 61)"], ["iat": ""],
            ["nbf": "\(Self.seconds + 61)"], ["nbf": "\"now\""], ["sub": "\"\""], ["sub": "7"],
        ]
        for changes in wrong {
            #expect(throws: IDTokenError.self, "\(changes)") { _ = try subject(changes) }
        }
        #expect(try subject(["aud": "[\"fuseline\"]"]) == "u-7")
        #expect(try subject(["aud": "[\"x\",\"fuseline\"]", "azp": "\"fuseline\""]) == "u-7")
        #expect(try subject(["exp": "\(Self.seconds - 30)"]) == "u-7", "a clock may differ")
    }

    @Test(arguments: ["", "a.b", "a.b.c", "....", "e30.e30.", "e30.e30.!!", "é.e30.e30"])
    func whatIsNoTokenIsRefused(text: String) throws {
        #expect(throws: IDTokenError.self) {
            _ = try Secrets().subject(ofToken: text, keys: Array("{\"keys\":[]}".utf8), Self.demand)
        }
    }
}
