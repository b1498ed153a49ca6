"""Every row, in reading order: people, projects, what they ask for, what came of it."""

from projects.models.account import Account, EngineKey, PriceList
from projects.models.attempt import Attempt
from projects.models.event import Event
from projects.models.export import Export, ExportFormat, ExportState
from projects.models.generation import Generation, Hold, State
from projects.models.image import Image
from projects.models.keyframe import Edge, End, Keyframe
from projects.models.lease import Lease
from projects.models.person import Person
from projects.models.project import Membership, Project, Role
from projects.models.prompt import Prompt
from projects.models.studio import Studio
from projects.models.timeline import Change, Clip, Cut, Timeline

__all__ = [
    "Account", "Attempt", "Change", "Clip", "Cut", "Edge", "End", "EngineKey", "Event", "Export",
    "ExportFormat", "ExportState", "Generation", "Hold", "Image", "Keyframe", "Lease", "Membership", "Person",
    "PriceList", "Project", "Prompt", "Role", "State", "Studio", "Timeline",
]  # fmt: skip
