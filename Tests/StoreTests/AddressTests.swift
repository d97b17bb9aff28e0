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
}
