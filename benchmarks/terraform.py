"""Time a scan of a Terraform repository beside checkov, in one run.

    python benchmarks/terraform.py FOLDER [RUNS] [CHECKOV]

CHECKOV is the command to compare with, "checkov" by default; without it only the scan is timed.
Both run as whole processes, in turn, with no network; medians of wall time and peak memory are
printed, and the ratio of pairs. Machines are noisy: quote the ratios.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import time
from pathlib import Path

SCAN = (sys.executable, "-m", "eksnetlint", "scan", ".", "--exit-zero", "--quiet", "--no-ignore")
CHECKOV = ("-d", ".", "--framework", "terraform", "--quiet", "--compact", "--soft-fail")


def measured(command: tuple[str, ...], folder: Path) -> tuple[float, float]:
    """Wall time in seconds and peak memory in MB of a process."""
    root = str(Path(__file__).parents[1])
    start = time.perf_counter()
    process = os.fork()
    if process == 0:
        _become(command, folder, root)
    _, status, usage = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{command[0]} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def _become(command: tuple[str, ...], folder: Path, root: str) -> None:
    os.chdir(folder)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    # The checkout's package, wherever the process starts.
    os.execvpe(command[0], command, {**os.environ, "PYTHONPATH": root})


def main(folder: Path, runs: int, checkov: str) -> None:
    other = (checkov, *CHECKOV) if shutil.which(checkov) else None
    scans, others = [], []
    for _ in range(runs):
        scans.append(measured(SCAN, folder))
        if other:
            others.append(measured(other, folder))
    _print("eksnetlint", scans)
    if not other:
        print(f"{checkov} is not here, so there is nothing to compare with")
        return
    _print("checkov", others)
    ratio = statistics.median(b[0] / a[0] for a, b in zip(scans, others, strict=True))
    print(f"median of the ratios {ratio:.0f}")


def _print(name: str, results: list[tuple[float, float]]) -> None:
    seconds = statistics.median(result[0] for result in results)
    memory = statistics.median(result[1] for result in results)
    print(f"{name}: median {seconds:.2f} s, {memory:.0f} MB at most, {len(results)} runs")


if __name__ == "__main__":
    _arguments = [*sys.argv[1:], *["", "5", "checkov"][len(sys.argv) - 1 :]]
    main(Path(_arguments[0] or "."), int(_arguments[1]), _arguments[2])
