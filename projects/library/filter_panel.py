"""What the library's filter panel offers, and the active filters as chips."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.ledger.estimate import known_models
from projects.library.clip_filter import ClipFilter
from projects.library.collecting import list_collections
from projects.models import Person, Project
from projects.models.prompt import IMPORTED, STILL

MOST_OPTIONS = 60  # of one kind
STATE_LABELS: dict[str, str | Promise] = {
    "ready": gettext_lazy("Ready"),
    "moving": gettext_lazy("In progress"),
    "failed": gettext_lazy("Failed"),
    "canceled": gettext_lazy("Canceled"),
}


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Option:
    value: str
    label: str | Promise
    is_on: bool


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    options: list[Option]


def list_chips(chosen: ClipFilter, project: Project) -> list[Chip]:
    """Return a chip for each active filter except the search and the quick filters."""
    chips = [
        Chip(label, chosen.without(name, value).address())
        for name, labels in name_values(chosen, project).items()
        for value, label in labels.items()
    ]
    if chosen.rating:
        label = "★★★★★" if chosen.rating == 5 else "★" * chosen.rating + " " + _("or better")
        chips.append(Chip(label, replace(chosen, rating=0).address()))
    if chosen.start:
        chips.append(Chip(_("From %s") % name_day(chosen.start), replace(chosen, start=None).address()))
    if chosen.end:
        chips.append(Chip(_("Until %s") % name_day(chosen.end), replace(chosen, end=None).address()))
    return chips


def name_values(chosen: ClipFilter, project: Project) -> dict[str, dict[str, str]]:
    """Return {name of a list: {value: label}} for what is chosen, in three queries at most."""
    people = (
        Person.objects.filter(pk__in=chosen.person, memberships__project=project) if chosen.person else []
    )
    names = {str(person.pk): str(person) for person in people}
    chosen_ones = project.collections.filter(pk__in=chosen.collection) if chosen.collection else []
    collections = {str(one.pk): one.name for one in chosen_ones}
    tags = dict(project.tags.filter(key__in=chosen.tag).values_list("key", "name")) if chosen.tag else {}
    return {
        "collection": {value: collections.get(value, _("Removed collection")) for value in chosen.collection},
        "person": {value: names.get(value, _("Somebody else")) for value in chosen.person},
        "model": {value: name_model(value) for value in chosen.model},
        "state": {value: str(STATE_LABELS[value]) for value in chosen.state},
        "ratio": {value: value for value in chosen.ratio},
        "tag": {value: f"#{tags.get(value, value)}" for value in chosen.tag},
    }


def name_model(value: str) -> str:
    """Return "Ray 2", "Imported film" or "Picture" for "engine:model", or the ID of an unknown model."""
    engine, _colon, model = value.partition(":")
    if model == STILL:
        return _("Picture")
    if engine == IMPORTED:
        return _("Imported film")
    known = known_models(engine).get(model) if engine in ("preview", "aimlapi", "luma") else None
    return known.label if known else model or engine


def name_day(day: date) -> str:
    return date_format(day, "j M Y")


def list_groups(chosen: ClipFilter, project: Project) -> list[Group]:
    """Return what the project's clips can be filtered by. Leave out kinds with one value."""
    people = Person.objects.filter(memberships__project=project).order_by("name", "email")[:MOST_OPTIONS]
    used = project.generations.order_by().values_list(
        "prompt__engine", "prompt__model", "prompt__aspect_ratio"
    )
    seen = list(used.distinct()[:500])
    models = sorted({f"{engine}:{model}" for engine, model, _ratio in seen})
    ratios = sorted({ratio for _engine, _model, ratio in seen if ratio})
    collections = {str(one.pk): f"{one.name} · {size}" for one, size in list_collections(project)}
    offered: dict[str, tuple[str, dict[str, str | Promise]]] = {
        "collection": (_("Collections"), {**collections}),
        "tag": (_("Tags"), {tag.key: tag.name for tag in project.tags.all()[:MOST_OPTIONS]}),
        "person": (_("Person"), {str(person.pk): str(person) for person in people}),
        "model": (_("Model"), {value: name_model(value) for value in models[:MOST_OPTIONS]}),
        "ratio": (_("Aspect ratio"), {ratio: ratio for ratio in ratios}),
        "state": (_("State"), STATE_LABELS),
    }
    groups = []
    for name, (title, labels) in offered.items():
        on = getattr(chosen, name)
        options = [Option(value, label, value in on) for value, label in labels.items()]
        chosen_ones = name_values(chosen, project)[name] if on else {}
        options += [Option(*one, is_on=True) for one in chosen_ones.items() if one[0] not in labels]
        if on or len(options) > 1 or name in ("tag", "collection"):
            groups.append(Group(name, title, options))
    return groups
