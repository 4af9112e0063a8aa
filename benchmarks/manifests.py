"""Time a scan of generated manifests beside PyYAML loading the same files, in one run.

    python benchmarks/manifests.py [MANIFESTS] [RUNS]

Both are timed as whole processes, in turn; medians and the ratio of pairs are printed. Machines
are noisy: quote the ratio.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MANIFEST = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: app-{n}, namespace: team-{team}}}
spec:
  selector: {{matchLabels: {{app: app-{n}}}}}
  template:
    metadata: {{labels: {{app: app-{n}, tier: web}}}}
    spec:
      nodeSelector: {{kubernetes.io/os: {os}}}
      containers:
        - name: main
          image: registry.example.com/app:{n}
---
apiVersion: v1
kind: Service
metadata: {{name: app-{n}, namespace: team-{team}}}
spec: {{selector: {{app: app-{n}}}, ports: [{{port: 80}}]}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: app-{n}, namespace: team-{team}}}
spec: {{podSelector: {{matchLabels: {{app: app-{n}}}}}}}
"""
SCAN = ["-m", "eksnetlint", "scan", ".", "--exit-zero", "--quiet"]
LOAD = [
    "-c",
    "import pathlib, yaml\n"
    "for path in pathlib.Path('.').glob('*.yaml'):\n"
    "    list(yaml.load_all(path.read_text(), yaml.CSafeLoader))",
]


def seconds(arguments: list[str], folder: Path) -> float:
    """The wall time of a Python process."""
    # The checkout's package, wherever the process starts.
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root}
    start = time.perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return time.perf_counter() - start


def main(count: int, runs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in range(count):
            system = "linux" if n % 10 else "windows"
            text = MANIFEST.format(n=n, team=n % 50, os=system)
            (folder / f"{n}.yaml").write_text(text, encoding="utf-8")
        pairs = [(seconds(SCAN, folder), seconds(LOAD, folder)) for _ in range(runs)]
    scan = statistics.median(pair[0] for pair in pairs)
    load = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
    print(f"{count} files of three objects, {runs} runs: median scan {scan:.2f} s,")
    print(f"PyYAML's load_all alone {load:.2f} s, median of the ratios {ratio:.2f}")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [1000, 5][len(numbers) :]))
