"""Which handler hears what. Routers are filled without a broker, and joined when the Inbox is made."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, get_args, overload

from pydantic import BaseModel

from consumers.inbox.errors import broken
from consumers.inbox.received import Received, heard_as
from consumers.inbox.store.port import Effect
from schemas.messages.body import NoticeBody, ServiceRecordBody
from schemas.messages.envelope import Fact, Notice, ServiceRecord
from schemas.messages.facts import every as facts
from schemas.messages.facts.statement import Statement
from schemas.messages.notices import every as notices
from schemas.messages.registry import KINDS
from schemas.messages.service_records import every as service_records

Model = TypeVar("Model", bound=BaseModel)
Handler = Callable[[Received[Model], Effect], Awaitable[None]]
AnyHandler = Callable[[Received[Any], Effect], Awaitable[None]]
Name = tuple[str, str | None]
"""A type of message, and the duty or fact that it is about where the type has such."""

_BY_CODE: Final[Mapping[str, tuple[type[BaseModel], Mapping[str, Sequence[str]]]]] = {
    "fact": (Statement, facts.VERSIONS),
    "notice": (NoticeBody, notices.VERSIONS),
    "service-record": (ServiceRecordBody, service_records.VERSIONS),
}
"""The types that are heard by their code: whose body (or statement) a model is, and the codes that there are."""


@dataclass(frozen=True)
class Listener:
    """A handler, and the model that it asked for; without one it hears every version."""

    handler: AnyHandler
    model: type[BaseModel] | None = None

    def hears(self, received: Received[object]) -> bool:
        return self.model is None or isinstance(self.said(received), self.model)

    def said(self, received: Received[object]) -> object:
        """What the handler asked for: the envelope where it asked by type, else the body."""
        by_code = self.model is None or issubclass(self.model, Statement | NoticeBody | ServiceRecordBody)
        return received.body if by_code and received.body is not None else received.envelope

    async def hear(self, received: Received[object], effect: Effect) -> None:
        await self.handler(heard_as(received, self.said(received)), effect)


@dataclass
class Router:
    """Handlers that belong together. Nothing happens before an Inbox is given the router."""

    listeners: dict[Name, list[Listener]] = field(default_factory=dict)
    default: Listener | None = None

    @overload
    def on(self, what: type[Model]) -> Callable[[Handler[Model]], Handler[Model]]: ...

    @overload
    def on(self, what: str) -> Callable[[AnyHandler], AnyHandler]: ...

    def on(self, what: type[BaseModel] | str) -> Callable[[AnyHandler], AnyHandler]:
        """Hears a body's or statement's model, a type's envelope model, or the code of a duty, a fact or a type."""

        def register(handler: AnyHandler) -> AnyHandler:
            model = None if isinstance(what, str) else what
            for name in names_of(what):
                self._add(name, Listener(handler, model))
            return handler

        return register

    def otherwise(self, handler: AnyHandler) -> AnyHandler:
        """Hears whatever no other handler hears."""
        if self.default is not None:
            raise broken("HB-8412", name="otherwise")
        self.default = Listener(handler)
        return handler

    def _add(self, name: Name, listener: Listener) -> None:
        known = self.listeners.setdefault(name, [])
        if any(other.model is listener.model for other in known):
            raise broken("HB-8412", name=name[1] or name[0])
        known.append(listener)

    def listener(self, received: Received[object]) -> Listener | None:
        """Who hears this message: the one for its code before the one for its type, and the default last."""
        envelope = received.envelope
        code = envelope.name if isinstance(envelope, Fact | Notice | ServiceRecord) else None
        names = ((envelope.type, code), (envelope.type, None)) if code else ((envelope.type, None),)
        found = (listener for name in names for listener in self.listeners.get(name, ()))
        return next((listener for listener in found if listener.hears(received)), self.default)


def joined(routers: Iterable[Router]) -> Router:
    """All of them as one; InboxError where two want the same."""
    whole = Router()
    for router in routers:
        for name, listeners in router.listeners.items():
            for listener in listeners:
                whole._add(name, listener)  # noqa: SLF001 - its own class
        if router.default is not None:
            whole.otherwise(router.default.handler)
    return whole


def names_of(what: type[BaseModel] | str) -> tuple[Name, ...]:
    """Under which names a handler is found."""
    found = _of_code(what) if isinstance(what, str) else _of_model(what)
    if not found:
        raise broken("HB-8411", name=what if isinstance(what, str) else what.__name__)
    return found


def _of_code(code: str) -> tuple[Name, ...]:
    if code in KINDS:
        return ((code, None),)
    return tuple((kind, code) for kind, (_, versions) in _BY_CODE.items() if code in versions)


def _of_model(model: type[BaseModel]) -> tuple[Name, ...]:
    for kind, (base, versions) in _BY_CODE.items():
        if issubclass(model, base) and (code := str(getattr(model, "code", ""))) in versions:
            return ((kind, code),)
    said = getattr(model, "model_fields", {}).get("type")
    kinds = get_args(said.annotation) if said else ()
    return tuple((kind, None) for kind in kinds if kind in KINDS)
