"""How the package is built: with the kernel of packing compiled from C, or without it where that fails.

hatchling, the build backend, calls this for each wheel and for `pip install -e`. Setuptools compiles: it knows the compilers of
all systems. Where there is none, it says so, and all goes on: what the kernel does can be done in Python.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext

KERNEL = "mcplanner.solvers.packing._kernel"
SOURCE = "src/mcplanner/solvers/packing/_kernel.c"

OLDEST = "cp311"
"""The oldest Python that the kernel runs on, as its source says, and `requires-python`. Each later one takes the same file."""

FLAGS = ["-std=c11", "-O3", "-Wall", "-Wextra"]
MSVC_FLAGS = ["/std:c11"]
"""Setuptools has MSVC optimise and warn. No flag names the processor that compiles: wheels must run on others, too."""


class CompileKernel(build_ext):
    """Setuptools' command, with the flags of the compiler that it finds."""

    def build_extension(self, ext: Extension) -> None:
        """Compile, and link."""
        ext.extra_compile_args = MSVC_FLAGS if self.compiler.compiler_type == "msvc" else FLAGS
        super().build_extension(ext)


class KernelHook(BuildHookInterface):
    """Adds the kernel to a wheel, or puts it beside its source for an editable installation."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the kernel; without one the wheel stays one for every system."""
        self.folder = TemporaryDirectory()
        built = compile_kernel(Path(self.folder.name))
        if version == "editable":
            place_beside_source(built)
        elif built.exists():
            build_data["force_include"][str(built)] = built.relative_to(self.folder.name).as_posix()
            build_data["pure_python"] = False
            build_data["tag"] = f"{OLDEST}-abi3-{self.platform()}"

    def platform(self) -> str:
        """The system and processor that are compiled for, as a wheel's name says it."""
        return self.build_config.builder.get_best_matching_tag().rpartition("-")[2]

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Forget what was compiled, once it is in the wheel."""
        self.folder.cleanup()


def compile_kernel(folder: Path) -> Path:
    """Compile the kernel into a folder, as the package lies there; its path, where there is a file if that succeeded."""
    extension = Extension(KERNEL, [SOURCE], py_limited_api=True, optional=True)
    command = CompileKernel(Distribution({"ext_modules": [extension]}))
    command.build_lib = str(folder)
    command.build_temp = str(folder / "objects")
    command.ensure_finalized()
    command.run()
    return Path(command.get_ext_fullpath(KERNEL))


def place_beside_source(built: Path) -> None:
    """Put a compiled kernel where Python finds it in a checkout, and take away the one that was there before."""
    place = Path(SOURCE).with_name(built.name)
    place.unlink(missing_ok=True)
    if built.exists():
        place.write_bytes(built.read_bytes())
