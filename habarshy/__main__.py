"""The command `habarshy`, and `python -m habarshy`."""

import gc
import io
import os
import sys


def main() -> None:
    """Runs the command with this process's arguments and leaves with its exit code."""
    # A call lives for half a second; looking for garbage meanwhile would be a tenth of it.
    gc.disable()
    # Pydantic would look through every installed distribution for plugins; we use none, and a person waits.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A terminal of an older alphabet shows what it cannot as \\u04d9 rather than nothing.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    from habarshy.command import program

    sys.exit(program.run(sys.argv[1:]))


if __name__ == "__main__":
    main()
