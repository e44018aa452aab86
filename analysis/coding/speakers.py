"""Speakers: who has spoken or been named so far, for what he, the company or 该官员 stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.coding.marks import Actor, Role

GROUPS = ("firm", "institute", "outlet", "body")
OFFICIALS = ("government", "agency", "legislature", "court")


@dataclass
class Speakers:
    """The last actors of each kind, and the names that the document has given to people."""

    last: Actor | None = None
    person: Actor | None = None
    official: Actor | None = None
    group: Actor | None = None
    issuer: Actor | None = None
    names: dict[str, Actor] = field(default_factory=dict)
    offices: dict[str, Actor] = field(default_factory=dict)

    def note(self, actor: Actor) -> None:
        """Remember `actor` as the last one of its kind that was named."""
        if actor.kind == "person":
            self.person = actor
            if actor.organisation.endswith(("_gov", "_congress")) or "_gov" in actor.id:
                self.official = actor
        elif actor.kind in OFFICIALS:
            self.official = actor
        elif actor.kind in GROUPS:
            self.group = actor

    def hear(self, actor: Actor, *, person: bool = True) -> None:
        """Remember `actor` as the last one who spoke, and as the person whom a pronoun means."""
        self.note(actor)
        self.last = actor
        if person:
            self.person = actor
        if actor.kind == "anonymous":
            self.official = actor

    def find_office(self, written: str) -> Actor | None:
        """Return the last office whose name ended in `written` (商务部 after 美国商务部)."""
        return next((actor for name, actor in reversed(self.offices.items()) if name.endswith(written)), None)

    def register(self, name: str, actor: Actor) -> None:
        """Remember what `name`, and its surname where that can stand alone, stands for."""
        self.names[name] = actor
        if "·" in name:
            self.names[name.rsplit("·", 1)[1]] = actor
        elif " " in name:
            self.names[name.rsplit(" ", 1)[1]] = actor

    def recall(self, role: Role) -> Actor | None:
        """Return whom a pronoun or a phrase such as *the company* stands for."""
        if role.kind == "text":
            return self.issuer or self.last
        match role.suffix:
            case "firm":
                return self.group or self.last
            case "official":
                return self.official or self.person or self.last
            case "text":
                return self.issuer or self.last
            case "thing":
                return self.group or self.official or self.last
            case "people":
                return self.last or self.group
            case _:
                return self.person or self.last
