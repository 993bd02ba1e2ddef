"""A client's profile: which bus, as whom, and whom to believe. One file, or environment variables; private keys lie beside it."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, ValidationError

from schemas import fields
from schemas.errors import translation
from schemas.errors.tree import Finding, WireError
from schemas.unreadable import UnreadableError
from schemas.values import Value
from schemas.yaml_text import value as yaml_value
from services.keys import keyring
from services.keys.keyring import Keyring

_log: Final = logging.getLogger(__name__)
_OTHERS: Final = 0o077
_PREFIX: Final = "HABARSHY_"
_OF_SECURITY: Final = ("user", "password", "ca")


Address = Annotated[str, StringConstraints(pattern=r"^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}$", max_length=300)]
"""A broker: its host and its port."""


class Anchor(Value):
    """A key of the bus by which the reference log is believed, from its first entry on."""

    id: Annotated[fields.KeyId, Field(pattern=r"^bus/directory-")]
    public: fields.PublicKey


class ClientProfile(Value):
    """What a client must know before it can ask the bus anything."""

    network: fields.Network
    agency: fields.Agency | Literal["bus"]
    bootstrap: Annotated[tuple[Address, ...], Field(min_length=1, max_length=20)]
    security: Literal["sasl-ssl", "plaintext"] = "sasl-ssl"
    user: str = ""
    password: Annotated[str, Field(repr=False)] = ""
    ca: str = ""
    """The certificate of the authority that signed the brokers' certificates, as PEM."""
    trust: Annotated[tuple[Anchor, ...], Field(min_length=1, max_length=20)]
    keys: Path = Path("keys.json")
    """The file of private keys; a relative path begins at the profile's own folder."""
    home: Path = Path("state")
    """Where spool, store and dead letters lie; likewise."""

    def keyring(self) -> Keyring:
        """The agency's private keys; refused where they are another's."""
        found = keyring.load(self.keys)
        if (found.owner, found.network) != (self.agency, self.network):
            said = {"owner": found.owner, "network": found.network, "agency": self.agency, "ours": self.network}
            raise WireError(Finding("HB-8604", "/keys", {"path": str(self.keys), **said}))
        return found


def load(path: Path) -> ClientProfile:
    """The profile of a YAML or JSON file; WireError with each field that is wrong."""
    try:
        text, mode = path.read_text(encoding="utf-8"), path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        raise WireError(Finding("HB-8601", "", {"path": str(path)})) from error
    try:
        said = yaml_value(text, path.name)
    except UnreadableError as error:
        raise WireError(translation.unreadable(error)) from error
    if not _is_one(said):
        raise WireError(Finding("HB-8619", "", {"path": str(path)}))
    if mode & _OTHERS:
        raise WireError(Finding("HB-8603", "", {"path": str(path)}))
    return _profile(said, folder=path.resolve().parent)


def _is_one(said: object) -> bool:
    """Whether it is a client profile at all, with a slip in it perhaps; of anything else no field need be told."""
    fields = set(ClientProfile.model_fields)
    return isinstance(said, Mapping) and len(fields & set(said)) > len(set(said) - fields)


def from_environment(environment: Mapping[str, str], *, folder: Path) -> ClientProfile:
    """HABARSHY_PROFILE names the file; without it each field has its own variable, such as HABARSHY_BOOTSTRAP."""
    if path := environment.get(f"{_PREFIX}PROFILE"):
        return load(Path(path))
    names = {name: f"{_PREFIX}{name.upper()}" for name in ClientProfile.model_fields}
    said: dict[str, object] = {
        name: environment[variable] for name, variable in names.items() if variable in environment
    }
    if "network" not in said:
        raise WireError(Finding("HB-8602", "", {}))
    if isinstance(bootstrap := said.get("bootstrap"), str):
        said["bootstrap"] = bootstrap.split(",")
    if isinstance(trust := said.get("trust"), str):
        said["trust"] = [dict(zip(("id", "public"), one.split("=", 1), strict=False)) for one in trust.split(",")]
    return _profile(said, folder=folder)


def _profile(said: object, *, folder: Path) -> ClientProfile:
    try:
        profile = ClientProfile.model_validate(said)
    except ValidationError as error:
        raise WireError(*translation.findings(error, said)) from error
    if profile.security == "sasl-ssl" and (unsaid := [name for name in _OF_SECURITY if not getattr(profile, name)]):
        raise WireError(*(Finding("HB-8617", f"/{name}", {"field": name}) for name in unsaid))
    if profile.security == "plaintext":
        _log.warning("action=plaintext-profile agency=%s: nothing on its way to the wire is encrypted", profile.agency)
    return profile.model_copy(update={"keys": folder / profile.keys, "home": folder / profile.home})
