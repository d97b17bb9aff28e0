import Store
import TestKit
import Testing

/// What `--database` takes, and that a refusal never repeats a password.
@Suite struct AddressTests {
    @Test(arguments: [
        "sqlite:", "fuseline.sqlite", "", "ftp://secret@x", "postgres:", "postgres://",
        "postgres://u:secret@h", "postgres://u:secret@h/", "postgres://u:sec/secret@h/db",
        "postgres://u:secret@h:port/db", "postgres://h:secret/db", "postgres://u:se@secret@h/d/b",
        "postgresql://u:secret@h/db?nonsense=secret", "postgres://u:secret%ZZ@h/db",
        "postgre://u:secret@h/db",
    ])
    func whatIsNoAddressIsRefusedByName(address: String) async {
        let error = await #expect(throws: StoreError.self) {
            _ = try await StoreAddress.open(address, now: Fixed.now, vault: Fixed.vault)
        }
        #expect(error?.code == "store.unknown_address")
        #expect(error?.message.contains("--database takes sqlite:PATH") == true)
        #expect(error?.message.contains("secret") == false)
    }

    @Test(arguments: ["postgres://u:secret@127.0.0.1:1/city", "postgresql:///city?host=/nowhere"])
    func aServerThatIsNotThereIsTold(address: String) async {
        let error = await #expect(throws: StoreError.self) {
            _ = try await StoreAddress.open(address, now: Fixed.now, vault: Fixed.vault)
        }
        #expect(error?.code == "store.cannot_open")
        #expect(error?.message.contains("secret") == false)
        #expect(error?.message.contains("Check that the server runs") == true)
    }

    /// Across a network nothing goes in clear unless somebody says so: the test's server knows no
    /// TLS, and under this name it looks like one elsewhere.
    @Test(.enabled(if: TestEngine.server != nil))
    func anotherMachineIsAskedForTLS() async throws {
        let address = try TestDatabase(.postgreSQL).address
        let elsewhere = address.replacing("@127.0.0.1:", with: "@LOCALHOST:")
        try #require(elsewhere != address)
        let error = await #expect(throws: StoreError.self) {
            _ = try await StoreAddress.open(elsewhere, now: Fixed.now, vault: Fixed.vault)
        }
        #expect(error?.code == "store.cannot_open")
        #expect(error?.message.contains("SSL") == true || error?.message.contains("cert") == true)
        _ = try await StoreAddress.open(
            elsewhere + "&sslmode=disable", now: Fixed.now, vault: Fixed.vault)
    }
}
