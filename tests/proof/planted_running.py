"""Bugs of the bus as it runs, as rows: what is stored and told in the wrong order, and what nobody is told of."""

from typing import Final

_INTAKE: Final = "tests/unit/intake"
_LEDGER: Final = "tests/unit/ledger"
_RUNNING: Final = "tests/unit/running"
_LOOKING: Final = "tests/unit/running/test_tending.py"
_RECORDING: Final = "consumers/intake/recording.py"
_PLACING: Final = "consumers/intake/placing.py"
_KAFKA: Final = "consumers/intake/kafka.py"
_DEPARTED: Final = "consumers/intake/departed.py"
_SENDING_OUT: Final = "tests/unit/intake/test_departed.py"
_TENDING: Final = "habarshy/running/tending.py"
_PROCESSES: Final = "habarshy/running/processes.py"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "whoever takes a partition over takes no epoch of its own",
        "services/ledger/memory.py",
        "replace(before, epoch=before.epoch + 1)",
        "replace(before, epoch=max(before.epoch, 1))",
        _LEDGER,
    ),
    (
        "the position moves on before the ledger has stored anything",
        _RECORDING,
        "            outcome = await self.ledger.record(reads, deciding)\n",
        "            self.placing.advance(reads)\n            outcome = await self.ledger.record(reads, deciding)\n",
        _INTAKE,
    ),
    (
        "what stood in a batch beside another's partition is dropped",
        _RECORDING,
        "return await self.record(batch.of([one for one in checked if one.arrival.partition not in partitions]))",
        "return 0",
        _INTAKE,
    ),
    (
        "what fails in deciding ends intake and is kept nowhere",
        _RECORDING,
        "        except Exception as error:\n            raise BatchRefusedError",
        "        except BatchRefusedError as error:\n            raise BatchRefusedError",
        _INTAKE,
    ),
    (
        "a partition begins where the wire begins and not where the ledger stands",
        _PLACING,
        "begins_at = max(position.begins_at, bounds.first)",
        "begins_at = bounds.first",
        _INTAKE,
    ),
    (
        "after a fetch that was cut off the library's own place is trusted",
        _KAFKA,
        "        except (CutOffError, TimeoutError):\n            self._set_back(found)\n",
        "        except (CutOffError, TimeoutError):\n            pass\n",
        _INTAKE,
    ),
    (
        "without the reference log everybody is taken for a stranger",
        "consumers/intake/intake.py",
        "            self._turn_blind(error, found.keys())\n            return False\n",
        "            self._turn_blind(error, found.keys())\n            state = NOBODY\n",
        _INTAKE,
    ),
    (
        "an intake that stands though there is something to read is left alone",
        "consumers/intake/watchdog.py",
        "return lags and not one.waits and",
        "return lags and one.waits and",
        _INTAKE,
    ),
    (
        "a process that is told to stop forgets what it has read",
        "habarshy/running/intake.py",
        "        await self.intake.finish()\n",
        "",
        f"{_RUNNING}/test_stopping.py",
    ),
    (
        "whatever is the matter, a process says that it is ready",
        _PROCESSES,
        "    if not reasons:\n",
        "    if reasons is not None:\n",
        _RUNNING,
    ),
    (
        "a process that cannot go on ends as if all were well",
        _PROCESSES,
        '            _log.critical(finding.sentence("en"), extra={"action": "bus.ends", "code": finding.code})\n        raise\n',
        '            _log.critical(finding.sentence("en"), extra={"action": "bus.ends", "code": finding.code})\n',
        _RUNNING,
    ),
    (
        "an offset that has two dispositions is nothing to tell",
        "services/ledger/coverage.py",
        "doubled=sum(max(0, one.dispositions - one.span.length) for one in islands)",
        "doubled=sum(min(0, one.dispositions - one.span.length) for one in islands)",
        _LEDGER,
    ),
    (
        "what was lost while the process ran is found by nobody",
        _TENDING,
        "            spans[stand.partition] = Span(first, stand.next_offset)\n",
        "            spans[stand.partition] = Span(stand.next_offset, stand.next_offset)\n",
        _LOOKING,
    ),
    (
        "what the wire drops before it was read is told to nobody",
        _TENDING,
        "if first > next_offset and self._lose(partition, Span(next_offset, first)):",
        "if first < 0:",
        _LOOKING,
    ),
    (
        "who has died is seen and left in its groups",
        _DEPARTED,
        "                await self.groups.send_out(group, member)\n",
        "",
        _SENDING_OUT,
    ),
    (
        "who joins while the group is asked is taken for dead",
        _DEPARTED,
        "        there = await self.presence.look()\n        for number, member",
        "        there = self._seen\n        for number, member",
        _SENDING_OUT,
    ),
    (
        "after the ledger was away whoever is not there again yet is taken for dead",
        _DEPARTED,
        "            self._seen, self._until = frozenset(), self.monotonic()\n",
        "",
        _SENDING_OUT,
    ),
    (
        "whoever lives and cannot reach the ledger is sent out each time that it joins",
        _DEPARTED,
        "                self._sent_out.add((group, number))\n",
        "",
        _SENDING_OUT,
    ),
    (
        "a process bears no number in its groups, so that nobody knows whose member it is",
        "habarshy/running/intake.py",
        "            name = departed.client_id(subscription.group, self.number)\n",
        "            name = subscription.group\n",
        "tests/integration/running/test_several.py",
    ),
    (
        "whose connection to the ledger broke is there for nobody any more",
        "services/ledger/presence_in_postgres.py",
        "        except psycopg.Error as error:\n            await self.close()\n",
        "        except psycopg.Error as error:\n",
        "tests/integration/ledger/test_presence.py",
    ),
    (
        "the ledger is asked by two at once on one connection",
        "services/ledger/postgres.py",
        "        async with self._turn:\n            try:",
        "        async with asyncio.Lock():\n            try:",
        "tests/integration/ledger/test_postgres.py",
    ),
)
