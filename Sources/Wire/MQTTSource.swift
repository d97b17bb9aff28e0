import CMosquitto
import Dispatch
import Foundation
import Glibc
import Primitives
import Synchronization

/// One message of a broker.
package struct MQTTMessage: Hashable, Sendable {
    package let topic: String
    package let payload: [UInt8]
}

/// Messages of a broker, in batches, each acknowledged once it was taken (QoS 1).
///
/// libmosquitto 2.0 makes the acknowledgement of a message before it tells of it. With its threaded
/// mode set and no thread of its own it only queues it, and `mosquitto_loop_write` is what sends
/// it: that is called when `take` has returned. Meanwhile nothing more is read, so that whoever
/// sends faster waits at the broker and nothing is dropped. Where `take` throws, or the connection
/// breaks, the connection is dropped with its queue: the broker sends what was not acknowledged
/// again, at the next one.
package final class MQTTSource: Sendable {
    /// What is told of the connection.
    package enum Event: Hashable, Sendable {
        case connected
        case lost(String)
        /// A batch was not taken, and comes again.
        case refused(String)
    }

    private let address: MQTTAddress
    private let topic: String
    private let isOver = Mutex(false)

    /// Calls `mosquitto_lib_init` once.
    private static let library: Int32 = mosquitto_lib_init()

    /// - Parameter topic: The filter that is subscribed to.
    package init(_ address: MQTTAddress, topic: String) {
        self.address = address
        self.topic = topic
    }

    /// Listens until the task is cancelled, coming back after every loss.
    package func run(
        told: @escaping @Sendable (Event) -> Void,
        _ take: @escaping @Sendable ([MQTTMessage]) async throws -> Void
    ) async {
        _ = Self.library
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                Thread { [self] in
                    listen(told, take)
                    continuation.resume()
                }.start()
            }
        } onCancel: {
            isOver.withLock { $0 = true }
        }
    }

    private var mayGoOn: Bool { !isOver.withLock { $0 } }

    private func listen(
        _ told: (Event) -> Void, _ take: @escaping @Sendable ([MQTTMessage]) async throws -> Void
    ) {
        var pause = 0.1
        while mayGoOn {
            let connection = MQTTConnection(address, topic: topic)
            do {
                try connection.open()
                told(.connected)
                pause = 0.1
                while mayGoOn {
                    let batch = try connection.read()
                    if !batch.isEmpty, let why = Self.taken(batch, take) {
                        told(.refused(why))
                        break
                    }
                    try connection.write()
                }
            } catch {
                told(.lost("\((error as? MQTTError)?.message ?? "\(error)")"))
            }
            connection.drop()
            let end = ContinuousClock.now + .seconds(pause)
            while mayGoOn, ContinuousClock.now < end { usleep(20_000) }
            pause = min(pause * 2, 5)
        }
    }

    /// Why the batch was not taken; nil where it was.
    private static func taken(
        _ batch: [MQTTMessage], _ take: @escaping @Sendable ([MQTTMessage]) async throws -> Void
    ) -> String? {
        let done = DispatchSemaphore(value: 0)
        let outcome = Outcome()
        Task {
            do {
                try await take(batch)
            } catch {
                outcome.put((error as? any CodedError)?.code ?? "\(type(of: error))")
            }
            done.signal()
        }
        done.wait()
        return outcome.why
    }
}

/// Why a batch was not taken.
private final class Outcome: Sendable {
    private let state = Mutex<String?>(nil)

    var why: String? { state.withLock { $0 } }
    func put(_ why: String) { state.withLock { $0 = why } }
}

/// What came in and was not handed on yet; of one thread.
private final class Inbox {
    var messages: [MQTTMessage] = []
    var connected: Int32?
    /// The broker does not let us hear the topic.
    var isRefused = false
}

/// One connection, on the thread that made it.
private final class MQTTConnection {
    private let address: MQTTAddress
    private let topic: String
    private let inbox = Inbox()
    private var client: OpaquePointer?

    init(_ address: MQTTAddress, topic: String) {
        self.address = address
        self.topic = topic
    }

    /// Connects, and subscribes; the session is kept at the broker.
    ///
    /// - Throws: `MQTTError.library`.
    func open() throws {
        let context = Unmanaged.passUnretained(inbox).toOpaque()
        client = mosquitto_new(address.client, false, context)
        guard let client else { throw MQTTError.library("no memory") }
        mosquitto_threaded_set(client, true)
        if let user = address.user {
            try check(mosquitto_username_pw_set(client, user, address.password))
        }
        if address.isTLS {
            let system = address.authorities == nil ? "/etc/ssl/certs" : nil
            try check(mosquitto_tls_set(client, address.authorities, system, nil, nil, nil))
        }
        mosquitto_connect_callback_set(client) { _, context, code in
            guard let context else { return }
            Unmanaged<Inbox>.fromOpaque(context).takeUnretainedValue().connected = code
        }
        mosquitto_subscribe_callback_set(client) { _, context, _, count, granted in
            guard let context, let granted, count > 0, granted[0] > 2 else { return }
            Unmanaged<Inbox>.fromOpaque(context).takeUnretainedValue().isRefused = true
        }
        mosquitto_message_callback_set(client) { _, context, message in
            guard let context, let message = message?.pointee, let topic = message.topic else {
                return
            }
            let bytes = UnsafeRawBufferPointer(
                start: message.payload, count: Int(message.payloadlen))
            Unmanaged<Inbox>.fromOpaque(context).takeUnretainedValue().messages.append(
                MQTTMessage(topic: String(cString: topic), payload: Array(bytes)))
        }
        try check(mosquitto_connect(client, address.host, Int32(address.port), 10))
        try turn(within: 10) { inbox.connected != nil }
        guard let code = inbox.connected, code == 0 else {
            throw MQTTError.library(
                String(cString: mosquitto_connack_string(inbox.connected ?? 0)))
        }
        // Sent with the next write: what the broker kept for us may be here already, and nothing
        // of it is acknowledged before it was taken.
        try check(mosquitto_subscribe(client, nil, topic, 1))
    }

    /// Turns the wheel until something is so; what comes in meanwhile stays in the inbox.
    private func turn(within seconds: Double, _ isSo: () -> Bool) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while !isSo() {
            guard ContinuousClock.now < end else {
                throw MQTTError.library("it does not answer")
            }
            // Nothing is acknowledged on the way: what came is handed on before the next write.
            if inbox.messages.isEmpty { try write() }
            _ = try receive(milliseconds: 50)
        }
    }

    /// What comes within a tenth of a second, and all that is there behind it.
    ///
    /// - Throws: `MQTTError.library` where the connection is lost.
    func read() throws -> [MQTTMessage] {
        if inbox.messages.isEmpty { _ = try receive(milliseconds: 100) }
        while inbox.messages.count < Limits.readingBatchMax, try receive(milliseconds: 0) {}
        if inbox.isRefused { throw MQTTError.library("it does not let us hear \(topic)") }
        defer { inbox.messages.removeAll(keepingCapacity: true) }
        return inbox.messages
    }

    /// Sends what is queued, acknowledgements among it.
    ///
    /// - Throws: `MQTTError.library`.
    func write() throws {
        try check(mosquitto_loop_misc(client))
        while mosquitto_want_write(client) {
            var place = pollfd(
                fd: mosquitto_socket(client), events: Int16(POLLOUT), revents: 0)
            guard poll(&place, 1, 5_000) > 0 else {
                throw MQTTError.library("it takes nothing any more")
            }
            try check(mosquitto_loop_write(client, 1))
        }
    }

    /// Whether a packet was there to be read.
    private func receive(milliseconds: Int32) throws -> Bool {
        let socket = mosquitto_socket(client)
        guard socket >= 0 else { throw MQTTError.library("the connection is lost") }
        var place = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&place, 1, milliseconds) > 0 else { return false }
        try check(mosquitto_loop_read(client, 1))
        return true
    }

    /// Lets go of it without a word, so that what is queued is not sent.
    func drop() {
        if let client { mosquitto_destroy(client) }
        client = nil
    }

    private func check(_ code: Int32) throws {
        guard code == Int32(MOSQ_ERR_SUCCESS.rawValue) else {
            throw MQTTError.library(String(cString: mosquitto_strerror(code)))
        }
    }
}
