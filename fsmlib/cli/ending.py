"""How a command ends: whatever happens, with one Danish sentence of ours and nobody else's."""

import errno
import logging
import os
import signal
import sys
import threading
import warnings
from io import TextIOWrapper

import typer

from fsmlib.cli.danish_typer import UsageError, misuse
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.tables.personal import masked

INTERRUPTED = 130
SET_UP = ("PYTHONSTARTUP", "PYTHONWARNINGS", "MATPLOTLIBRC", "MPLBACKEND", "IPYTHONDIR")


def to_the_end(app: typer.Typer) -> None:
    """Run a command and exit: 1 when files must be mended, 2 when it was misused."""
    _end_in_order()
    _hush()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows code page lacks some of our signs
    try:
        code = app(prog_name="fsm", standalone_mode=False)
        if code == INTERRUPTED:  # typer's word for Ctrl-C
            typer.echo("Afbrudt.", err=True)
        raise SystemExit(code)
    except InputError as error:
        from fsmlib.cli.printed import print_findings

        print_findings(error.findings)
        typer.echo("Intet blev lavet. Ret fejlene, og prøv igen.", err=True)
        raise SystemExit(1) from None
    except FsmError as error:
        from fsmlib.cli.terminal import as_said

        typer.echo(masked(as_said(f"Fejl: {error}")), err=True)
        raise SystemExit(1) from None
    except UsageError as error:
        where = error.ctx.command_path if error.ctx else "fsm"
        typer.echo(masked(f"Fejl: {misuse(error)} Se: {where} --help"), err=True)
        raise SystemExit(2) from None
    except OSError as error:
        typer.echo(masked(f"Fejl: {_cannot_write(error)}"), err=True)
        raise SystemExit(1) from None
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("Afbrudt.", err=True)
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        from fsmlib.site.privacy import fault_of_ours

        typer.echo(f"Fejl: {fault_of_ours(type(error).__name__, str(error))}", err=True)
        raise SystemExit(1) from None


def _end_in_order() -> None:
    """Who is told to end, or whose window is closed, ends as on Ctrl-C; `nohup` still holds."""
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _hush() -> None:
    """What surrounds a run neither changes it nor speaks: only our own sentences are told."""
    for name in SET_UP:
        os.environ.pop(name, None)
    warnings.simplefilter("ignore")
    logging.lastResort = logging.NullHandler()
    sys.unraisablehook = lambda _: None
    threading.excepthook = lambda _: None


def _cannot_write(error: OSError) -> str:
    """What to tell of a file or disk that refuses."""
    if isinstance(error, PermissionError):
        name = error.filename2 or error.filename
        return f"»{name}« kan ikke læses eller skrives. Luk den, hvis den er åben, og prøv igen."
    if error.errno == errno.ENOSPC:
        return "Disken er fuld; intet er skrevet."
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return "Systemet tillader ikke flere åbne filer ad gangen; hæv grænsen (ulimit -n)."
    return f"Filen kan ikke læses eller skrives: {error.filename or error}."
