"""All models of the studio: people, projects, generations and everything about them."""

from projects.models.account import Account, EngineKey, PriceList
from projects.models.api_key import ApiKey, Scope
from projects.models.api_request import ApiRequest
from projects.models.attempt import Attempt
from projects.models.collection import Collection
from projects.models.event import Event
from projects.models.export import Export, ExportFormat
from projects.models.form_token import FormToken
from projects.models.generation import Generation
from projects.models.image import Image
from projects.models.invitation import Invitation
from projects.models.keyframe import Edge, End, Keyframe
from projects.models.lease import Lease
from projects.models.notification import Notification, NotificationKind
from projects.models.person import Person
from projects.models.presence import Presence
from projects.models.project import Membership, Project, Role
from projects.models.prompt import Prompt
from projects.models.render import Render, RenderState
from projects.models.review import Note, Review, Verdict, VerdictKind
from projects.models.saved_filter import SavedFilter
from projects.models.session import LoginSession
from projects.models.share_link import Guest, ShareLink
from projects.models.states import Hold, State
from projects.models.studio import Studio
from projects.models.tag import Tag
from projects.models.timeline import Change, Cut, Shot, Timeline
from projects.models.upload import Upload
from projects.models.webhook import Delivery, EventType, Webhook

__all__ = [
    "Account",
    "ApiKey",
    "ApiRequest",
    "Attempt",
    "Change",
    "Collection",
    "Cut",
    "Delivery",
    "Edge",
    "End",
    "EngineKey",
    "Event",
    "EventType",
    "Export",
    "ExportFormat",
    "FormToken",
    "Generation",
    "Guest",
    "Hold",
    "Image",
    "Invitation",
    "Keyframe",
    "Lease",
    "LoginSession",
    "Membership",
    "Note",
    "Notification",
    "NotificationKind",
    "Person",
    "Presence",
    "PriceList",
    "Project",
    "Prompt",
    "Render",
    "RenderState",
    "Review",
    "Role",
    "SavedFilter",
    "Scope",
    "ShareLink",
    "Shot",
    "State",
    "Studio",
    "Tag",
    "Timeline",
    "Upload",
    "Verdict",
    "VerdictKind",
    "Webhook",
]
