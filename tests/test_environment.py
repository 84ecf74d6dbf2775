"""pyproject.toml, environment.yml and the lock file say the same."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.version import Version
from rattler import MatchSpec, PackageRecord
from rattler.package import BuildString

ROOT = Path(__file__).parents[1]
# What conda-forge calls the same thing.
ON_CONDA = {
    "matplotlib": "matplotlib-base",
    "nbconvert": "nbconvert-core",
}
ONLY_ON_CONDA = {"python", "pip"}


def required() -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["live"]
    return {Requirement(line).name: Requirement(line) for line in lines}


def conda_lines() -> dict[str, str]:
    content = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    lines = [line for line in content["dependencies"] if isinstance(line, str)]
    return {re.split(r"[<>=]", line)[0]: line for line in lines}


def locked() -> dict[str, Version]:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^([a-z0-9-]+)(?:\[\w+\])?==(\S+)", text, re.MULTILINE)
    newest: dict[str, Version] = {}
    for name, version in pins:
        newest[name] = max(newest.get(name, Version(version)), Version(version))
    return newest


def test_conda_and_pip_ask_for_the_same_packages_and_versions() -> None:
    expected = {
        ON_CONDA.get(name, name): f"{ON_CONDA.get(name, name)}{requirement.specifier}"
        for name, requirement in required().items()
    }
    conda = {name: line for name, line in conda_lines().items() if name not in ONLY_ON_CONDA}
    assert conda == expected


def test_the_lock_holds_versions_that_both_admit() -> None:
    for name, requirement in required().items():
        if name == "jupyterlab":  # not in the lock: the tests need no JupyterLab
            continue
        version = locked()[name]
        assert version in requirement.specifier
        spec = MatchSpec(conda_lines()[ON_CONDA.get(name, name)])
        record = PackageRecord(
            name=ON_CONDA.get(name, name),
            version=str(version),
            build=BuildString("0"),
            build_number=0,
            subdir="noarch",
        )
        assert spec.matches(record), name
