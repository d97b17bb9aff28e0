import Bootstrap
import Intake
import Linkage
import Primitives
import Store

/// Exit codes as INTERFACES promises them: the values of BSD's sysexits where one fits.
enum ExitStatus {
    static let done = 0
    static let found = 1
    static let usage = 2
    static let unreadable = 65
    static let missing = 66
    static let inputOutput = 74

    static func of(_ error: any CodedError) -> Int {
        switch error {
        case let error as IntakeError: Int(error.exitCode)
        case let error as BootstrapError: of(error)
        case let error as StoreError: of(error)
        case let error as LinkError: of(error)
        default: found
        }
    }

    private static func of(_ error: BootstrapError) -> Int {
        switch error {
        case .resourceMissing, .assetsMissing, .databaseMissing, .keysUnusable: missing
        case .resourceUnreadable: unreadable
        case .listenAddress, .issuerUnusable, .secretUnusable, .brokerAddress: usage
        case .cannotWrite: inputOutput
        }
    }

    private static func of(_ error: StoreError) -> Int {
        switch error {
        case .unknownAddress: usage
        case .migrationsMissing, .fileMissing, .wrongKeys: missing
        case .cannotOpen, .unfit, .statementFailed, .busy, .connectionLost, .outcomeUnknown, .file:
            inputOutput
        case .damaged, .newerSchema, .badBackup: unreadable
        case .statementDenied, .notEmpty: found
        }
    }

    private static func of(_ error: LinkError) -> Int {
        switch error {
        case .model, .column, .size: unreadable
        }
    }
}
