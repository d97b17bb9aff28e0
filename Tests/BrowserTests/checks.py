"""What must be so in a browser, one function a check, in the order they run."""

import csv
import io
import json
import re
import tempfile
from datetime import datetime, timezone

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import city

ALL = []
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def check(name):
    def add(function):
        ALL.append((name, function))
        return function
    return add


class Desk:
    """Opens pages for people, and hears whatever they complain of."""

    def __init__(self, browser, address, people, binary, database):
        self.binary = binary
        self.database = database
        self.browser = browser
        self.address = address
        self.people = people
        self.contexts = []
        self.complaints = []

    def page(self, language="zh", viewport=None, **options):
        context = self.browser.new_context(viewport=viewport or WIDE, locale="zh-CN", **options)
        self.contexts.append(context)
        context.add_cookies([{"name": "fuseline_lang", "value": language, "url": self.address}])
        page = context.new_page()
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error in a script: {error}"))
        page.on("requestfailed", self.hear_failure)
        return page

    def command(self, *words, file):
        """Runs a command beside the server, with a file of this text."""
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as given:
            given.write(file)
            given.flush()
            city.call(self.binary, *words, "--database", self.database, given.name)

    def hear(self, message):
        # The browser's own line about an answer such as 401 is what some checks are about.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(f"console {message.type}: {message.text}")

    def hear_failure(self, request):
        # A search that a later one has overtaken.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"request failed: {request.url} {request.failure}")

    def signed_in(self, role="analyst", path="/leads", **options):
        page = self.page(**options)
        self.sign_in(page, role, path)
        return page

    def sign_in(self, page, role="analyst", path="/leads"):
        page.goto(self.address + path)
        page.fill("input[name=name]", self.people[role]["name"])
        page.fill("input[name=password]", self.people[role]["password"])
        page.click("main button.primary")
        page.wait_for_url(lambda url: "/sign-in" not in url)

    def expect_quiet(self):
        assert not self.complaints, "\n".join(self.complaints)

    def close_pages(self):
        for context in self.contexts:
            context.close()
        self.contexts, self.complaints = [], []


def expect_no_overflow(page):
    page.wait_for_load_state("load")  # a page without its style sheet yet is wider than its window
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room, f"{page.url} is {wide} px wide in a window of {room} px"


def expect_accessible(page):
    result = Axe().run(page)
    grave = [v for v in result.response["violations"] if v["impact"] in ("serious", "critical")]
    told = [f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes']][:3]}" for v in grave]
    assert not grave, f"{page.url}\n" + "\n".join(told)


def first_new_lead(page):
    """The address of the best lead that nobody has touched."""
    page.goto(page.url.split("/leads")[0] + "/leads?state=new")
    return page.locator("[data-row] a.open").first.get_attribute("href")


def take_step(page, step, note=None, **fields):
    form = page.locator(f"[data-step={step}]")
    form.locator("summary").click()
    if note is not None:
        form.locator("textarea").fill(note)
    for name, value in fields.items():
        form.locator(f"input[name={name}][value={value}]").check()
    form.locator("form button").click()


@check("a wrong password is refused without telling what was wrong")
def wrong_password(desk):
    page = desk.page()
    page.goto(desk.address + "/leads")
    expect(page).to_have_url(re.compile(r"/sign-in\?back=%2Fleads$"))
    said = []
    for name, password in [("analyst", "wrong"), ("nobody", "wrong")]:
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", password)
        page.click("main button.primary")
        said.append(page.locator("[role=alert].refusal").inner_text())
        assert page.locator("input[name=password]").input_value() == ""
    assert said[0] == said[1] == city.words("zh")["signin-wrong"], said


@check("signing in comes back to the page that was asked for")
def comes_back(desk):
    page = desk.signed_in(path="/leads?state=new&order=found")
    assert page.url.endswith("/leads?state=new&order=found"), page.url
    expect(page.locator("[data-row]").first).to_be_visible()
    page.goto(desk.address + "/sign-in")
    expect(page).to_have_url(desk.address + "/leads")


def whole_way(desk, language):
    """Open, see why, dispatch, verify, close: beside the table, in one language."""
    words = city.words(language)
    page = desk.signed_in(language=language, path="/leads?state=new")
    expect(page.locator("h1")).to_have_text(words["board-title"])
    page.locator("[data-row]").first.locator(".c-why").click()
    lead = page.locator("#pane .lead")
    expect(lead).to_be_visible()
    assert "lead=" in page.url, page.url
    expect(lead.locator(".caution")).to_contain_text(words["lead-caution"])
    take_step(page, "dispatch", note="请在期限前核查 <b>&amp;")
    expect(page.locator(".notice")).to_have_text(words["done-dispatch"])
    expect(lead.locator(".lead-line .state-dispatched")).to_have_text(words["state-dispatched"])
    expect(lead.locator(".history")).to_contain_text("请在期限前核查 <b>&amp;")
    take_step(page, "verify", note="现场查到 20 箱")
    expect(page.locator(".notice")).to_have_text(words["done-verify"])
    take_step(page, "close", note="移交治安大队", outcome="confirmed")
    expect(page.locator(".notice")).to_have_text(words["done-close"])
    expect(lead.locator(".lead-line .state-closed")).to_have_text(words["state-closed"])
    expect(lead.locator(".history")).to_contain_text(words["outcome-confirmed"])
    expect(lead.locator(".steps")).to_contain_text(words["steps-ended"])


@check("a lead is opened, dispatched, verified and closed, in Chinese")
def whole_way_chinese(desk):
    whole_way(desk, "zh")


@check("a lead is opened, dispatched, verified and closed, in English")
def whole_way_english(desk):
    whole_way(desk, "en")


@check("the switch changes the language and keeps the view")
def language_switch(desk):
    page = desk.signed_in(path="/leads?order=found")
    page.click(".bar a[hreflang=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text(city.words("en")["board-title"])
    assert page.url.endswith("/leads?order=found"), page.url
    page.click(".bar a[hreflang=zh-CN]")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


@check("a lead's page shows reasons, marks, waterfall, graph and map")
def lead_page(desk):
    page = desk.signed_in()
    page.goto(desk.address + first_new_lead(page))
    assert page.locator(".reasons li").count() >= 1
    rows = page.locator("#waterfall-table tbody tr")
    assert rows.count() == page.locator(".reasons li").count() + 2
    expect(page.locator("[data-chart=waterfall] canvas")).to_be_visible()
    expect(page.locator("[data-chart=graph] canvas")).to_be_visible()
    expect(page.locator("[data-map] path.leaflet-interactive").first).to_be_attached()
    assert page.locator("[data-map] path.leaflet-interactive").count() >= 9
    weights = rows.evaluate_all("rows => rows.map(row => Number(row.dataset.value))")
    assert abs(sum(weights[:-1]) - weights[-1]) < 1e-6, weights
    expect(page.locator("mark.hit").first).to_be_visible()
    # The charts' own hover, which draws over the page, must not break its policy.
    page.hover("[data-chart=waterfall]", position={"x": 260, "y": 60})
    page.hover("[data-chart=graph]")
    page.locator("[data-map]").hover()
    page.locator("[data-numbers] summary").first.click()
    expect(page.locator("#waterfall-table")).to_be_visible()


@check("words are marked in the original text, which stays what it was")
def marks(desk):
    page = desk.signed_in()
    disguised = None
    for row in range(min(page.locator("[data-row]").count(), 20)):
        page.goto(desk.address + "/leads")
        page.goto(desk.address + page.locator("[data-row] a.open").nth(row).get_attribute("href"))
        glosses = page.locator("article.record mark .gloss")
        if glosses.count():
            disguised = glosses.first
            break
    assert disguised is not None, "none of the first leads has a disguised word"
    assert disguised.text_content().strip(), "a gloss says what the word stands for"
    shadows = page.locator("article.record .original").evaluate_all(
        "all => all.map(one => { const copy = one.cloneNode(true);"
        " copy.querySelectorAll('.gloss').forEach(gloss => gloss.remove()); return copy.textContent })")
    assert all(text.strip() for text in shadows)
    phones = re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", " ".join(
        page.locator(".parcels, #graph-table").all_inner_texts()))
    assert not phones, f"whole phone numbers beside parcels: {phones}"


@check("another lead is dismissed with a reason, and not without one")
def dismiss(desk):
    words = city.words("zh")
    page = desk.signed_in()
    address = first_new_lead(page)
    page.goto(desk.address + address)
    form = page.locator("[data-step=dismiss]")
    form.locator("summary").click()
    form.locator("form button").click()
    assert form.locator("textarea").evaluate("area => area.validity.valueMissing")
    form.locator("textarea").fill("正规零售店，证件有效")
    form.locator("form button").click()
    expect(page.locator(".notice")).to_have_text(words["done-dismiss"])
    expect(page.locator(".lead-line .state-dismissed")).to_be_visible()
    page.goto(desk.address + "/leads?state=dismissed")
    expect(page.locator(f"a.open[href='{address}']")).to_be_visible()


@check("a page that somebody overtook changes nothing and keeps what was typed")
def stale(desk):
    words = city.words("zh")
    slow, quick = desk.signed_in(), desk.signed_in()
    address = desk.address + first_new_lead(slow)
    slow.goto(address)
    quick.goto(address)
    take_step(quick, "dispatch", note="先到")
    expect(quick.locator(".notice")).to_be_visible()
    take_step(slow, "dismiss", note="写了很久的理由")
    expect(slow.locator("[role=alert].refusal")).to_have_text(words["refused-changed-text"])
    expect(slow.locator("[data-step=dismiss] textarea")).to_have_value("写了很久的理由")
    expect(slow.locator(".lead-line .state-dispatched")).to_be_visible()
    slow.goto(address)
    expect(slow.locator(".history")).not_to_contain_text("写了很久的理由")


@check("roles see what is theirs")
def roles(desk):
    leader = desk.signed_in("leader", path="/leads?state=new")
    leader.locator("[data-row] a.open").first.click()
    expect(leader.locator("#pane .lead")).to_be_visible()
    expect(leader.locator("[data-step]")).to_have_count(0)
    officer = desk.signed_in("officer")
    divisions = set(officer.locator("[data-row] .c-division").all_inner_texts())
    assert divisions == {"进贤县"}, divisions
    analyst = desk.signed_in(path="/leads?division=360124")
    assert officer.locator(".tabs").inner_text() == analyst.locator(".tabs").inner_text()
    outside = desk.signed_in()
    foreign = outside.locator("[data-row]").filter(has_not_text="进贤县").first.locator("a.open")
    officer.goto(desk.address + foreign.get_attribute("href"))
    expect(officer.locator("h1")).to_have_text(city.words("zh")["refused-lead-title"])


@check("the search narrows the list without a new page")
def search(desk):
    page = desk.signed_in()
    page.evaluate("window.kept = true")
    before = page.locator(".pager span").inner_text()
    page.fill("#q", "没有这样的词语")
    expect(page.locator(".empty h2")).to_have_text(city.words("zh")["empty-filtered-title"])
    expect(page).to_have_url(re.compile(r"/leads\?q=[^&]+$"))
    page.fill("#q", "")
    expect(page.locator(".pager span")).to_have_text(before)
    page.select_option("#division", "360124")
    expect(page).to_have_url(re.compile(r"division=360124"))
    assert page.evaluate("window.kept") is True
    page.reload()
    expect(page.locator("#division")).to_have_value("360124")
    page.go_back()
    expect(page.locator("[data-row]").first).to_be_visible()


@check("counts by state add up, and every page follows the one before")
def paging(desk):
    page = desk.signed_in()
    tallies = [int(text.replace(",", "")) for text in page.locator(".tabs .tally").all_inner_texts()]
    assert tallies[0] == sum(tallies[1:]), tallies
    seen = []
    while True:
        seen += page.locator("[data-row] a.open").evaluate_all("all => all.map(one => one.pathname)")
        following = page.locator("a[rel=next]")
        if following.count() == 0:
            break
        following.click()
        page.wait_for_load_state()
    assert len(seen) == len(set(seen)) == tallies[0], (len(seen), tallies)


@check("keys move, open, search, dispatch and close")
def keyboard(desk):
    page = desk.signed_in(path="/leads?state=new")
    focused = "document.activeElement.closest('[data-row]')?.rowIndex ?? -1"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(focused) == 2
    page.keyboard.press("k")
    assert page.evaluate(focused) == 1
    page.keyboard.press("Enter")
    expect(page.locator("#pane .lead")).to_be_visible()
    page.keyboard.press("d")
    expect(page.locator("[data-step=dispatch] form")).to_be_visible()
    assert page.evaluate("document.activeElement.name") == "division"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#pane .lead")).to_have_count(0)
    assert "lead=" not in page.url, page.url
    page.keyboard.press("?")
    expect(page.locator("dialog#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#help")).not_to_be_visible()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("j?")
    expect(page.locator("#q")).to_have_value("j?")
    page.goto(desk.address + "/leads")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    expect(page.locator("a.skip")).to_be_in_viewport()


@check("the back button comes back to the list")
def back(desk):
    page = desk.signed_in()
    page.locator("[data-row] a.open").first.click()
    expect(page.locator("#pane .lead")).to_be_visible()
    inside = page.locator("#pane .reasons a")
    if inside.count():
        inside.first.click()
        expect(page.locator("#pane .is-target")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#pane .lead")).to_have_count(0)
    expect(page.locator("[data-row]").first).to_be_visible()


@check("nothing is wider than a phone, and a lead has a page of its own there")
def phone(desk):
    page = desk.page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(desk.address + "/sign-in")
    expect_no_overflow(page)
    desk.sign_in(page)
    expect_no_overflow(page)
    page.locator("[data-row]").first.tap()
    page.wait_for_url("**/leads/*")
    expect(page.locator("[data-chart=waterfall] canvas")).to_be_visible()
    expect(page.locator("[data-map] path").first).to_be_attached()
    expect_no_overflow(page)
    for summary in page.locator(".step > summary").all():
        assert summary.bounding_box()["height"] >= 44
    page.goto(desk.address + "/nowhere")
    expect_no_overflow(page)


@check("nothing is wider than a desk's screen")
def wide(desk):
    page = desk.signed_in(language="en")
    expect_no_overflow(page)
    page.locator("[data-row] a.open").first.click()
    expect(page.locator("#pane [data-chart=waterfall] canvas")).to_be_visible()
    expect_no_overflow(page)
    page.click(".lead-links a >> nth=0")
    expect(page.locator("[data-chart=graph] canvas")).to_be_visible()
    expect_no_overflow(page)


def accessible_everywhere(desk, **options):
    page = desk.page(**options)
    page.goto(desk.address + "/sign-in")
    expect_accessible(page)
    desk.sign_in(page, path="/leads?state=new")
    expect_accessible(page)
    page.goto(desk.address + first_new_lead(page))
    expect(page.locator("[data-chart=waterfall] canvas")).to_be_visible()
    page.locator("[data-step=dispatch] summary").click()
    for fold in page.locator("details.numbers").all():
        fold.evaluate("fold => { fold.open = true }")
    expect_accessible(page)
    page.goto(desk.address + "/leads?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7")
    expect_accessible(page)
    page.goto(desk.address + "/nowhere")
    expect_accessible(page)


@check("axe finds nothing serious, light, wide, Chinese")
def axe_light(desk):
    accessible_everywhere(desk)


@check("axe finds nothing serious, dark, on a phone, English")
def axe_dark(desk):
    accessible_everywhere(desk, language="en", viewport=PHONE, color_scheme="dark")


@check("axe finds nothing serious in a lead beside the table")
def axe_pane(desk):
    page = desk.signed_in(color_scheme="dark")
    page.locator("[data-row] a.open").first.click()
    expect(page.locator("#pane [data-chart=waterfall] canvas")).to_be_visible()
    expect_accessible(page)


@check("without JavaScript: sign in, search, open, dispatch")
def no_script(desk):
    words = city.words("zh")
    page = desk.page(java_script_enabled=False)
    desk.sign_in(page, path="/leads?state=new")
    page.fill("#q", "没有这样的词语")
    page.click(".filters button")
    expect(page.locator(".empty")).to_be_visible()
    page.goto(desk.address + "/leads?state=new")
    page.locator("[data-row] a.open").first.click()
    page.wait_for_url("**/leads/*")
    expect(page.locator("#waterfall-table")).to_be_visible()
    expect(page.locator("[data-chart]").first).not_to_be_visible()
    take_step(page, "dispatch", note="没有脚本")
    expect(page.locator(".notice")).to_have_text(words["done-dispatch"])
    page.click(".bar form button")
    expect(page).to_have_url(desk.address + "/sign-in")


@check("without assets the tables stay")
def no_assets(desk):
    page = desk.page()
    page.route("**/echarts.min.js*", lambda route: route.fulfill(status=404))
    page.route("**/leaflet.js*", lambda route: route.fulfill(status=404))
    desk.sign_in(page)
    page.goto(desk.address + first_new_lead(page))
    expect(page.locator("#waterfall-table")).to_be_visible()
    expect(page.locator("[data-chart=waterfall]")).not_to_be_visible()
    # The browser's word on a script that came as an error page is what this check asked for.
    desk.complaints = [said for said in desk.complaints if "MIME type" not in said]


@check("a session that ends elsewhere leads to the sign-in")
def ended(desk):
    page = desk.signed_in()
    other = page.context.new_page()
    other.goto(desk.address + "/leads")
    other.click(".bar form button")
    expect(other).to_have_url(desk.address + "/sign-in")
    page.locator("[data-row] a.open").first.click()
    expect(page).to_have_url(re.compile("/sign-in"))


def lexicon_rows(page, desk):
    """The lexicon in use, as a person who downloads it has it."""
    answer = page.request.get(desk.address + "/lexicon/table.csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.body().startswith(b"\xef\xbb\xbf"), "a spreadsheet program needs the mark"
    return list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))


def propose(page, desk, rows, name):
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    page.goto(desk.address + "/lexicon/propose")
    page.fill("input[name=name]", name)
    page.fill("textarea[name=note]", "新词 <b>&amp;")
    page.set_input_files("input[name=file]", {
        "name": "词库.csv", "mimeType": "text/csv", "buffer": table.getvalue().encode("utf-8-sig")})
    page.click("form.propose button")


@check("the lexicon is proposed by one and adopted by another, without scripts")
def lexicon_adopted(desk):
    words = city.words("zh")
    analyst = desk.signed_in(path="/lexicon", java_script_enabled=False)
    rows = lexicon_rows(analyst, desk)
    expect(analyst.locator(".entries tbody tr")).to_have_count(50)
    # A broken row: every fault is told and nothing is kept.
    propose(analyst, desk, rows + [["土火箭筒子", "nouns", "smell"] + [""] * 6], "browser@1")
    expect(analyst.locator("[role=alert].refusal")).to_have_text(words["lexicon-refused-rows"])
    expect(analyst.locator("[aria-labelledby=faults-title] tbody tr")).to_have_count(2)
    expect(analyst.locator("input[name=name]").last).to_have_value("browser@1")
    rows[1][6] += "好"
    row = ["土火箭筒子", "product", "literal", "土火箭", "升空类", "军事", "卖土火箭筒子", "军事新闻", "own"]
    propose(analyst, desk, rows[:9] + rows[10:] + [row], "browser@1")
    expect(analyst.locator(".notice")).to_have_text(words["lexicon-done-propose"])
    address = analyst.url.split("?")[0]
    expect(analyst.locator(".changes ins")).to_have_text(rows[1][6])
    for key in ("lexicon-added", "lexicon-removed", "lexicon-changed"):
        title = words[key].replace("{n}", "1")
        expect(analyst.get_by_role("heading", name=title)).to_be_visible()
    expect(analyst.get_by_text(words["lexicon-own"])).to_be_visible()
    adopt = words["lexicon-adopt"]
    expect(analyst.get_by_role("button", name=adopt, exact=True)).to_have_count(0)
    leader = desk.signed_in("leader", path="/lexicon", java_script_enabled=False)
    expect(leader.locator("a[href='/lexicon/propose']")).to_have_count(0)
    leader.goto(address)
    leader.fill("textarea[name=reason]", "例句看过")
    leader.get_by_role("button", name=adopt, exact=True).click()
    expect(leader.locator(".notice")).to_have_text(words["lexicon-done-adopt"])
    expect(leader.locator(".lexicon-about")).to_contain_text("browser@1")
    expect(leader.locator(".proposals")).to_contain_text("例句看过")
    expect(leader.locator(".foot")).to_contain_text("browser@1(edited)")
    screened = leader.request.post(
        f"{desk.address}/api/v1/screen",
        data={"id": "1", "kind": "listing", "text": "卖土火箭筒子"}).json()
    assert "土火箭筒子" in [reason["term"] for reason in screened["reasons"]], screened
    assert screened["model"].endswith("browser@1(edited)"), screened["model"]
    officer = desk.signed_in("officer")
    officer.goto(address)
    expect(officer.locator("h1")).to_have_text(words["refused-role-title"])


@check("the lexicon is searched, shown and read on a phone, in both languages")
def lexicon_shown(desk):
    for language in ("zh", "en"):
        words = city.words(language)
        for viewport in ({"width": 1280, "height": 900}, PHONE):
            page = desk.signed_in("leader", path="/lexicon", language=language, viewport=viewport)
            expect_accessible(page)
            page.fill("#q", "刘阳")
            page.select_option("select[name=group]", "origin")
            page.click(".filters button")
            expect(page).to_have_url(re.compile(r"/lexicon\?q=[^&]+&group=origin"))
            expect_no_overflow(page)
            page.locator(".e-term a").filter(has_text=re.compile("^刘阳$")).click()
            expect(page.locator("h1")).to_have_text("刘阳")
            expect(page.locator("mark.hit").first).to_be_visible()
            expect(page.locator(".record .right").first).to_contain_text(words["lexicon-hit-right"])
            expect_no_overflow(page)
            expect_accessible(page)
            page.goto(desk.address + "/lexicon?page=2")
            page.locator("a[rel=next]").click()
            expect(page).to_have_url(re.compile(r"/lexicon\?page=3$"))
            if page.locator(".proposals a").count():
                page.locator(".proposals a").first.click()
                expect_no_overflow(page)
                expect_accessible(page)
            page.context.close()
    analyst = desk.signed_in(path="/lexicon/propose", viewport=PHONE)
    expect_no_overflow(analyst)
    expect_accessible(analyst)


def lead_with_steps(page, desk):
    """The actor's page of the first lead whose records more than one account or label holds."""
    page.goto(desk.address + "/leads?state=new")
    addresses = [a.get_attribute("href") for a in page.locator("[data-row] a.open").all()]
    for address in addresses:
        page.goto(desk.address + address + "/actor")
        if page.locator("tr[id^=step-]").count():
            return address
    raise AssertionError("no lead has a step of evidence")


@check("a step of an actor is parted and taken back, without scripts")
def actor_parted(desk):
    words = city.words("zh")
    page = desk.signed_in(java_script_enabled=False)
    address = lead_with_steps(page, desk)
    steps = page.locator("tr[id^=step-]").count()
    page.locator("tr[id^=step-] a.button").first.click()
    expect(page).to_have_url(re.compile(r"/actor\?step=1#part$"))
    page.fill("#part textarea", "两家人，面单已核对")
    page.click("#part button[value=pair]")
    expect(page.locator(".notice")).to_have_text(words["done-sever"])
    expect(page.locator(".severances")).to_contain_text("两家人，面单已核对")
    leader = desk.signed_in("leader", path=address + "/actor")
    expect(leader.locator("#part, .severances form")).to_have_count(0)
    page.locator(".severances summary").first.click()
    page.fill(".severances textarea", "看错了")
    page.click(".severances form button")
    expect(page.locator(".notice")).to_have_text(words["done-take-back"])
    expect(page.locator(".severances")).to_contain_text(words["severance-ended"])
    expect(page.locator("tr[id^=step-]")).to_have_count(steps)


@check("the linking and an actor's evidence are read wide and on a phone, in both languages")
def linking_shown(desk):
    for language in ("zh", "en"):
        words = city.words(language)
        for viewport in ({"width": 1280, "height": 900}, PHONE):
            page = desk.signed_in("leader", path="/linking", language=language, viewport=viewport)
            expect(page.locator("h1")).to_have_text(words["linking-title"])
            expect(page.locator("#limits")).to_be_visible()
            expect_no_overflow(page)
            expect_accessible(page)
            lead_with_steps(page, desk)
            expect_no_overflow(page)
            expect_accessible(page)
            page.fill("input[name=other]", "L-none")
            page.click(".compare button")
            expect(page.locator(".refusal")).to_have_text(words["refused-record-text"])
            page.context.close()
    officer = desk.signed_in("officer")
    officer.goto(desk.address + "/linking")
    expect(officer.locator("h1")).to_have_text(city.words("zh")["refused-role-title"])


@check("accounts, matters, approvals and the audit are read wide and on a phone, in both languages")
def access_shown(desk):
    for language in ("zh", "en"):
        words = city.words(language)
        for viewport in ({"width": 1280, "height": 900}, PHONE):
            for role, path, title in (
                    ("system-administrator", "/people", "people-title"),
                    ("security-administrator", "/people", "people-title"),
                    ("auditor", "/journal", "journal-title"),
                    ("analyst", "/matters", "matters-title"),
                    ("analyst", "/export", "export-title"),
                    ("leader", "/approvals", "approvals-title"),
                    ("leader", "/person-report", "report-title"),
                    ("system-administrator", "/approvals", "approvals-title"),
                    ("officer", "/purposes", "purposes-title"),
                    ("officer", "/account", "account-title")):
                page = desk.signed_in(role, path=path, language=language, viewport=viewport)
                expect(page.locator("h1")).to_have_text(words[title])
                for fold in page.locator("details.more summary").all():
                    fold.click()
                expect_no_overflow(page)
                expect_accessible(page)
                page.context.close()


@check("a lead shows its persons once, for a purpose, and a report gathers who looked")
def unmasked(desk):
    for language, viewport in (("zh", {"width": 1280, "height": 900}), ("en", PHONE)):
        words = city.words(language)
        page = desk.signed_in("analyst", path="/leads", language=language, viewport=viewport)
        address = page.locator("[data-row] a.open").first.get_attribute("href")
        page.goto(desk.address + address)
        masked = page.locator("#parcels-title + p")
        if page.locator("tr[id^=r-]").count():
            expect(masked).to_have_text(words["masked-note"])
        fold = page.locator("details.unmask")
        fold.locator("summary").click()
        expect_no_overflow(page)
        expect_accessible(page)
        fold.locator("textarea").fill("核查")
        fold.get_by_role("button", name=words["unmask-do"]).click()
        expect(page.locator(".unmasked")).to_contain_text(words["unmask-shown"])
        expect(page.locator("details.unmask")).to_have_count(0)
        expect_no_overflow(page)
        expect_accessible(page)
        page.locator(".unmasked a").click()
        expect(page.locator("details.unmask")).to_have_count(1)
        row = page.locator("tr[data-kind=account]").first
        account = row.get_attribute("data-value")
        page.context.close()
        leader = desk.signed_in("leader", path="/person-report", language=language, viewport=viewport)
        leader.select_option("select[name=kind]", "account")
        leader.fill("input[name=value]", account)
        leader.fill("textarea", "答复")
        leader.get_by_role("button", name=words["report-do"]).click()
        expect(leader.locator("#report-found")).to_be_visible()
        expect_no_overflow(leader)
        expect_accessible(leader)
        leader.context.close()


@check("a second factor is bound, and a page follows what somebody else does")
def live_page(desk):
    words = city.words("zh")
    page = desk.signed_in("officer", path="/account")
    page.get_by_role("button", name=words["factor-begin"]).click()
    expect(page.locator("svg.qr path")).to_be_visible()
    page.fill("input[name=code]", "000000")
    page.locator('form[action="/account/second-factor/bind"] input[name=password]').fill(
        desk.people["officer"]["password"])
    page.get_by_role("button", name=words["factor-bind"], exact=True).click()
    expect(page.locator(".refusal").first).to_have_text(words["refused-access-code-text"])

    watcher = desk.signed_in("leader", path="/leads?state=new")
    doer = desk.signed_in("analyst")
    address = first_new_lead(doer)
    lead = address.rsplit("/", 1)[1]
    watcher.goto(desk.address + address)
    board = desk.signed_in("analyst", path="/leads?state=new")
    expect(board.locator(f"a.open[href='{address}']")).to_have_count(1)
    board.wait_for_timeout(1_000)
    doer.goto(desk.address + address)
    take_step(doer, "dispatch", "看看")
    # Neither page was touched: one loses its row, the other says that it is old.
    expect(board.locator(f"a.open[href='{address}']")).to_have_count(0, timeout=3_000)
    expect(watcher.locator(f".lead[data-lead='{lead}'] [data-changed]")).to_be_visible(timeout=3_000)


@check("a second person enters, the boards turn, and the officer answers on a phone")
def alarm_answered(desk):
    words = city.words("zh")
    plan = {"enterprise": "E1", "name": "样例花炮厂", "rooms": [{
        "id": "R1", "name": "1号混药工房", "process": "混药", "hazard": "1.1-1", "max_people": 1,
        "max_charge_kg": 3, "hours": [{"from": "00:00", "to": "24:00"}],
        "sensors": [{"id": "people", "quantity": "people"}]}]}
    desk.command("alarms", "site", "--division", "360124", file=json.dumps(plan))

    def enter(people, number):
        at = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
        reading = {"enterprise": "E1", "room": "R1", "sensor": "people", "quantity": "people",
                   "value": people, "at": at, "seq": number}
        desk.command("import", "readings", "--format", "jsonl", file=json.dumps(reading))

    unheard = desk.signed_in("leader", path="/sites/E1")
    expect(unheard.locator(".tile .alarm-sign")).to_contain_text(words["room-unheard"])
    enter(1, 1)
    county = desk.signed_in("leader", path="/alarms")
    site = desk.signed_in("leader", path="/sites/E1")
    phone = desk.signed_in("officer", path="/sites/E1/rooms/R1", viewport=PHONE)
    expect(site.locator(".tile .alarm-sign")).to_contain_text(words["alarm-calm"])
    enter(2, 2)
    # Within a second of the moment at which the reading is stored.
    unanswered = words["alarm-state-unacknowledged"]
    expect(site.locator(".tile.alarm-high .alarm-sign")).to_contain_text(unanswered, timeout=1_000)
    expect(county.locator("#results .alarm-high")).to_be_visible(timeout=1_000)
    expect(phone.locator(".standing.alarm-high")).to_contain_text("2 / 1", timeout=1_000)
    expect(phone.locator(".standing .caution")).not_to_be_empty()
    for page in (county, site, phone):
        expect_no_overflow(page)
        expect_accessible(page)
    phone.get_by_role("button", name=words["act-alarm.acknowledge"]).click()
    expect(phone.locator(".notice")).to_contain_text(words["act-alarm.acknowledge"])
    answered = words["alarm-state-acknowledged"]
    expect(phone.locator(".standing .alarm-sign")).to_contain_text(answered)
    expect(site.locator(".tile .alarm-sign").first).to_contain_text(answered, timeout=2_000)
    phone.locator("details.step summary").first.click()
    phone.fill("input[name=minutes]", "30")
    phone.locator("details.step[open] input[name=why]").fill("检修计数器")
    phone.locator("details.step[open] button").click()
    expect(phone.locator(".standing .alarm-sign")).to_contain_text(words["alarm-state-shelved"])
    enter(1, 3)
    for address in ("/alarms", "/alarms/standing", "/alarms/blind", "/sites/E1/rooms/R1"):
        for language, viewport in (("zh", PHONE), ("en", WIDE)):
            page = desk.signed_in("analyst", path=address, language=language, viewport=viewport)
            expect_no_overflow(page)
            expect_accessible(page)
            page.context.close()


@check("the screening API answers as documented")
def screening(desk):
    page = desk.page()
    one = page.request.post(
        f"{desk.address}/api/v1/screen",
        data={"id": "1", "kind": "listing", "text": "本地yan花爆竹现货批发，包邮到家，懂的来加V"})
    assert one.status == 200, one.text()
    answer = one.json()
    assert answer["id"] == "1" and answer["verdict"] == "offer", answer
    text = "本地yan花爆竹现货批发，包邮到家，懂的来加V".encode()
    for reason in answer["reasons"]:
        if reason["found"]:
            assert text[reason["start"]:reason["end"]].decode() == reason["found"], reason
    many = page.request.post(
        f"{desk.address}/api/v1/screen",
        data=[{"id": str(n), "kind": "chat", "text": "明天去看电影"} for n in range(1_000)])
    assert [line["id"] for line in many.json()] == [str(n) for n in range(1_000)]
    wrong = page.request.post(
        f"{desk.address}/api/v1/screen",
        data=[{"id": "1", "kind": "chat", "text": "a"}, {"id": "2", "kind": "chat", "text": 3}])
    assert wrong.status == 400
    assert wrong.headers["content-type"] == "application/problem+json"
    assert json.loads(wrong.text())["faults"] == [{"field": "[1].text", "reason": "must be a string"}]
