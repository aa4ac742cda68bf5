"""Several catalogue files as one: a later one adds entries to those before it, amends some and hides others.

Knows the shape of the files and where each part of the whole was written; what the whole means is left to `checks`.
"""

from collections.abc import Container, Iterator, Sequence
from typing import Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from mcplanner.catalogue import shape
from mcplanner.catalogue.layer import Amendment, Layer
from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.catalogue.requirements import Path, ids
from mcplanner.files.checks.findings import Finding, error, warning
from mcplanner.files.diagnosing import finding_at
from mcplanner.files.shape_errors import is_spurious, shape_diagnostic
from mcplanner.files.yaml_source import YamlSource
from mcplanner.ground.diagnostics import Diagnostic, Position, did_you_mean
from mcplanner.ground.numbers_text import counted
from mcplanner.ground.shapes import made_of

Section: TypeAlias = Literal["fields", "providers", "modules", "awards", "roles"]
SECTIONS: tuple[Section, ...] = ("fields", "providers", "modules", "awards", "roles")
MODELS: dict[Section, type[BaseModel]] = {
    "fields": shape.Subject,
    "providers": shape.Provider,
    "modules": shape.Module,
    "awards": shape.Award,
    "roles": shape.Role,
}
SHARED: tuple[Section, ...] = ("fields", "providers")
"""What a later file may list as well as an earlier one: the earlier entry stands."""


class LayeredEntry(Struct):
    """One entry of the whole: its model, the data it was read from, and where each of its keys stands.

    Attributes
    ----------
    origin
        The file, as its number, and the path of the entry in it.
    amended
        The keys that a later file changed, each with that file and the path of the amendment.
    """

    model: Any
    data: dict[str, Any]
    origin: tuple[int, Path]
    amended: dict[str, tuple[int, Path]]


class Layers:
    """Files put over one another, and the place of everything in the whole."""

    def __init__(self, sources: Sequence[YamlSource], base: shape.Catalogue, layers: Sequence[Layer]) -> None:
        self.sources = sources
        self._found: list[Diagnostic] = []
        self._base = base
        self._layers = layers
        self._hidden: dict[str, tuple[int, Path]] = {}
        self._parts: dict[Section, list[LayeredEntry]] = {
            section: list(self._parts_of(0, section, getattr(base, section))) for section in SECTIONS
        }
        for number, layer in enumerate(layers, start=1):
            self._put_over(number, layer)

    def catalogue(self) -> Catalogue:
        """The whole; right as of the oldest of its parts."""
        titles = dict.fromkeys([self._base.title, *(layer.title for layer in self._layers if layer.title)])
        dates = [self._base.as_of, *(layer.as_of for layer in self._layers if layer.as_of)]
        sections: dict[str, Any] = {section: tuple(part.model for part in parts) for section, parts in self._parts.items()}
        return self._base.model_copy(update={"title": " + ".join(titles), "as_of": min(dates), **sections}).catalogue

    def place(self, path: Path) -> tuple[str, Position]:
        """The file and the position where something in the whole was written."""
        number, own = self._origin(path)
        return self.sources[number].file, self.sources[number].locate(own)

    def in_last_file(self, finding: Finding) -> Finding:
        """The finding at that of the keys it is about which the last of the files wrote; else where it is."""
        places = [finding.path, *((*finding.path[:2], key) for key in finding.beside)]
        return replace(finding, path=max(places, key=lambda path: self._origin(path)[0]))

    def _origin(self, path: Path) -> tuple[int, Path]:
        section, *rest = path or ("",)
        if section in self._parts and rest and isinstance(rest[0], int):
            part = self._parts[section][rest[0]]
            number, start = part.amended.get(str(rest[1]), part.origin) if len(rest) > 1 else part.origin
            return number, (*start, *rest[1:])
        return 0, path

    # --- putting one file over the others ---

    def _parts_of(self, number: int, section: Section, models: Sequence[Any]) -> Iterator[LayeredEntry]:
        for index, model in enumerate(models):
            yield LayeredEntry(model, self.sources[number].data[section][index], (number, (section, index)), {})

    def _put_over(self, number: int, layer: Layer) -> None:
        for index, name in enumerate(layer.hide):
            self._hide(number, name, ("hide", index))
        for index, amendment in enumerate(layer.amend):
            self._amend(number, amendment, ("amend", index))
        for section in SECTIONS:
            known = {part.model.id for part in self._parts[section]} if section in SHARED else set()
            added = self._parts_of(number, section, getattr(layer, section))
            self._parts[section] += [part for part in added if part.model.id not in known]

    def _find(self, name: str) -> tuple[Section, int] | None:
        """The entry of an id: a module, award or role before a provider or field, which have ids of their own."""
        for section in reversed(SECTIONS):
            for index, part in enumerate(self._parts[section]):
                if part.model.id == name:
                    return section, index
        return None

    def _hide(self, number: int, name: str, path: Path) -> None:
        found = self._find(name)
        if found is None:
            self._report_lost(number, path, f"'{name}' is not there to be hidden", name)
            return
        section, index = found
        del self._parts[section][index]
        self._hidden[name] = number, path

    def _amend(self, number: int, amendment: Amendment, path: Path) -> None:
        found = self._find(amendment.id)
        if found is None:
            title = f"'{amendment.id}' ({amendment.was})" if amendment.was else f"'{amendment.id}'"
            self._report_lost(number, (*path, "id"), f"{title} is not there to be amended", amendment.id)
            return
        section, index = found
        part = self._parts[section][index]
        data = {**part.data, **amendment.changes}
        for reason in {"derived", "assumed"} & part.data.keys() - amendment.changes.keys():  # of the values that are replaced
            data[reason] = _without(part.data[reason], amendment.changes)
        try:
            part.model = MODELS[section].model_validate(data)
        except ValidationError as error:
            self._report_shape(number, MODELS[section], path, error)
            return
        part.data = data
        part.amended |= dict.fromkeys(amendment.changes, (number, path))

    # --- what is wrong ---

    def _report_lost(self, number: int, path: Path, message: str, name: str) -> None:
        names = [part.model.id for parts in self._parts.values() for part in parts]
        finding = warning("MC121", message, path, did_you_mean(name, names) or "remove this, or name another entry")
        self._found.append(finding_at(finding, self.sources[number].place))

    def _report_shape(self, number: int, model: type[BaseModel], path: Path, error: ValidationError) -> None:
        """Report what is wrong with an amended entry, at the amendment."""
        for detail in error.errors(include_url=False):
            if not is_spurious(detail):
                self._found.append(shape_diagnostic(self.sources[number], model, detail, within=path))

    def diagnostics(self) -> Iterator[Diagnostic]:
        """What is wrong with amendments and with what is hidden."""
        yield from self._found
        yield from self._hidden_but_needed()

    def _hidden_but_needed(self) -> Iterator[Diagnostic]:
        """What is hidden and still named by an entry that stays."""
        there = {part.model.id for parts in self._parts.values() for part in parts}
        naming = self._naming() if self._hidden else {}
        for name, (number, path) in self._hidden.items():
            needing = naming.get(name, ())
            if needing and name not in there:
                verb = "names" if len(needing) == 1 else "name"
                others = f" and {counted(len(needing) - 1, 'other')}" if len(needing) > 1 else ""
                message = f"'{name}' is hidden, but '{needing[0]}'{others} still {verb} it"
                hint = f"hide '{needing[0]}' too, or amend it"
                yield finding_at(error("MC122", message, path, hint), self.sources[number].place)

    def _naming(self) -> dict[str, list[str]]:
        """The entries that name each id."""
        found: dict[str, list[str]] = {}
        for part in self._stacked():
            for name in _names(made_of(part.model)):
                found.setdefault(name, []).append(part.model.id)
        return found

    def _stacked(self) -> Iterator[LayeredEntry]:
        return (part for section in SECTIONS if section not in SHARED for part in self._parts[section])


def _without(named: Any, keys: Container[str]) -> Any:
    """What is derived, by key, or the list of what is assumed, without some keys."""
    if isinstance(named, dict):
        return {key: how for key, how in named.items() if key not in keys}
    return [key for key in named if key not in keys]


def _names(entry: Module | Award | Role) -> set[str]:
    """What an entry names elsewhere in the catalogue."""
    found = set(ids(entry.requires))
    if isinstance(entry, Module):
        found.update(entry.alongside, entry.equivalent, entry.excludes, entry.covers, (entry.provider,))
    if entry.field is not None:
        found.add(entry.field)
    return found
