"""Where things live and which choices hold, from the command line, the environment and foretold.toml, in that order."""

from __future__ import annotations

import getpass
import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from foretold.errors import SettingsError

SAMPLE_DATA = Path("data/sample")
OWN_DATA = Path("data")


def house() -> Path:
    """Return the folder that holds flows/, warehouse/, expectations/, dashboards/ and corpus/.

    In a checkout that is its root; in an installed wheel it is the copy inside the package.
    """
    package = Path(__file__).resolve().parent
    checkout = package.parents[1]
    return checkout if (checkout / "warehouse" / "schema").is_dir() else package / "house"


SHIPPED_SOURCES = house() / "corpus" / "sources.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """The operator's choices. Every one can stand in foretold.toml under the same name."""

    data: Path = OWN_DATA
    """Folder of captures, extractions, journal, ledger and editions."""
    sources: Path | None = None
    """sources.toml to read; None: the shipped one."""
    default_scale: str = "survey-2026"
    ranked_from: int = 10
    """Resolved questions below which nobody is ranked."""
    keep_editions: int = 3
    user: str = ""
    """Who decides, for the journal; empty: nobody may at the desk, and at the command line whoever is logged in."""
    engine: str = "process"
    """Where texts are searched for forecasts: inline, process or dask. One chunk of them is always searched inline."""
    workers: int = 0
    """Processes for that; 0: one for each core."""
    scheduler: str = ""
    """Address of the scheduler of a Dask cluster; empty: a cluster of our own on this machine."""
    proxy: str = ""
    """Address of a proxy in front of `serve`, whose X-Forwarded-User says who decides; empty: there is none."""
    hosts: tuple[str, ...] = ()
    """Host names that the proxy passes on, beside this machine's own: a list in foretold.toml."""
    lake_catalog: str = ""
    """Catalog of a DuckLake that holds the ledger, as postgres:dbname=… host=…; empty: ledger.duckdb in `data`."""
    lake_folder: Path | None = None
    """Folder of that DuckLake's Parquet files, the same for all who write to it."""
    notify: str = ""
    """Prefect's notification block that is told when a night fails, as KIND/NAME; empty: nobody is told."""

    @property
    def decider(self) -> str:
        """Who decides at the command line: whom somebody configured, else this machine's login; empty for neither."""
        return self.user or _login()

    @property
    def captures(self) -> Path:
        """Folder of stored texts."""
        return self.data / "captures"

    @property
    def extractions(self) -> Path:
        """Folder of what was read and found, as Parquet."""
        return self.data / "extractions"

    @property
    def imports(self) -> Path:
        """Folder of imported files, by the hash of their content."""
        return self.data / "imports"

    @property
    def journal(self) -> Path:
        """The journal of decisions."""
        return self.data / "journal" / "journal.jsonl"

    @property
    def runs(self) -> Path:
        """The log of runs."""
        return self.data / "runs.jsonl"

    @property
    def ledger(self) -> Path:
        """The working database."""
        return self.data / "ledger.duckdb"

    @property
    def lake(self) -> Path:
        """Folder of the DuckLake's Parquet files."""
        return self.lake_folder or self.data / "lake"

    @property
    def editions(self) -> Path:
        """Folder of published editions."""
        return self.data / "editions"

    @property
    def search(self) -> Path:
        """The desk's search index over everything captured; it is never published."""
        return self.data / "search.sqlite"

    @property
    def edition(self) -> Path:
        """The current edition's database, through the link that is swapped at every publish."""
        return self.editions / "current.duckdb"

    @property
    def site(self) -> Path:
        """The current edition's pages."""
        return self.editions / "current" / "site"


def load_settings(data: Path | None = None, *, config: Path = Path("foretold.toml")) -> Settings:
    """Return the settings in force; `data` is the command line's --data.

    Raises SettingsError for a file that is not TOML, an unknown name or a value of the wrong kind.
    """
    settings = _from_file(Settings(), config) if config.exists() else Settings()
    if os.environ.get("FORETOLD_DATA"):
        settings = replace(settings, data=Path(os.environ["FORETOLD_DATA"]))
    if os.environ.get("FORETOLD_USER"):
        settings = replace(settings, user=os.environ["FORETOLD_USER"])
    if data is not None:
        settings = replace(settings, data=data)
    return settings


def is_data_chosen(data: Path | None, *, config: Path = Path("foretold.toml")) -> bool:
    """Tell whether anybody said where the data live, or whether Foretold may choose."""
    in_file = config.exists() and "data" in _toml(config)
    return data is not None or bool(os.environ.get("FORETOLD_DATA")) or in_file


def settings_of_existing(data: Path | None) -> Settings:
    """Return the settings for a command that works on data which a run has made: one's own, else the sample's."""
    settings = load_settings(data)
    has_run = settings.captures.exists() or settings.editions.exists()
    return load_settings(SAMPLE_DATA) if not (has_run or is_data_chosen(data)) and SAMPLE_DATA.exists() else settings


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""  # the journal refuses a decision by nobody, and says how to name oneself


def _toml(config: Path) -> dict[str, object]:
    try:
        return tomllib.loads(config.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{config}: {error}", rule="it must be TOML in UTF-8", remedy="mend that line") from error


def _names(value: object) -> object:
    """Return a list of plain names as a tuple, and what is none as it was written."""
    if isinstance(value, list) and all(isinstance(one, str) and "*" not in one for one in value):
        return tuple(value)
    return value


def _from_file(settings: Settings, config: Path) -> Settings:
    known = {field.name: field for field in fields(Settings)}
    values: dict[str, object] = {}
    for name, written in _toml(config).items():
        if name not in known:
            raise SettingsError(
                f"{config}: unknown name '{name}'",
                rule=f"known names are {', '.join(known)}",
                remedy="correct or remove it",
            )
        is_path = name in ("data", "sources", "lake_folder")
        wanted = str if is_path else type(getattr(settings, name))
        value = _names(written) if wanted is tuple else written
        if type(value) is not wanted:
            kind = "a list of names without '*'" if wanted is tuple else f"of type {wanted.__name__}"
            raise SettingsError(f"{config}: {name} = {written!r}", rule=f"it must be {kind}", remedy="correct it")
        least = 0 if name == "workers" else 1
        if isinstance(value, int) and value < least:
            raise SettingsError(f"{config}: {name} = {value}", rule=f"it must be {least} or more", remedy="correct it")
        values[name] = Path(str(value)) if is_path else value
    return replace(settings, **values)  # type: ignore[arg-type]
