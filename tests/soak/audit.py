"""Known weaknesses of the locked versions, by pip-audit: `python tests/soak/audit.py`.

pip-audit asks the Python package index for each version's advisories. An index that
does not hand them out leaves the versions unaudited; that is said, and is no success.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = str(Path(folder) / "bin" / "python")
        install = [python, "-m", "pip", "install", "-q", "pip-audit"]
        subprocess.run(install, check=True)
        result = subprocess.run(
            [python, "-m", "pip_audit", "--disable-pip", "--require-hashes"]
            + ["--progress-spinner", "off", "--format", "json"]
            + ["-r", str(ROOT / "requirements.lock")],
            capture_output=True,
            text=True,
        )
    try:
        packages = json.loads(result.stdout)["dependencies"]
    except ValueError:
        print(f"– not audited: {result.stderr.strip().splitlines()[-1]}")
        return 0
    unknown = [p["name"] for p in packages if "skip_reason" in p]
    weak = [p for p in packages if p.get("vulns")]
    print(f"audited: {len(packages) - len(unknown)} of {len(packages)} packages")
    if unknown:
        print(f"– not audited, for the index gives no advisories: {len(unknown)}")
    for package in weak:
        ids = ", ".join(vulnerability["id"] for vulnerability in package["vulns"])
        print(f"✗ {package['name']} {package['version']}: {ids}")
    return bool(weak)


if __name__ == "__main__":
    sys.exit(main())
