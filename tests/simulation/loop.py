"""An event loop whose time is a number: where nothing is ready it jumps to the next timer. One seed gives one order of all steps.

Tasks belong to hosts, as threads to processes. A host that is frozen takes no step, and all that became due meanwhile runs
when it thaws; one that is killed never takes another, and none of its `finally` runs.
"""

import asyncio
import heapq
import itertools
import sys
import threading
import time
from asyncio.events import _set_running_loop
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from tests.simulation.trace import Trace

STEPS_AT_ONE_INSTANT: Final = 50_000
"""More steps than any work takes: whoever takes more goes round in circles."""
_DEFERRED: Final = 0.1
"""How likely each of the first steps that are ready is to wait for another turn."""
_Answer = TypeVar("_Answer")


class StuckError(Exception):
    """Nothing is ready, and nothing ever will be; or the same instant never ends."""


class NotSimulatedError(Exception):
    """Threads, sockets, processes and true waiting have no place in a simulation: give it what it wants through a port."""


@dataclass(eq=False)
class Host:
    """What dies and freezes as one: a process of the bus."""

    name: str
    number: int = 0
    killed: bool = False
    frozen: bool = False
    held: list[asyncio.Handle] = field(default_factory=list)
    """What became ready while it was frozen, or dead."""
    tasks: "dict[asyncio.Task[Any], int]" = field(default_factory=dict)
    """Held here, for what nobody holds is collected, and its `finally` would run: the dead do nothing."""
    _prune_at: int = 64

    def begin(self, task: "asyncio.Task[Any]", number: int) -> None:
        self.tasks[task] = number
        if len(self.tasks) > self._prune_at:
            self.tasks = {one: number for one, number in self.tasks.items() if not one.done()}
            self._prune_at = 2 * len(self.tasks) + 64


_HOST: Final[ContextVar[Host | None]] = ContextVar("host", default=None)


class SimulatedLoop(asyncio.AbstractEventLoop):
    """Runs one simulation. What it is not written to do it refuses, and remembers that it was asked."""

    def __init__(self, chance: Random, trace: Trace) -> None:
        self.chance = chance
        self.trace = trace
        self.outside = Host("outside")
        """Where everything lives that is not a process of the bus: it never dies and never freezes."""
        self.steps = 0
        self.complaints: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self._now = 0.0
        self._ready: list[asyncio.Handle] = []
        self._timers: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._numbers = itertools.count()
        self._numbered: WeakKeyDictionary[asyncio.Task[Any], int] = WeakKeyDictionary()
        self._at_this_instant = 0

    def time(self) -> float:
        return self._now

    def run(self, main: Coroutine[Any, Any, _Answer]) -> _Answer:
        """Until this is done. What else is under way then stays as it is."""
        with _alone(self):
            task = self.create_task(main)
            while not task.done():
                self._turn()
            answer: _Answer = task.result()
            return answer

    def spawn(self, host: Host, work: Coroutine[Any, Any, _Answer]) -> "asyncio.Task[_Answer]":
        """Whatever this begins belongs to that host too."""
        context = copy_context()
        context.run(_HOST.set, host)
        return context.run(self.create_task, work)

    def thaw(self, host: Host) -> None:
        host.frozen = False
        self._ready += host.held
        host.held = []

    def bury(self, hosts: list[Host]) -> None:
        """At the end of all: whatever is still under way ends in order, so that nothing is collected in the middle of something."""
        for host in hosts:
            host.killed = host.frozen = False
            self._ready += host.held
        left = [task for host in (self.outside, *hosts) for task in sorted(host.tasks, key=host.tasks.__getitem__)]
        self.run(_ended(left))

    def _turn(self) -> None:
        """What is ready now, in an order that chance decides: what of it becomes ready meanwhile waits for the next turn."""
        if not self._ready:
            self._jump()
        timers = self._timers
        while timers and timers[0][0] <= self._now:
            self._ready.append(heapq.heappop(timers)[2])
        ready, self._ready = self._ready, []
        for handle in ready if len(ready) == 1 else self._drawn(ready):
            if not handle._cancelled:
                self._step(handle)

    def _jump(self) -> None:
        timers = self._timers
        while timers and timers[0][2]._cancelled:
            heapq.heappop(timers)
        if not timers:
            raise StuckError(f"nothing is ready at {self._now:.3f} s, and no timer runs")
        if timers[0][0] > self._now:
            self._now = timers[0][0]
            self._at_this_instant = 0

    def _drawn(self, ready: list[asyncio.Handle]) -> list[asyncio.Handle]:
        """Tasks stand in the order of their beginning before chance has its turn: the order of a set must not be seen."""
        ready.sort(key=self._number)
        self.chance.shuffle(ready)
        deferred = int(self.chance.random() / _DEFERRED)
        if deferred < len(ready):
            self._ready.append(ready.pop(deferred))
        return ready

    def _number(self, handle: asyncio.Handle) -> int:
        owner = getattr(handle._callback, "__self__", None)  # type: ignore[attr-defined] # every handle has one
        return self._numbered[owner] if isinstance(owner, asyncio.Task) else -1

    def _step(self, handle: asyncio.Handle) -> None:
        host = handle._context.get(_HOST) or self.outside  # type: ignore[attr-defined] # every handle has one
        if host.killed or host.frozen:
            host.held.append(handle)
            return
        self.steps += 1
        self._at_this_instant += 1
        if self._at_this_instant > STEPS_AT_ONE_INSTANT:
            raise StuckError(f"{host.name} goes round in circles at {self._now:.3f} s")
        self.trace.step(self._now, host.number)
        handle._run()

    # What asyncio asks of a loop.

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:  # type: ignore[override] # noqa: ANN401 - as asyncio has it
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_later(  # type: ignore[override] # without the types of arguments, as it hands them on
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,  # noqa: ANN401 - as asyncio has it
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(  # type: ignore[override] # likewise
        self,
        when: float,
        callback: Callable[..., object],
        *args: Any,  # noqa: ANN401 - as asyncio has it
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._timers, (when, next(self._numbers), handle))
        return handle

    def create_future(self) -> "asyncio.Future[Any]":
        return asyncio.Future(loop=self)

    def create_task(
        self,
        coro: Any,  # noqa: ANN401 - as asyncio has it
        *,
        name: str | None = None,
        context: Context | None = None,
    ) -> "asyncio.Task[Any]":
        number = next(self._numbers)
        task = asyncio.Task(coro, loop=self, name=name or f"task-{number}", context=context)
        self._numbered[task] = number
        (_HOST.get() or self.outside).begin(task, number)
        return task

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        self.complaints.append(context)

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return False

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """It is passed over when its time comes."""


def made(chance: Random, trace: Trace) -> SimulatedLoop:
    return SimulatedLoop(chance, trace)  # type: ignore[abstract] # what it is not written to do it refuses


def _refusing(name: str) -> Callable[..., object]:
    def refuse(loop: SimulatedLoop, *_: object, **__: object) -> object:
        loop.refused.append(name)
        raise NotSimulatedError(name)

    return refuse


for _name in ("run_in_executor", "call_soon_threadsafe", "create_connection", "getaddrinfo", "subprocess_exec", "subprocess_shell"):  # fmt: skip
    setattr(SimulatedLoop, _name, _refusing(_name))


async def _ended(tasks: "list[asyncio.Task[Any]]") -> None:
    """Each is told more than once: who tidies up waits for something too."""
    for _ in range(10):
        for task in tasks:
            task.cancel()
        await asyncio.sleep(60)
        tasks = [task for task in tasks if not task.done()]


_REFUSED: Final = ("socket.connect", "socket.bind", "subprocess.Popen", "os.posix_spawn", "os.fork")
_RUNNING: list[SimulatedLoop] = []
_GUARDED: list[bool] = []


@contextmanager
def _alone(loop: SimulatedLoop) -> Iterator[None]:
    """While it runs, what would not be simulated is refused, by the interpreter itself where it can: such a hook stays for ever, so there is one."""
    if not _GUARDED:
        sys.addaudithook(_guard)
        _GUARDED.append(True)
    sleep, start = time.sleep, threading.Thread.start
    time.sleep, threading.Thread.start = partial(_refuse, "time.sleep"), partial(_refuse, "Thread.start")  # type: ignore[method-assign] # for as long as it runs
    _set_running_loop(loop)
    _RUNNING.append(loop)
    try:
        yield
    finally:
        _RUNNING.remove(loop)
        _set_running_loop(None)
        time.sleep, threading.Thread.start = sleep, start  # type: ignore[method-assign] # as it was


def _guard(event: str, _: tuple[object, ...]) -> None:
    if _RUNNING and event in _REFUSED:
        _refuse(event)


def _refuse(what: str, *_: object) -> None:
    _RUNNING[-1].refused.append(what)
    raise NotSimulatedError(what)
