"""Client profiles, as the operator hands them out: a file for its owner alone, or lines for an environment."""

import json
from pathlib import Path
from typing import Final

from habarshy.enrolment.folders import PROFILE
from habarshy.stack import files
from producers import profile
from producers.profile import ClientProfile

_UNSAID: Final = {"keys", "home"}


def made(like: ClientProfile, *, agency: str, user: str, password: str) -> ClientProfile:
    """The same bus for somebody else. Keys and state lie beside the profile, wherever that comes to lie."""
    bare = like.model_dump(exclude=_UNSAID)
    return ClientProfile.model_validate({**bare, "agency": agency, "user": user, "password": password})


def write(folder: Path, said: ClientProfile) -> ClientProfile:
    """Answers the profile as it will be read from there."""
    text = json.dumps(said.model_dump(mode="json", exclude=_UNSAID), ensure_ascii=False, indent=2)
    files.write(folder / PROFILE, text + "\n")
    return profile.load(folder / PROFILE)


def environment(said: ClientProfile) -> list[str]:
    """NAME=value, as producers/profile.py reads them; the certificate is quoted, for it has several lines."""
    values = {
        "network": said.network,
        "agency": said.agency,
        "bootstrap": ",".join(said.bootstrap),
        "security": said.security,
        "user": said.user,
        "password": said.password,
        "ca": said.ca,
        "trust": ",".join(f"{anchor.id}={anchor.public}" for anchor in said.trust),
    }
    return [f"HABARSHY_{name.upper()}='{value}'" for name, value in values.items() if value]
