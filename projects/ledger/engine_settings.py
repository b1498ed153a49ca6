"""The engines on the settings page: whether each is ready, why not, its key and its prices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from projects.ledger.engines import PAID, current_key, engine_for
from projects.models import Account, EngineKey, PriceList
from studio import engines
from studio.engines.base import Model

KEY_NAMES = {"aimlapi": "AIMLAPI_KEY", "luma": "LUMAAI_API_KEY"}
KEY_PAGES = {"aimlapi": "https://aimlapi.com/app/keys", "luma": "https://lumalabs.ai/dream-machine/api/keys"}
ABOUT = {
    "preview": _("Draws an animatic of your prompt on this machine. Free, and works offline."),
    "aimlapi": _("Luma's Ray models, paid per clip through the AI/ML API."),
    "luma": _("Ray models directly from Luma, paid to Luma."),
}


@dataclass(frozen=True)
class PricedModel:
    """A model and its price. seen_at: None without a price list. usd: None if unknown for these settings."""

    id: str
    label: str
    note: str
    settings: str
    usd: Decimal | None = None
    seen_at: datetime | None = None


@dataclass
class EngineRow:
    """An engine. origin: "environment", "settings", "sealed" or "". problem: why it isn't ready, or ""."""

    name: str
    label: str
    about: str
    takes_key: bool
    origin: str = ""
    last4: str = ""
    variable: str = ""
    key_page: str = ""
    problem: str = ""
    account: Account | None = None
    models: list[PricedModel] = field(default_factory=list)

    @property
    def has_key(self) -> bool:
        return self.origin in ("environment", "settings")

    @property
    def is_from_environment(self) -> bool:
        return self.origin == "environment"

    @property
    def is_ready(self) -> bool:
        return not self.problem

    @property
    def status(self) -> str:
        """The label of the engine's pill."""
        if self.is_ready:
            return _("Ready")
        if self.has_key and not (self.account and self.account.hold):
            return _("Not tested yet")
        return _("On hold") if self.origin else _("Not set up")

    @property
    def tone(self) -> str:
        """The CSS class of the engine's pill."""
        if self.is_ready:
            return "pill--go"
        return "pill--stop" if self.origin else ""


def list_engines() -> list[EngineRow]:
    """Return every engine, those that need a key first."""
    free = (name for name in engines.PATHS if name not in PAID)
    return [describe_engine(name) for name in (*PAID, *free)]


def describe_engine(name: str) -> EngineRow:
    kind = engines.get_class(name)
    row = EngineRow(name, kind.label, ABOUT.get(name, ""), name in PAID)
    if row.takes_key:
        row.variable, row.key_page = KEY_NAMES[name], KEY_PAGES[name]
        fill_key(row)
    if row.has_key or not row.takes_key:
        engine = engine_for(name)
        row.account = Account.objects.filter(engine=name, fingerprint=engine.account).first()
        row.models = price_models(name, engine.models())
    if row.account and row.account.hold:
        row.problem = row.account.hold_message or _("The provider asked us to wait.")
    elif row.has_key and not (row.account and row.account.checked_at):
        row.problem = _("This key hasn't been tested yet.")
    return row


def fill_key(row: EngineRow) -> None:
    """Fill in where the key comes from and its last four characters, or why there is none."""
    key, row.origin = current_key(row.name)
    row.last4 = key[-4:]
    if row.origin == "sealed":
        row.problem = _("The saved key can't be read: DAILIES_SECRET_KEY has changed. Save the key again.")
        row.last4 = EngineKey.objects.values_list("last4", flat=True).get(engine=row.name, retired_at=None)
    elif not key:
        row.problem = _("Needs an API key.")


def price_models(engine: str, models: Mapping[str, Model]) -> list[PricedModel]:
    """Return the models with the provider's price for their default settings, if known."""
    lists = {prices.model: prices for prices in PriceList.objects.filter(engine=engine)}
    local = engines.get_class(engine).local
    return [price_model(model, lists.get(id), local) for id, model in models.items()]


def price_model(model: Model, prices: PriceList | None, local: bool) -> PricedModel:
    resolution, duration_s = model.default_resolution, model.default_duration_s
    settings = " · ".join(filter(None, (resolution, f"{duration_s} s" if duration_s else "")))
    usd = Decimal(0) if local else None
    if prices:
        usd = prices.usd(resolution=resolution or None, duration_s=duration_s)
    return PricedModel(model.id, model.label, model.note, settings, usd, prices.seen_at if prices else None)
