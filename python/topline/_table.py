"""Tables: files on the disk that pandas, polars and pyarrow take without a copy of theirs."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as pc

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

#: Types of columns by their name in a Frictionless schema.
TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64()}
#: Rows that a notebook shows.
SHOWN = 20


class Table:
    """A table of results.

    It is read when it is first asked for. pyarrow, polars, DuckDB and everything else that speaks Arrow take it as it is
    (``pa.table(t)``, ``pl.DataFrame(t)``); the memory of its numbers is shared, not copied.
    A value that does not exist is null, never 0. `meanings` says what the columns are.
    """

    def __init__(self, path: Path | None, schema: pa.Schema, data: pa.Table | None = None, streams: bool = False, keep: object = None) -> None:
        self._path = path
        # What must live as long as the file does: a temporary folder.
        self._keep = keep
        self._schema = schema
        self._data = data
        self._streams = streams

    @classmethod
    def of_resource(cls, folder: Path, resource: dict[str, Any], streams: bool, keep: object = None) -> Table:
        """The table of an entry of ``datapackage.json``."""
        columns = [
            pa.field(field["name"], _view(TYPES[field["type"]]), metadata={k: str(field[k]) for k in ("description", "unit") if k in field})
            for field in resource["schema"]["fields"]
        ]
        return cls(folder / resource["path"], pa.schema(columns), streams=streams, keep=keep)

    @classmethod
    def of_rows(cls, rows: list[dict[str, Any]]) -> Table:
        """A table of rows in memory."""
        data = pa.Table.from_pylist(rows)
        return cls(None, data.schema, data)

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(self._schema.names)

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema."""
        return self._schema

    @property
    def meanings(self) -> dict[str, str]:
        """What each column means, with its unit."""
        found = {field.name: (field.metadata or {}).get(b"description", b"").decode() for field in self._schema}
        return {name: meaning for name, meaning in found.items() if meaning}

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in parts, read from the disk one after the other: for tables that are larger than memory."""
        if self._data is not None:
            yield from self._data.to_batches()
            return
        if self._path is None or self._path.suffix == ".parquet":
            import pyarrow.parquet as pq

            yield from pq.ParquetFile(self._path).iter_batches()
            return
        with pc.open_csv(self._path, convert_options=self._convert()) as reader:
            for batch in reader:
                yield batch.cast(self._schema)

    def to_arrow(self) -> pa.Table:
        """As a table of pyarrow."""
        if self._data is not None:
            return self._data
        if self._path is None or self._path.suffix != ".csv":
            data = pa.Table.from_batches(self.batches())
        else:
            data = pc.read_csv(self._path, convert_options=self._convert()).cast(self._schema)
        if not self._streams:
            self._data = data
        return data

    def to_pandas(self) -> pd.DataFrame:
        """As a DataFrame of pandas; columns of numbers without a gap are not copied."""
        frame: pd.DataFrame = self.to_arrow().to_pandas(split_blocks=True)
        return frame

    def to_polars(self) -> pl.DataFrame:
        """As a DataFrame of polars."""
        import polars

        found = polars.from_arrow(self.to_arrow(), rechunk=False)
        assert isinstance(found, polars.DataFrame)
        return found

    def rows(self) -> list[dict[str, Any]]:
        """As a list of dictionaries."""
        found: list[dict[str, Any]] = self.to_arrow().to_pylist()
        return found

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        if self._streams and self._data is None:
            return pa.RecordBatchReader.from_batches(self._schema, self.batches()).__arrow_c_stream__(requested_schema)
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        if self._streams and self._data is None:
            return sum(int(batch.num_rows) for batch in self.batches())
        return int(self.to_arrow().num_rows)

    def __repr__(self) -> str:
        name = self._path.name if self._path else "rows"
        return f"<topline.Table {name}: {', '.join(self.columns[:8])}{', ...' if len(self.columns) > 8 else ''}>"

    def _repr_html_(self) -> str:
        first: list[dict[str, Any]] = []
        more = False
        for batch in self.batches():
            first += batch.slice(0, SHOWN + 1 - len(first)).to_pylist()
            if len(first) > SHOWN:
                first, more = first[:SHOWN], True
                break
        return html_table(self.columns, [[row[name] for name in self.columns] for row in first], "more rows follow" if more else "")

    def _convert(self) -> pc.ConvertOptions:
        types = {field.name: pa.string() if field.type == pa.string_view() else field.type for field in self._schema}
        return pc.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)


def _view(kind: pa.DataType) -> pa.DataType:
    # polars keeps texts as views: it takes them over without a copy.
    return pa.string_view() if kind == pa.string() else kind


def html_table(head: list[str], rows: list[list[Any]], note: str = "") -> str:
    """A table for a notebook."""

    def cell(value: Any) -> str:
        text = "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
        return f"<td>{html.escape(text)}</td>"

    names = "".join(f"<th>{html.escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(cell(value) for value in row)}</tr>" for row in rows)
    below = f"<p>{html.escape(note)}</p>" if note else ""
    return f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>{below}"
