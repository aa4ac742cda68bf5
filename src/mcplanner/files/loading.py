"""Loads catalogues, learner files and funding rules, or says what is wrong in them, line by line.

Brings together reading (`yaml_source`), shape (the models, with `shape_errors` for the sentences) and meaning (`checks`).
Knows files and standard input; prints nothing and ends no process. Every problem is a diagnostic: nothing is raised for it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import chain
from operator import attrgetter
from pathlib import Path as FilePath
from shlex import quote
from typing import Any, TypeVar

from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from mcplanner.catalogue import shape
from mcplanner.catalogue.layer import Layer
from mcplanner.catalogue.model import Catalogue
from mcplanner.files.checks.every_check import FUNDING_CHECKS
from mcplanner.files.checks.findings import Finding
from mcplanner.files.checks.funding_rules import dates_passed, old_rules
from mcplanner.files.checks.learners import LEARNER_CHECKS, LearnerCheck, Setting
from mcplanner.files.diagnosing import CatalogueCheck, diagnose, has_errors, not_listed, the_first
from mcplanner.files.file_kinds import CATALOGUE, FUNDING_RULES, LEARNER_FILE, FileKind, another_kind, as_source, has_keys_of
from mcplanner.files.layers import Layers
from mcplanner.files.paths import MOST_BYTES, Content, file_name, read_bytes
from mcplanner.files.shape_errors import is_spurious, shape_diagnostic
from mcplanner.files.yaml_source import YamlSource
from mcplanner.ground.diagnostics import MOST_FINDINGS, Diagnostic, Position, Severity
from mcplanner.ground.shapes import OutOfPatienceError, Patience, made_of
from mcplanner.learner import shape as shape_of_learner
from mcplanner.learner.file import LearnerFile
from mcplanner.pricing import shape as shape_of_funding
from mcplanner.pricing.rules import Funding

YAMLS = (".yaml", ".yml")
"""Endings of catalogues."""

NO_BASE = "this file changes a catalogue, and is none by itself"
OF_A_BASE = frozenset(("title", "as_of", "fields", "providers"))
"""What the first file of a catalogue has, besides modules."""

FIRST = 100
"""If a file has more errors of shape than are listed, mcplan reports on so many entries of each list."""

Model = TypeVar("Model", bound=BaseModel)
Meant = TypeVar("Meant")


def check_written(
    files: Sequence[Content], checks: Sequence[CatalogueCheck]
) -> tuple[Catalogue | None, tuple[Diagnostic, ...]]:
    """The catalogue that files make, None if any diagnostic is an error; and all diagnostics.

    Of several files, each later one adds entries to those before it, or amends or hides theirs.
    """
    if len(files) > 1:
        return _check_layers([as_source(name, content, CATALOGUE) for name, content in files], checks)
    return _check(*_fitted(as_source(*files[0], CATALOGUE)), checks, attrgetter("catalogue"))


def _check_layers(
    sources: Sequence[YamlSource], checks: Iterable[CatalogueCheck]
) -> tuple[Catalogue | None, tuple[Diagnostic, ...]]:
    """Several files as one catalogue, None if any diagnostic is an error; and all diagnostics, file by file."""
    whole, diagnostics = _fit_layers(sources)
    catalogue = None if whole is None or has_errors(diagnostics) else whole.catalogue()
    if whole is not None and catalogue is not None:
        findings = (whole.in_last_file(finding) for check in checks for finding in check(catalogue))
        diagnostics += the_first(sources[0], findings, whole.place)
    return None if has_errors(diagnostics) else catalogue, _in_order(sources, diagnostics)


def _fit_layers(sources: Sequence[YamlSource]) -> tuple[Layers | None, list[Diagnostic]]:
    """The files as layers, None if anything is wrong with the text or the shape of one; and what is wrong so far."""
    base, found = _fit_base(sources[0])
    later = [_fit_layer(source) for source in sources[1:]]
    diagnostics = list(chain(*(source.diagnostics for source in sources), found, *(own for _, own in later)))
    layers = [layer for layer, _ in later if layer is not None]
    if base is None or len(layers) < len(later) or diagnostics:
        return None, diagnostics
    whole = Layers(sources, base, layers)
    return whole, list(whole.diagnostics())


def _in_order(sources: Sequence[YamlSource], diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    files = [source.file for source in sources]
    return tuple(sorted(diagnostics, key=lambda each: (files.index(each.file), each.position, each.code, each.message)))


def check_funding(name: str, content: bytes | Diagnostic, today: date | None) -> tuple[Funding | None, tuple[Diagnostic, ...]]:
    """The funding rules of a file of some name in messages; with a day, old rules and passed dates give a warning."""
    dated = () if today is None else (partial(old_rules, today), partial(dates_passed, today))
    source = as_source(name, content, FUNDING_RULES)
    return _check(source, _fit_kind(source, FUNDING_RULES, shape_of_funding.Funding), (*FUNDING_CHECKS, *dated), made_of)


def check_learner(
    source: YamlSource, setting: Setting, checks: Iterable[LearnerCheck] = LEARNER_CHECKS
) -> tuple[LearnerFile | None, tuple[Diagnostic, ...]]:
    """Check a learner file that was read; None with what is wrong if any of it is an error."""

    def found_by(check: LearnerCheck, file: LearnerFile) -> Iterable[Finding]:
        return check(setting.assuming(file), file)

    return _check(source, fit_learner(source), [partial(found_by, check) for check in checks], made_of)


def _fitted(source: YamlSource) -> tuple[YamlSource, tuple[shape.Catalogue | None, list[Diagnostic]]]:
    """A file as a catalogue, after the file without its data: of a large one, each form is let go once the next is made."""
    fitted = _fit_base(source)
    return replace(source, data=None), fitted


def _fit_base(source: YamlSource) -> tuple[shape.Catalogue | None, list[Diagnostic]]:
    """A file as a catalogue; of one that is meant to go after another, this is said, and what is wrong in it besides."""
    another = another_kind(source, CATALOGUE)
    if another is not None:
        return None, [another]
    base, found = fit(source, shape.Catalogue)
    if base is None and _goes_after_another(source.data):
        diagnostic = Diagnostic("MC123", Severity.ERROR, NO_BASE, source.file, Position(1, 1), after_a_base(source.file))
        return None, [diagnostic, *fit(source, Layer)[1]]
    return base, found


def _fit_layer(source: YamlSource) -> tuple[Layer | None, list[Diagnostic]]:
    """A file that goes after another."""
    return _fit_kind(source, CATALOGUE, Layer)


def fit_learner(source: YamlSource) -> tuple[shape_of_learner.LearnerFile | None, list[Diagnostic]]:
    """A file as a learner file; of another kind of file this is said, and nothing else."""
    return _fit_kind(source, LEARNER_FILE, shape_of_learner.LearnerFile)


def _fit_kind(source: YamlSource, kind: FileKind, model: type[Model]) -> tuple[Model | None, list[Diagnostic]]:
    another = another_kind(source, kind)
    return fit(source, model) if another is None else (None, [another])


def is_catalogue(name: str, content: bytes) -> bool:
    """Return whether a YAML file of some name has the keys of a catalogue."""
    return name.lower().endswith(YAMLS) and has_keys_of(as_source(name, content), CATALOGUE, but_not=LEARNER_FILE)


def _goes_after_another(data: Any) -> bool:
    """Return whether a file has what only a later file has, or entries alone, and lacks what a catalogue needs."""
    if not isinstance(data, dict) or data.keys() >= OF_A_BASE:
        return False
    return bool(data.keys() & {"amend", "hide"}) or (
        bool(data.keys() & {"modules", "awards", "roles"}) and not data.keys() & OF_A_BASE
    )


def _check(
    source: YamlSource,
    fitted: tuple[Model | None, list[Diagnostic]],
    checks: Iterable[Callable[[Meant], Iterable[Finding]]],
    meaning: Callable[[Model], Meant],
) -> tuple[Meant | None, tuple[Diagnostic, ...]]:
    """What a file that was fitted to its shape means, None if any diagnostic is an error; and all, in the order of the file.

    Meaning is checked only if text and shape are sound: a part that cannot be read would make others look unknown.
    """
    fitting, found = fitted
    made = None if fitting is None or source.diagnostics else meaning(fitting)
    del fitted, fitting
    return diagnose(source, made, checks, [*source.diagnostics, *found])


def after_a_base(file: str) -> str:
    """How to name a file that changes a catalogue."""
    return f"name it after its catalogue: mcplan check base.yaml {quote(file)}; other commands: -c base.yaml -c {quote(file)}"


def read(path: str | FilePath) -> YamlSource:
    """The YAML of a file, or of standard input for `-`; if it cannot be read, a diagnostic at its first line says why."""
    return as_source(file_name(path), read_bytes(path, MOST_BYTES))


def fit(source: YamlSource, model: type[Model]) -> tuple[Model | None, list[Diagnostic]]:
    """A file's data as a model, or what is wrong with its shape; places where the text itself is wrong are not repeated."""
    if source.data is None and source.diagnostics:
        return None, []
    try:
        return model.model_validate(source.data, context=Patience(MOST_FINDINGS)), []
    except ValidationError as error:
        if error.error_count() <= MOST_FINDINGS:
            return None, _shape_diagnostics(source, model, error)
    except OutOfPatienceError:
        pass
    return None, [*_shape_of_the_first(source, model), not_listed(source, Severity.ERROR, "many")]


def _shape_diagnostics(source: YamlSource, model: type[BaseModel], error: ValidationError) -> list[Diagnostic]:
    reported = {diagnostic.position for diagnostic in source.diagnostics}
    found = (shape_diagnostic(source, model, detail) for detail in error.errors(include_url=False) if not is_spurious(detail))
    return [diagnostic for diagnostic in found if diagnostic.position not in reported]


def _shape_of_the_first(source: YamlSource, model: type[BaseModel]) -> list[Diagnostic]:
    """What is wrong with the shape of the first entries of each top-level list, unless even that is too much."""
    entries = source.data.items() if isinstance(source.data, dict) else ()
    try:
        model.model_validate({key: value[:FIRST] if isinstance(value, list) else value for key, value in entries})
    except ValidationError as error:
        if error.error_count() <= MOST_FINDINGS:
            return _shape_diagnostics(source, model, error)
    return []
