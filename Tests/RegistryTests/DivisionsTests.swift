import Primitives
import Records
import Registry
import Testing

struct DivisionsTests {
    private func shipped() throws -> Divisions {
        try Divisions(
            DataFiles.read("divisions.json", as: DivisionsFile.self),
            on: DataFiles.day("2026-11-23"))
    }

    @Test func theNineDivisionsOfNanchangAreThereEachWithASeatAndAStation() throws {
        let divisions = try shipped()
        #expect(
            divisions.all.map(\.code) == [
                "360102", "360103", "360104", "360111", "360112", "360113", "360121", "360123",
                "360124",
            ])
        #expect(divisions.all.allSatisfy { $0.seat.datum == .cgcs2000 })
        #expect(divisions.all.allSatisfy { $0.station.hasSuffix("治安管理大队") })
        #expect(divisions.division("360124")?.station == "进贤县公安局治安管理大队")
        #expect(divisions.division("360100")?.name == "南昌市")
        #expect(divisions.division("430181") == nil)
    }

    @Test(arguments: [
        ("江西省南昌市进贤县李渡镇花炮路1号", "360124", "进贤县"),
        ("江西省南昌市南昌县莲塘镇澄湖路", "360121", "南昌县"),
        ("南昌市西湖区北京西路88号", "360103", "西湖区"),
        ("南昌新建区长堎镇新建路", "360112", "新建区"),
        ("南昌市湾里区梅岭镇", "360112", "湾里区"),
        ("红谷滩新区红角洲", "360113", "红谷滩新区"),
        ("江西南昌青山湖京东镇", "360111", "青山湖"),
        ("南昌市向塘镇物流园", "360121", "向塘镇"),
        ("文港镇笔都大道", "360124", "文港镇"),
        ("安义县东阳镇", "360123", "安义县"),
        ("南昌市新建路小区", "360100", "南昌市"),
        ("南昌市进贤门外", "360100", "南昌市"),
        ("南昌市八一大道", "360100", "南昌市"),
    ])
    func anAddressOfTheCityIsReadToItsDivision(
        address: String, code: String, by: String
    ) throws {
        let reading = try shipped().read(address)
        #expect(reading.division == code)
        #expect(reading.decidedBy == by)
        #expect(reading.elsewhere == nil)
    }

    @Test(arguments: [
        ("浙江省杭州市西湖区文三路", "浙江"),
        ("湖北武汉东西湖区", "湖北"),
        ("武汉市东湖区", "武汉"),
        ("江苏省徐州市南昌路12号", "江苏"),
        ("上海市静安区南昌路", "上海"),
        ("九江市新建区域", "九江"),
        ("山东省临沂市安义路", "山东"),
    ])
    func anAddressElsewhereIsNeverReadAsOurs(address: String, elsewhere: String) throws {
        let reading = try shipped().read(address)
        #expect(reading.division == nil)
        #expect(reading.elsewhere == elsewhere)
        #expect(reading.areaKey == elsewhere)
    }

    @Test(arguments: ["西湖区文三路", "新建路8号", "进贤路", "", "快递驿站", "东西湖区"])
    func aNameThatIsNotEnoughByItselfGivesNothing(address: String) throws {
        let reading = try shipped().read(address)
        #expect(reading.division == nil && reading.elsewhere == nil && reading.areaKey == nil)
    }

    @Test(arguments: [
        ("湖南省浏阳市大瑶镇", "liuyang", "大瑶镇"),
        ("湖南浏阳金刚镇", "liuyang", "金刚镇"),
        ("湖南省长沙市浏阳市集里街道", "liuyang", nil),
        ("江西省萍乡市上栗县桐木镇", "shangli", "桐木镇"),
        ("江西省宜春市万载县株潭镇", "wanzai", "株潭镇"),
        ("南昌市进贤县李渡镇", "lidu", nil),
        ("澄潭江镇", "liuyang", "澄潭江镇"),
    ])
    func anAddressInAProductionAreaIsKnownWithItsTownWhereItNamesOne(
        address: String, area: String, town: String?
    ) throws {
        let production = try shipped().read(address).production
        #expect(production?.area == area)
        #expect(production?.town == town)
    }

    @Test(arguments: ["长沙市浏阳河中路", "四川省金刚镇", "浙江省杭州市醴陵路", "广东省醴陵大酒店", "南昌市东湖区"])
    func aLikeNameIsNoProductionArea(address: String) throws {
        #expect(try shipped().read(address).production == nil)
    }

    @Test func aDivisionCountsOnlyBetweenItsDates() throws {
        let file = try DataFiles.read("divisions.json", as: DivisionsFile.self)
        let before = try Divisions(file, on: DataFiles.day("2020-06-30"))
        #expect(before.division("360113") == nil)
        #expect(before.read("南昌市红谷滩区").division == "360100")
    }

    @Test func everyFaultOfTheFileIsToldAtOnce() throws {
        var file = try DataFiles.read("divisions.json", as: DivisionsFile.self)
        file.divisions[0].code = "36O102"
        file.divisions[1].seat.datum = "GCJ-02"
        file.divisions[3].code = file.divisions[2].code
        file.productionAreas[0].confidence = "sure"
        let error = #expect(throws: RegistryError.self) {
            try Divisions(file, on: DataFiles.day("2026-11-23"))
        }
        guard case .rowsRefused(let faults) = error else { return }
        #expect(
            faults.map { "\($0.list)[\($0.row)].\($0.fault.field)" } == [
                "divisions[0].code", "divisions[1].seat", "divisions[3].code",
                "production_areas[0].confidence",
            ])
    }
}
