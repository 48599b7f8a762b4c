#!/usr/bin/env bash
# Installs the package for Python in a fresh environment and checks it: types and stubs, examples, tests, notebooks.
#
#     scripts/check_python.sh [PROGRAM]        default: target/release/topline, the same build as the package's core
#
# Needs Rust, Python 3.11 or later with venv, and the package index. The package shares the target folder of the program.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export TOPLINE=$(realpath "${1:-target/release/topline}")
export PIP_DISABLE_PIP_VERSION_CHECK=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$work/venv"
export PATH="$work/venv/bin:$PATH"

echo "-- pip install ./python"
pip install --quiet ./python
# The first notebook needs nothing but what the package itself brings, and a kernel to run in.
pip install --quiet nbconvert ipykernel
mkdir "$work/first"
execute() { jupyter nbconvert --to notebook --execute --log-level=ERROR --ExecutePreprocessor.timeout=900 --output-dir "$1" "$2"; }
cp docs/notebooks/first_comparison.ipynb "$work/first"
execute "$work/first/done" "$work/first/first_comparison.ipynb"

echo "-- the command line of the first notebook gives its bytes"
cd "$work/first"
eval "\"\$TOPLINE\" $(python -c 'import topline as tl; print(tl.open("comparison").command.removeprefix("topline "))') --quiet --out again"
diff --recursive --exclude manifest.json comparison again
cd "$root"

echo "-- the crate"
cargo fmt --check --package topline-python
cargo clippy --quiet --package topline-python -- -D warnings

echo "-- types, stubs, examples, tests"
pip install --quiet "./python[test,notebooks]"
ruff check --quiet python && ruff format --quiet --check python
# From elsewhere, so that what is installed is checked, not what lies here.
cp -r python/tests python/pyproject.toml "$work"
cd "$work"
site=$(python -c 'import pathlib, topline; print(pathlib.Path(topline.__file__).parent)')
mypy --config-file pyproject.toml --package topline
stubtest topline --mypy-config-file pyproject.toml --allowlist tests/stubtest.txt
pytest --quiet --doctest-modules -p no:cacheprovider --rootdir "$work" "$site"
pytest --quiet -p no:cacheprovider tests
cd "$root"

echo "-- the other notebooks"
for notebook in sweep_and_sensitivity worlds_and_discovery own_policy; do
    execute "$work/notebooks" "docs/notebooks/$notebook.ipynb"
done
echo "Python: installed, $(ls docs/notebooks/*.ipynb | wc -l) notebooks run"
