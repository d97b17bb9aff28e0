"""A small text grammar: slots, choices, options and numbers in template lines.

    {slot}          one option of a section of a slots file
    {a|b|c}         one of these
    {3~50}          a whole number, both ends in
    [[text]]        the text or nothing, evenly
    <word>          a word the disguiser may take

A slots file has sections `[name]`, one option a line, `#` begins a remark line. A templates file has
sections `[source kind evasion,...]`, one template a line.
"""
import pathlib
import re

from disguise import disguise

HERE = pathlib.Path(__file__).resolve().parent
_BRACE = re.compile(r"\{([^{}]*)\}")
_OPTION = re.compile(r"\[\[((?:(?!\[\[|\]\]).)*)\]\]")
_WORD = re.compile(r"<([^<>]*)>")
_RANGE = re.compile(r"(\d+)~(\d+)")
# A template that nests deeper than this is wrong, not rich.
DEPTH_MAX = 12


def sections(name):
    """The sections of a slots or templates file, in order: [(heading, [line])]."""
    found = []
    for line in (HERE / name).read_text(encoding="utf-8").split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]") and not line.startswith("[["):
            found.append((line[1:-1], []))
        else:
            found[-1][1].append(line)
    return found


def slots(name):
    """A slots file as {slot: [option]}."""
    return dict(sections(name))


class Grammar:
    """Expands templates from one set of slots with one random source."""

    def __init__(self, slots, rng):
        self.slots = slots
        self.rng = rng

    def _brace(self, match):
        body = match.group(1)
        bounds = _RANGE.fullmatch(body)
        if bounds:
            return str(self.rng.randint(int(bounds[1]), int(bounds[2])))
        if "|" in body:
            return self.rng.choice(body.split("|"))
        if body not in self.slots:
            raise KeyError(f"no slot {body}")
        return self.rng.choice(self.slots[body])

    def expand(self, template):
        """The template with every slot, choice, option and number filled in; <words> stay."""
        text = template
        for _ in range(DEPTH_MAX):
            text = _OPTION.sub(lambda m: m[1] if self.rng.random() < 0.5 else "", text)
            made = _BRACE.sub(self._brace, text)
            if made == text:
                return text
            text = made
        raise ValueError(f"nests too deep: {template}")

    def words(self, text, chance):
        """Disguises each <word> with the given chance: (text, set of evasions)."""
        used = set()

        def one(match):
            if self.rng.random() >= chance:
                return match[1]
            made, evasion = disguise(match[1], self.rng)
            if evasion:
                used.add(evasion)
            return made

        return _WORD.sub(one, text), used
