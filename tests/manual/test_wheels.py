"""What a wheel holds, with a compiler and without one: the whole program either way, built here and without the network."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import documents
import pytest
from packaging.utils import parse_wheel_filename

PACKAGE = documents.ROOT / "src" / "mcplanner"
NOT_SHIPPED = {".c", ".pyc", ".pyd", ".so"}

LOADED = """
from mcplanner.solvers.packing import packing
from mcplanner.solvers.packing.compiled import KERNEL
print(packing.__file__, KERNEL and "compiled")
"""

COMPILER = str(sysconfig.get_config_var("CC") or "")
"""The compiler that made this Python, with its options; Windows names none."""


def can_compile() -> bool:
    """Return whether there is that compiler, and what it needs for a module of Python."""
    return bool(COMPILER and shutil.which(COMPILER.split()[0])) and Path(sysconfig.get_path("include"), "Python.h").exists()


def wheel(folder: Path, compiler: str) -> Path:
    """Build a wheel in a folder."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    surroundings = os.environ | {"CC": compiler}
    done = subprocess.run(command, cwd=documents.ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    print(done.stderr)  # why the kernel is missing, should it be
    return built


def loaded(built: Path, folder: Path) -> list[str]:
    """Where packing comes from with what a wheel holds, and whether its kernel can be loaded."""
    with ZipFile(built) as archive:
        archive.extractall(folder)
    surroundings = {name: value for name, value in os.environ.items() if name not in ("MCPLAN_KERNEL", "PYTHONPATH")}
    command = [sys.executable, "-c", LOADED]
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=True).stdout.split()


def program(built: Path) -> set[str]:
    """The names of the files in a wheel that are not about the wheel itself."""
    with ZipFile(built) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def shipped() -> set[str]:
    """The names of the files that every wheel holds."""
    own = {path.relative_to(PACKAGE.parent) for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in NOT_SHIPPED}
    data = {f"mcplanner/data/{path.name}" for path in (documents.ROOT / "data").iterdir()}
    return {path.as_posix() for path in own} | data


@pytest.mark.skipif(os.name == "nt", reason="Windows' compiler is not found by CC")
def test_without_a_compiler_the_wheel_is_one_for_every_system(tmp_path: Path) -> None:
    built = wheel(tmp_path, compiler="false")
    assert [str(tag) for tag in parse_wheel_filename(built.name)[3]] == ["py3-none-any"]
    assert program(built) == shipped()
    assert loaded(built, tmp_path / "unpacked") == [str(tmp_path / "unpacked" / "mcplanner/solvers/packing/packing.py"), "None"]


@pytest.mark.skipif(not can_compile(), reason="nothing here compiles modules of Python")
def test_with_a_compiler_the_wheel_has_the_kernel(tmp_path: Path) -> None:
    built = wheel(tmp_path, COMPILER)
    ((interpreter, abi, platform),) = ((tag.interpreter, tag.abi, tag.platform) for tag in parse_wheel_filename(built.name)[3])
    assert (interpreter, abi) == ("cp311", "abi3")
    assert platform != "any"
    (kernel,) = program(built) - shipped()
    assert kernel.startswith("mcplanner/solvers/packing/_kernel.")
    assert loaded(built, tmp_path / "unpacked") == [
        str(tmp_path / "unpacked" / "mcplanner/solvers/packing/packing.py"),
        "compiled",
    ]
