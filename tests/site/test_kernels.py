"""Warm kernels: the same outputs as plain ones, and nothing of one notebook in the next."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import nbformat
import pytest
import zmq.asyncio
from jupyter_client.channels import HBChannel
from jupyter_client.provisioning import KernelProvisionerFactory
from nbclient import NotebookClient

from fsmlib.site.kernels.provisioner import NAME, PageKernelManager
from fsmlib.site.kernels.warm import fork

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="there is no fork to start from"),
]
Use = Callable[[str], None]

SPOIL = """
import decimal, logging, os, random, statistics, sys, tempfile, warnings
import matplotlib as mpl, numpy as np, pandas as pd
from fsmlib.pages.views import PageColumn
left_over = 1
pd.DataFrame.left_over = 1
mpl.rcParams["lines.linewidth"] = 99.0
pd.set_option("display.max_columns", 99)
random.seed(1)
np.random.seed(1)
os.environ["LEFT_OVER"] = "1"
os.chdir("/")
warnings.filterwarnings("error", message="left over")
logging.getLogger().setLevel(1)
sys.path.insert(0, "/left-over")
decimal.getcontext().prec = 3
statistics.mean = lambda _: "left over"
PageColumn.left_over = 1
kept_open = open(tempfile.mkstemp(prefix="left-over")[1])
"""
PROBES = {
    "globals": "'left_over' in globals()",
    "class attributes": "hasattr(pd.DataFrame, 'left_over') or hasattr(PageColumn, 'left_over')",
    "rcParams": "dict(mpl.rcParams)",
    "pandas options": "pd.describe_option(_print_desc=False).lower()",
    "random state": "random.getstate()[1] == random.Random(1).getstate()[1]",
    "numpy's random state": "np.random.get_state()[1][0] == 1",
    "environment": "sorted(set(os.environ) - {'FSM_WARM_PARENT'})",
    "working directory": "os.getcwd()",
    "warnings": "[f for f in warnings.filters if 'left over' in str(f)]",
    "log level": "logging.getLogger().level",
    "sys.path": "sys.path",
    "decimal context": "str(decimal.getcontext())",
    "monkeypatches": "statistics.mean([1])",
    "open files": "'left-over' in str([*map(os.path.realpath, glob.glob('/proc/self/fd/*'))])",
}
PROBE = (
    "import decimal, glob, logging, os, random, statistics, sys, warnings\n"
    "import matplotlib as mpl, numpy as np, pandas as pd\n"
    "from fsmlib.site.run import run\n"  # some of the libraries it imports set variables
    "from fsmlib.pages.views import PageColumn\n"
    f"for name, probe in {PROBES!r}.items():\n"
    "    print(name, repr(eval(probe)), sep=': ', end='\\0')\n"
)
SHOW = (
    "import matplotlib.pyplot as plt, numpy as np, pandas as pd",
    "pd.DataFrame(np.arange(90).reshape(3, 30))",
    "plt.plot([1, 3, 2]); plt.title('Ærø'); plt.show()",
    "import sys; print(sys.argv[0], __name__, sys.stdin.read())",
    "from fsmlib.figures.charts import fan\n"
    "axes = fan(['a', 'b'], [([1], [4], 'x'), ([1, 2], [2, 3], 'y')], [2, 3], [(3, 'z')], 'y')\n"
    "axes.get_figure()",
    "1 / 0",
)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    factory = KernelProvisionerFactory.instance()
    yield lambda name: monkeypatch.setattr(factory, "default_provisioner_name", name)


def outputs_of(*sources: str) -> list[list[nbformat.NotebookNode]]:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    NotebookClient(notebook, allow_errors=True).execute()
    return [cell.outputs for cell in notebook.cells]


def probed() -> dict[str, str]:
    text = outputs_of(PROBE)[0][0].text
    return dict(line.split(": ", 1) for line in text.strip("\0").split("\0"))


def test_nothing_of_one_notebook_is_found_in_the_next(use: Use) -> None:
    use("local-provisioner")
    plain = probed()
    assert len(plain) == len(PROBES)
    use(NAME)
    before = probed()
    assert outputs_of(SPOIL) == [[]]
    assert before == probed() == plain


def test_a_warm_kernel_shows_the_very_same_as_a_plain_one(use: Use) -> None:
    use("local-provisioner")
    plain = outputs_of(*SHOW)
    use(NAME)
    assert outputs_of(*SHOW) == plain
    assert plain[2][0].data["image/png"] and plain[4][0].data["image/png"]


def test_each_kernel_draws_its_own_random_numbers(use: Use) -> None:
    use(NAME)
    draw = "import random, numpy; print(random.random(), numpy.random.random())"
    first, second = (outputs_of(draw)[0][0].text.split() for _ in range(2))
    assert not set(first) & set(second)


def test_no_socket_is_asked_after_the_kernel_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []
    monkeypatch.setattr(
        zmq.asyncio.Context,
        "destroy",
        lambda context, linger: left.extend(map(str, open_in(context))),
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    NotebookClient(notebook, kernel_manager_class=PageKernelManager).execute()
    assert notebook.cells[0].outputs and not left
    assert not [thread for thread in threading.enumerate() if isinstance(thread, HBChannel)]


def open_in(context: zmq.Context) -> list[zmq.Socket]:
    return [socket for socket in context._sockets if not socket.closed]


def test_an_interpreter_that_would_start_otherwise_is_started_plainly() -> None:
    assert fork("this", [], os.environ | {"PYTHONOPTIMIZE": "1"}, ".") is None


def test_a_child_tells_its_exit_code_and_ends_with_the_one_who_asked() -> None:
    child = fork("this", [], os.environ, ".")
    assert child and child.wait(20) == 0
    child = fork("fsmlib.site.kernels.no_such_module", [], os.environ, ".")
    assert child and child.wait(20) == 1


def test_kernels_end_when_their_client_is_killed() -> None:
    program = (
        "import os, time\n"
        "from fsmlib.site.kernels.warm import fork\n"
        "children = [fork('http.server', ['0', '--bind', '127.0.0.1'], os.environ, '.')]\n"
        "print(*(child.pid for child in children), flush=True)\n"
        "time.sleep(600)\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as client:
        assert client.stdout
        (pid,) = map(int, client.stdout.readline().split())
        assert is_alive(pid)
        client.kill()
    deadline = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(pid)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
