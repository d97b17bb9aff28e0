/// Every limit of the product, each with its reason.
///
/// How they relate is asserted in `LimitsTests`.
package enum Limits {
    /// One line of a JSON Lines or CSV file.
    ///
    /// A record of all fields at their own limits fits; a file without line ends is refused piece
    /// by piece instead of filling memory.
    package static let lineBytesMax = 4 << 20
    /// Bytes read from a file at a time: long enough that the system calls cost nothing.
    package static let readChunkBytes = 256 << 10
    /// Levels of a JSON record; ours have two, and a thousand would end the stack.
    package static let jsonDepthMax = 32
    /// Columns of a CSV file; the widest courier export seen has about 120.
    package static let csvColumnsMax = 1_024
    /// A web address with its query.
    package static let urlBytesMax = 4_096
    /// A register of licences and divisions, which is read whole: some hundred thousand licences.
    package static let registryBytesMax = 64 << 20
    /// Bytes of input a batch of records may come from, so that a batch of the longest texts still
    /// fits in memory.
    package static let batchBytesMax = 32 << 20
    /// Rejects held back before they are written.
    package static let rejectBufferBytes = 64 << 10
    /// Ways of hiding named for one labelled text.
    package static let labelTagsMax = 32
    /// Names of unknown columns or keys told to the user before it only says "and more".
    package static let unknownNamesMax = 50
    /// One text to screen.
    ///
    /// The longest listing seen is a few kilobytes; a chat export pasted whole stays below this.
    package static let textBytesMax = 2 << 20
    /// Ids from outside (waybill numbers have at most 32 characters at any carrier; platform ids
    /// reach 64).
    package static let idBytesMax = 128
    /// Names, phones, places: longer is a broken column.
    package static let fieldBytesMax = 1_024
    /// Labelled pairs that m is counted from: with fewer a level of one in twenty is chance.
    package static let labelledPairsMin = 100
    /// An entry of the journal.
    ///
    /// A leaf with every text at `idBytesMax`, each byte escaped, fits; C2SP tlog-tiles could hold
    /// 65,535.
    package static let logEntryBytesMax = 4_096
    /// Contact hints of one listing.
    package static let contactsMax = 32
    /// Findings of one text.
    ///
    /// A text of nothing but terms is cut here, and the verdict says so.
    package static let hitsPerTextMax = 512
    /// A term of a lexicon: the longest of ours has 60 bytes; a line with more is a sentence in the
    /// wrong column.
    package static let lexiconTermBytesMax = 192
    /// Words that make a term's sense benign: each is looked for around every find of the term.
    package static let unlessWordsMax = 12
    /// Entries of a lexicon: ours has 2,250; ten times as many still build in a few seconds.
    package static let lexiconTermsMax = 20_000
    /// A lexicon's file that somebody uploads: `lexiconTermsMax` rows of ours (140 bytes each) with
    /// room.
    package static let lexiconFileBytesMax = 4 << 20
    /// The form that brings it: pasted into a field, every byte of Chinese becomes three.
    package static let lexiconFormBytesMax = 13 << 20
    /// Parts of a form that brings a file; ours has four.
    package static let formPartsMax = 16
    /// Recent texts that a proposed lexicon is tried on: two readings of each take a tenth of a
    /// second in all.
    package static let lexiconSampleTexts = 3_000
    /// Changed verdicts told one by one; the rest is counted.
    package static let verdictChangesShownMax = 50
    /// Rows of a page of the lexicon.
    package static let lexiconEntriesPerPage = 50
    /// Proposals that the lexicon's page lists; all are kept.
    package static let lexiconProposalsShown = 20
    /// Reasons shown for one text; the rest is summed into one line, so the sum stays true.
    package static let reasonsPerVerdictMax = 64
    /// A single piece at a road carrier; above it the unit is wrong.
    package static let parcelKilogramsMax = 5_000.0
    /// 20 m, a container's length with room.
    package static let parcelMillimetresMax = 20_000
    /// 100 million yuan, above which a price is a phone number in the wrong column.
    package static let priceYuanMax = 100_000_000.0
    /// Pieces of one waybill.
    package static let piecesMax = 100_000
    /// Records in one request of the screening API, as INTERFACES.md promises.
    package static let apiRecordsMax = 1_000
    /// A request body: `apiRecordsMax` ordinary records with room.
    package static let requestBytesMax = 8 << 20
    /// Rows written in one transaction of an import: long enough to be quick, short enough to lose
    /// little on a crash.
    package static let importBatchRecords = 2_000
    /// Records that may share one identifier before it is generic (a courier's own phone, a
    /// printing default) and stops linking.
    ///
    /// A busy small shop sends some thousand parcels a season under one phone.
    package static let recordsPerIdentifierMax = 20_000
    /// Distinct accounts that may share one phone or WeChat id before it is generic.
    package static let accountsPerIdentifierMax = 50
    /// Distinct sender names behind one phone or courier account before it is generic, where no
    /// address is known: a seller takes a dozen or two of false names, a counter or a shared
    /// warehouse prints its own phone for hundreds of customers.
    package static let namesPerIdentifierMax = 60
    /// Names and addresses, more than this of both, behind one phone or courier account before it
    /// is generic: a household has three people and one address, written in two or three ways.
    package static let placesPerIdentifierMax = 8
    /// Whole phones, with as many names, behind one courier account before it is a warehouse's: a
    /// sender has one or two, a counter lends its own; our guess.
    package static let phonesPerAccountMax = 2
    /// Labels of one phone, door or account whose names are compared with each other while weights
    /// are estimated; a block beyond it says no more about how names of one sender differ.
    package static let partiesComparedMax = 24
    /// Phones of senders at one door beyond which it is a warehouse or a market, where only a full
    /// name tells who is meant: a household has three people, a seller four or five phones.
    package static let phonesPerDoorMax = 8
    /// Full names and such that are no person's (A仓, 强哥), together, of one phone at one door from
    /// which they are one sender's, not a household's, and the least of each kind.
    ///
    /// Our guess: a household has three names and calls itself what it is called.
    package static let namesPerCrowdMin = 6
    package static let namesPerCrowdKindMin = 2
    /// Labels of each of two actors that are compared to say why they are not one: 2,500 pairs cost
    /// nothing, and more say nothing new.
    package static let labelsComparedMax = 50
    /// Generic identifiers that the linking's page lists; all are counted.
    package static let genericShown = 100
    /// Actors that each of its lists shows.
    package static let actorsShown = 20
    /// Steps of an actor's evidence that are kept for its page; a sending address has some hundred
    /// labels that differ.
    package static let stepsPerActorMax = 400
    /// Partings that a page lists, the latest first; all are kept.
    package static let severancesShown = 100
    /// Records an evidence of a lead names: one page; its facts still count them all.
    package static let recordsPerEvidenceMax = 20
    /// Leads a page of the board shows.
    package static let leadsPerPage = 50
    /// Reasons text and notes a person may write.
    package static let noteBytesMax = 4_096
    /// A form a browser sends: the longest note, percent-encoded, with room for the other fields.
    package static let formBytesMax = 64 << 10
    /// What a page shows of one long text; around its marks, not its beginning.
    package static let textShownBytesMax = 4_096
    /// What somebody may type into the board's search field.
    package static let searchBytesMax = 256
    /// Connections that read at once from one PostgreSQL database, beside the one that writes.
    ///
    /// A server has 100 by default, for all programs together.
    package static let databaseReadersMax = 8
    /// How long opening a connection may take.
    package static let databaseConnectMilliseconds = 10_000
    /// How long a transaction waits for its turn: for a free connection, or for whoever writes.
    ///
    /// The longest write, the leads of a whole city brought up to date, takes some seconds.
    package static let databaseWaitMilliseconds = 30_000
    /// Writes that share one transaction: with a hundred the wait for the disk is a hundredth of
    /// what it was, and more gain little.
    package static let writeGroupMax = 128
    /// How long writes are added to a transaction: the first of them waits that much longer until
    /// it is acknowledged, which nobody sees.
    package static let writeGroupMilliseconds = 20
    /// Records of a write that may share its transaction; more take longer than others should wait.
    package static let sharedRecordsMax = 32
    /// How often the journal is signed while anything comes to it, so that an act can be proven in
    /// half of the second that is asked for.
    package static let journalSealMilliseconds = 500
    /// Messages of a broker in one transaction: at 5,000 a second a fifth of a second's.
    package static let readingBatchMax = 1_000
    /// Messages to other systems that one look at the outbox sends.
    package static let messagesAtOnce = 50
    /// What is kept of a message that was refused: enough to see whose it is.
    package static let refusedReadingBytesMax = 2_048
    /// Refusals told one by one to whoever sends many readings at once.
    package static let refusalsToldMax = 20
    /// Readings sent in one request: a gateway that was without a link for an hour sends a few.
    package static let readingsPerRequestMax = 5_000
    /// The body that brings them.
    package static let readingsBytesMax = 2 << 20
    /// Readings deleted in one transaction: some tenths of a second.
    package static let readingsPurgedAtOnce = 20_000
    /// Steps of alarms on the page of a room.
    package static let alarmEventsPerPage = 50
    /// How far back a room's page draws what its sensors said.
    package static let trendHours = 2
    /// Readings drawn there: two hours of ten sensors every ten seconds.
    package static let trendReadingsMax = 8_000
    /// One SQL statement: the longest read, all records of a city, takes a few seconds.
    package static let databaseStatementMilliseconds = 300_000
    /// How often a transaction is begun that surely left nothing behind the time before; with the
    /// growing pauses between them a server may take twelve seconds to restart.
    package static let databaseAttemptsMax = 8
    /// Statements kept prepared on a connection; the store has about 60, and the board's filters
    /// make more.
    package static let preparedStatementsMax = 256
    /// Statements sent to PostgreSQL before their answers are read: the answers, 50 bytes each, fit
    /// in a socket's buffer, so that both sides never wait for each other.
    package static let pipelinedStatementsMax = 256
    /// How often another process's changes are looked for in an SQLite file.
    package static let changePollMilliseconds = 250
    /// One row of a backup: the longest text of each column, escaped, with room.
    package static let backupLineBytesMax = 64 << 20
    /// How often a server looks whether its key file has a new key to seal with.
    package static let keyFileLookSeconds = 1
    /// How long a key must have had a successor before it is taken out of the key file: every
    /// server has looked at the file by then, and what it was writing is written.
    package static let keySettleSeconds = 60
    /// Passes over all rows until none has an old key; a server knows the new one by the fifth.
    package static let resealPassesMax = 40
    /// A session does not outlive a shift.
    package static let sessionHoursMax = 10
    /// A session that nobody uses ends: a desk left alone over lunch.
    ///
    /// Our choice; ASVS 5.0, 7.3.1 asks for one.
    package static let sessionIdleMinutesMax = 30
    /// Requests a minute that a program's key may be given: a sorting hall of 20 lines that asks
    /// once a parcel.
    package static let keyRequestsPerMinuteMax = 6_000
    /// Days that a program's key lives before it must be made anew.
    package static let keyDaysMax = 366
    /// Days that the old secret of a rotated key still opens, to bring the new one to its programs.
    package static let keyOverlapDays = 7
    /// Days in which a request for a second person must be decided, and then made use of.
    package static let approvalDays = 7
    /// Requests for a second person that are listed, the latest first.
    package static let approvalsShown = 200
    /// Leads that one person may take out in one list without a second one; our choice.
    package static let leadsExportedAlone = 20
    /// Leads in one list that is taken out, with a second person.
    package static let leadsExportedMax = 10_000
    /// Leaves of the journal on one page.
    package static let journalLeavesPerPage = 100
    /// Ranges of a sensor's sequence numbers that are still open: one a break of its link, and late
    /// readings fill the youngest; more would be a sensor that loses most of what it says.
    package static let sequenceGapsMax = 4
    /// Occurrences of an alarm whose times are kept, so that a very late reading of one of them
    /// raises nothing again.
    package static let occurrencesRemembered = 4
    /// Why an alarm was shelved, and by whom: a sentence, kept in the room's state.
    package static let alarmReasonBytesMax = 256
    /// An alarm does not stay shelved from one shift to the next; our choice.
    package static let shelvedHoursMax = 8
    /// Readings of a recorded stream that are held back until it is clear whether a leap of time is
    /// one sensor's wrong clock: some rounds of a site's sensors.
    package static let streamHeldMax = 256
    /// Heads that a counter of one room may tell; more is a broken one.
    package static let peopleMax = 1_000.0
    /// Composition that the scales of one room may tell: ten times the greatest store.
    package static let roomChargeKilogramsMax = 200_000.0
    /// Sensors of one room: the places of a channel are told in six bits, and a room has a dozen.
    package static let sensorsPerRoomMax = 64
    /// Hours of a simulated factory: ten years, some gigabytes.
    package static let simulatedHoursMax = 87_600
    /// Leaves of the journal read for one look of a live page; with more it draws itself anew.
    package static let liveLeavesMax = 1_000
    /// Pages that are live at once on one server; each costs a task and a connection.
    package static let livePagesMax = 500
    /// Live pages of one person: windows of a morning's work.
    package static let livePagesOfPersonMax = 20
    /// How often a live page hears that its server is alive: three times in the ten seconds after
    /// which it must say that it is not.
    package static let liveBeatSeconds = 3
    /// How long another server may take to answer: somebody waits at a sign-in.
    package static let wireMilliseconds = 5_000
    /// What is read of another server's answer: a key set has some kilobytes.
    package static let wireAnswerBytesMax = 1 << 20
    /// An identity token; those of large issuers have two to four kilobytes.
    package static let identityTokenBytesMax = 16 << 10
    /// Requests a minute of one person: ten a second is more than anybody clicks.
    package static let personRequestsPerMinute = 600
    /// Requests a minute from one address where nobody is signed in: an office of a hundred people
    /// behind one address opens pages, each with eight files.
    package static let addressRequestsPerMinute = 3_000
    /// Tries to sign in a minute from one address, for all names together; each name has its own
    /// growing delay besides.
    package static let signInsPerMinute = 30
    /// Rows that one transaction of a purge deletes: some ten milliseconds.
    package static let purgeBatchRows = 500
    /// Records and looks that a report on one person lists, each.
    package static let reportItemsMax = 500
    /// Hours that a named request (Idempotency-Key) is remembered: a program that was down over
    /// night still repeats what it was not answered.
    package static let requestKeyHours = 24
    /// Askers that are remembered for their number of requests: some megabytes.
    package static let rateBucketsMax = 20_000
}
