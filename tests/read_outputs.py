"""Reads every table of an output folder with pandas and DuckDB, with default options, and checks what they make of it.

    python tests/read_outputs.py FOLDER

The types that datapackage.json states must come out by themselves: numbers numeric, words text, whole numbers whole,
empty cells missing, and as many rows as the file has lines.
"""

import csv
import json
import sys
from pathlib import Path

import duckdb
import pandas as pd

DUCKDB_TYPES = {
    "string": {"VARCHAR"},
    "integer": {"BIGINT"},
    "number": {"DOUBLE", "BIGINT"},
}


def fail(message):
    sys.exit(f"read_outputs.py: {message}")


def check_pandas(path, fields, rows, empty):
    table = pd.read_csv(path)
    if list(table.columns) != [field["name"] for field in fields] or len(table) != rows:
        fail(f"pandas reads {path.name} with {len(table)} rows and columns {list(table.columns)}")
    for field in fields:
        name, kind, column = field["name"], field["type"], table[field["name"]]
        if int(column.isna().sum()) != empty[name]:
            fail(f"pandas finds {column.isna().sum()} missing in {path.name}, {name}; the file has {empty[name]} empty cells")
        if empty[name] == rows:
            continue
        numeric = pd.api.types.is_numeric_dtype(column)
        if numeric == (kind == "string"):
            fail(f"pandas reads {name} of {path.name} as {column.dtype}; it is a {kind}")
        if kind == "integer" and empty[name] == 0 and not pd.api.types.is_integer_dtype(column):
            fail(f"pandas reads {name} of {path.name} as {column.dtype}; it is an integer")


def check_duckdb(database, path, fields, rows, empty):
    query = lambda text: database.execute(text).fetchall()
    types = {column[0]: column[1] for column in query(f"DESCRIBE SELECT * FROM '{path}'")}
    count = query(f"SELECT count(*) FROM '{path}'")[0][0]
    if list(types) != [field["name"] for field in fields] or count != rows:
        fail(f"DuckDB reads {path.name} with {count} rows and columns {list(types)}")
    for field in fields:
        name, kind = field["name"], field["type"]
        missing = rows - query(f"SELECT count(\"{name}\") FROM '{path}'")[0][0]
        if missing != empty[name]:
            fail(f"DuckDB finds {missing} missing in {path.name}, {name}; the file has {empty[name]} empty cells")
        if empty[name] < rows and types[name] not in DUCKDB_TYPES[kind]:
            fail(f"DuckDB reads {name} of {path.name} as {types[name]}; it is a {kind}")


def main(folder):
    database = duckdb.connect()
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = sorted(path.name for path in folder.glob("*.csv"))
    described = sorted(resource["path"] for resource in package["resources"])
    if tables != described:
        fail(f"the folder holds {tables}, datapackage.json describes {described}")
    for resource in package["resources"]:
        path, fields = folder / resource["path"], resource["schema"]["fields"]
        text = path.read_bytes()
        if b"\r" in text or not text.endswith(b"\n") or text.startswith(b"\xef\xbb\xbf"):
            fail(f"{path.name} is not plain UTF-8 with LF")
        with path.open(encoding="utf-8", newline="") as file:
            content = list(csv.DictReader(file))
        empty = {field["name"]: sum(row[field["name"]] == "" for row in content) for field in fields}
        check_pandas(path, fields, len(content), empty)
        check_duckdb(database, path, fields, len(content), empty)
        print(f"{path.name}: {len(content)} rows, {len(fields)} columns, {sum(empty.values())} empty cells")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        fail("one argument, the output folder")
    main(Path(sys.argv[1]))
