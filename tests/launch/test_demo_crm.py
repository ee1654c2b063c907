"""`make demo-crm`: the whole job at two simulated CRMs, told in sentences; it ends with all that it started."""

import re
import signal

import pytest

from tests.launch.conftest import Launcher

pytestmark = pytest.mark.slow


def test_the_job_ends_in_agreement_and_leaves_no_process(launcher: Launcher) -> None:
    code, said = launcher.answer("launch.demo_crm", "--end", DEMO_CRM_VAR=str(launcher.var))
    assert code == 0, said
    assert re.findall(r"agree on the owners of ([\d,]+) of \1 records \(100 %\)", said) == ["270", "224"], said
    assert "customers nobody owns there, left in the pool: 2" in said
    assert "Moved in Baton: " in said
    assert re.search(r"Zoho CRM has a note on each of [1-9]\d* customers, .* 0 went wrong", said)
    assert "Fxiaoke takes no notes." in said
    assert re.search(r"All owners agree, in Baton and in every CRM \(\d+ s in all\)\.", said)
    assert launcher.processes() == {}


def test_ctrl_c_in_mid_job_leaves_no_process(launcher: Launcher) -> None:
    running = launcher.start("launch.demo_crm", DEMO_CRM_VAR=str(launcher.var))
    assert running.stdout
    heard = []
    for line in running.stdout:
        heard.append(line)
        if "is connected" in line:
            break
    else:
        raise AssertionError("".join(heard))
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=300)
    assert said.endswith("Stopped.\n")
    assert "Traceback" not in said
    assert launcher.all_gone(), launcher.processes()
