"""Composes one-line waybill records, camouflaged and ordinary, in many dresses.

A camouflaged parcel needs several signals at once: a vague or untrue name, an origin, a weight out
of proportion, and notes or habits. Every one of them alone, and every pair that honest people show
(heavy goods with papers, light family parcels from a production town, fragile goods to be laid down
gently), is composed as ordinary. Nothing here uses who a person is.
"""
from grammar import Grammar, slots


def grams(rng, low, high):
    """A weight in kilograms as waybills write it."""
    value = rng.uniform(low, high)
    return f"{value:.1f}kg" if rng.random() < 0.8 else f"{value:.0f}kg"


def carton_weight(rng, pieces):
    """Cartons of about 14 kg each, the measured weight of the seized ones, with spread."""
    return f"{sum(rng.gauss(14.1, 1.1) for _ in range(pieces)):.1f}kg"


class Record:
    """The parts of one record, put together in one of the dresses."""

    def __init__(self, rng):
        self.rng = rng
        self.name = self.route = self.weight = ""
        self.pieces = 0
        self.parts = []
        self.notes = []

    def box(self):
        """Adds the carton's measures."""
        sides = [self.rng.choice([30, 35, 40, 45, 48, 50, 55, 60]), self.rng.choice(
            [25, 30, 35, 38, 40]), self.rng.choice([18, 20, 25, 30, 35, 40])]
        mark = self.rng.choice(["*", "×", "x", "X"])
        self.parts.append(self.rng.choice(["纸箱", "", "箱规"]) + mark.join(map(str, sides)))

    def text(self):
        """The record as one line."""
        rng = self.rng
        weight = self.weight
        if self.pieces and rng.random() < 0.75:
            weight += rng.choice(["/{}件", "/{}", "/{}箱", " {}件"]).format(self.pieces)
        notes = rng.choice([" ", " ", ",", "，", "、"]).join(self.notes)
        tail = [rng.choice(["备注 ", "备注:", "备注:", "备注"]) + notes] if notes else []
        rng.shuffle(self.parts)
        dress = rng.random()
        if dress < 0.7:
            head = [rng.choice(["品名:", "品名:", "品名:", "物品:", "品名 "]) + self.name]
            body = head + [self.route, weight] + self.parts + tail
        elif dress < 0.85:
            body = [self.route, "品名:" + self.name, weight] + self.parts + tail
        else:
            body = [self.name, self.route, weight] + tail + self.parts
        joint = rng.choice([";", ";", ";", ";", "；", " ", " | ", ",", "，"])
        return joint.join(piece for piece in body if piece)


def _route(rng, start, end):
    return start + rng.choice(["→", "→", "→", "→", "->", "发", "-", "至"]) + end


def _origin_bulk(record, take, rng):
    """Cartons from a production area under a vague name."""
    record.name, record.route = take("vague"), _route(rng, take("area"), take("far"))
    record.pieces = rng.choice([1, 1, 1, 2, 2, 3, 4])
    record.weight = carton_weight(rng, record.pieces) if rng.random() < 0.6 else grams(
        rng, 8, 22 * record.pieces)
    if rng.random() < 0.3:
        record.parts.append(rng.choice(["到付", "寄付", "运费到付"]))
    if rng.random() < 0.35:
        record.box()
    _suspect(record, take, rng, at_least=1)


def _agent_small(record, take, rng):
    """Small parcels an agent in Nanchang sends on, many a day."""
    record.name, record.route = take("vague"), _route(rng, take("agent"), take("far"))
    record.pieces = 1
    record.weight = grams(rng, 2, 12)
    record.parts.append(take("habit"))
    if rng.random() < 0.4:
        record.parts.append(take("habit"))
    _suspect(record, take, rng, at_least=1)


def _via(record, take, rng):
    """Cartons sent on from a store in another province."""
    record.name, record.route = take("vague"), _route(rng, take("via"), take("far"))
    record.pieces = rng.choice([1, 1, 2, 3])
    record.weight = carton_weight(rng, record.pieces)
    record.parts.append(take("habit"))
    _suspect(record, take, rng, at_least=2)


def _seen_inside(record, take, rng):
    """A vague name, a look inside that contradicts it."""
    start = take(rng.choice(["area", "agent", "via", "ordinary"]))
    record.name = take(rng.choice(["vague", "cover"]))
    record.route = _route(rng, start, take("far"))
    record.pieces = 1
    record.weight = grams(rng, 1, 18)
    record.parts.append(take("hidden"))
    _suspect(record, take, rng, at_least=1)


def _suspect(record, take, rng, at_least):
    signals = 0
    while signals < at_least or rng.random() < 0.55:
        slot = rng.choice(["care", "care", "dodge", "dodge", "habit"])
        part = take(slot)
        (record.parts if slot == "habit" else record.notes).append(part)
        signals += 1
        if signals >= 4:
            break
    if rng.random() < 0.2:
        record.parts.append(take("season"))


def _plain(record, take, rng):
    """A vague name from an ordinary place, and nothing else."""
    record.name, record.route = take("vague"), _route(rng, take("ordinary"), take("far"))
    if rng.random() < 0.25:
        record.route = _route(rng, take("ordinary"), take("area"))
    record.weight = grams(rng, 0.3, 6) if rng.random() < 0.7 else grams(rng, 6, 35)
    record.pieces = rng.choice([0, 0, 1, 1, 2])
    if rng.random() < 0.35:
        record.notes.append(take("calm"))
    if rng.random() < 0.15:
        record.box()


def _plain_heavy(record, take, rng):
    """Heavy ordinary wholesale goods under a vague name, with care notes."""
    record.name, record.route = take("vague"), _route(rng, take("ordinary"), take("far"))
    record.pieces = rng.choice([1, 1, 2, 3, 4])
    record.weight = grams(rng, 8, 24 * record.pieces)
    record.notes.append(take(rng.choice(["calm", "care", "pickup"])))
    if rng.random() < 0.3:
        record.notes.append(take("pickup"))
    if rng.random() < 0.6:
        record.parts.append(take(rng.choice(["order", "paper", "seen"])))
    if rng.random() < 0.2:
        record.box()


def _named(record, take, rng):
    """Named goods from anywhere, production areas too."""
    start = take(rng.choice(["area", "area", "agent", "ordinary", "far"]))
    end = take(rng.choice(["far", "far", "area", "agent"]))
    record.name, record.route = take("named"), _route(rng, start, end)
    record.weight = grams(rng, 0.3, 9) if rng.random() < 0.7 else grams(rng, 6, 30)
    record.pieces = rng.choice([0, 1, 1, 2])
    for slot, chance in [("calm", 0.35), ("order", 0.25), ("paper", 0.2), ("proof", 0.12),
                         ("family", 0.2), ("seen", 0.12), ("care", 0.15)]:
        if rng.random() < chance:
            (record.notes if slot in ("calm", "care") else record.parts).append(take(slot))


def _area_light(record, take, rng):
    """A vague name from a production area, light, with an everyday reason."""
    record.name, record.route = take("vague"), _route(rng, take("area"), take("far"))
    record.weight = grams(rng, 0.4, 6.5)
    record.pieces = rng.choice([0, 1])
    record.parts.append(take(rng.choice(["family", "family", "back", "order"])))
    if rng.random() < 0.35:
        record.notes.append(take("calm"))


def _area_papers(record, take, rng):
    """Heavier goods from a production area with papers, insurance or a maker's name."""
    goods = take("named") if rng.random() < 0.5 else f"{take('vague')} {take('named')}"
    record.name, record.route = goods, _route(rng, take("area"), take("far"))
    record.pieces = rng.choice([1, 1, 2, 3])
    record.weight = grams(rng, 5, 20 * record.pieces)
    record.parts.append(take(rng.choice(["paper", "paper", "order", "proof"])))
    if rng.random() < 0.4:
        record.parts.append(f"保价{rng.choice([300, 500, 800, 1000, 1200, 1500, 2000, 3000])}元")
    if rng.random() < 0.5:
        record.notes.append(take(rng.choice(["calm", "care"])))
    if rng.random() < 0.2:
        record.box()


def _family_heavy(record, take, rng):
    """Heavy family parcels: moving, food from home."""
    record.name = rng.choice([take("named"), f"{take('vague')}({take('named')})", "行李", "被子衣物",
                              "书和衣服", "自家大米", "红薯土豆", "腊味年货"])
    record.route = _route(rng, take(rng.choice(["area", "agent"])), take("far"))
    record.pieces = rng.choice([1, 1, 2])
    record.weight = grams(rng, 6, 26)
    record.parts.append(take("family"))
    if rng.random() < 0.5:
        record.notes.append(take("calm"))


def _agent_plain(record, take, rng):
    """Everyday parcels from Nanchang under a vague name, with one ordinary mark."""
    record.name, record.route = take("vague"), _route(rng, take("agent"), take("far"))
    record.weight = grams(rng, 0.3, 5) if rng.random() < 0.75 else grams(rng, 5, 15)
    record.pieces = rng.choice([0, 1])
    record.parts.append(take(rng.choice(["order", "family", "back", "paper", "seen"])))
    if rng.random() < 0.3:
        record.notes.append(take("calm"))


FORMS = {
    "parcel_camouflage": [("origin", _origin_bulk, 5), ("agent", _agent_small, 3), ("via", _via, 2),
                          ("inside", _seen_inside, 1)],
    "parcel_benign": [("plain", _plain, 3), ("heavy", _plain_heavy, 2), ("named", _named, 4),
                      ("light", _area_light, 2), ("papers", _area_papers, 2),
                      ("family", _family_heavy, 1), ("agents", _agent_plain, 2)],
}


def compose(label, wanted, rng, seen):
    """`wanted` rows of the label with texts not in `seen`, which grows by them."""
    grammar = Grammar(slots("parcels.txt"), rng)
    rows = []
    while len(rows) < wanted:
        name, form, _ = rng.choices(FORMS[label], [f[2] for f in FORMS[label]])[0]
        record = Record(rng)
        form(record, lambda slot: grammar.expand("{" + slot + "}"), rng)
        record.notes = list(dict.fromkeys(record.notes))
        record.parts = list(dict.fromkeys(record.parts))
        text = record.text()
        if text in seen:
            continue
        seen.add(text)
        tag = "camouflage" if label == "parcel_camouflage" else "benign"
        rows.append({"id": f"c-parcel-{tag}-{len(rows) + 1:04d}", "kind": "declaration",
                     "text": text, "label": label, "source": f"compose/parcels-{name}",
                     "evasion": ["misdeclared" if tag == "camouflage" else "none"]})
    return rows
