"""Reference data and answers for TPC-H and TPC-DS, from DuckDB's extensions.

    reference.py data FOLDER SCALE     writes FOLDER/{h,ds}/TABLE.parquet with the genuine generators, unless they exist
    reference.py answers FOLDER        writes FOLDER/{h,ds}/answers/N.json with the genuine queries on FOLDER, unless they exist
    reference.py text h|ds N           prints the text of a query

The query texts and generators come from the installed packages and are never stored in the repository.
"""

import glob
import json
import os
import shutil
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import duckdb_extension_tpcds
import duckdb_extension_tpch

SUITES = {"h": "tpch", "ds": "tpcds"}
FLOATS = {"DOUBLE", "FLOAT"}
EXACT = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "DECIMAL")


def connect():
    con = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    for package in (duckdb_extension_tpch, duckdb_extension_tpcds):
        (path,) = glob.glob(os.path.join(os.path.dirname(package.__file__), "extensions", "*", "*.duckdb_extension"))
        con.execute(f"load '{path}'")
    con.execute("set TimeZone = 'UTC'")
    return con


def texts(con, suite):
    return dict(con.execute(f"select query_nr, query from {SUITES[suite]}_queries()").fetchall())


def write_data(folder, scale):
    for suite, generator in (("h", "dbgen"), ("ds", "dsdgen")):
        target = folder / suite
        if target.exists():
            continue
        con = connect()
        con.execute(f"call {generator}(sf = {scale})")
        part = folder / f"{suite}.part-{os.getpid()}"
        part.mkdir(parents=True, exist_ok=True)
        for (table,) in con.execute("select table_name from duckdb_tables()").fetchall():
            con.execute(f"copy {table} to '{part / table}.parquet' (format parquet)")
        put(part, target)


def write_answers(folder):
    for suite in SUITES:
        target = folder / suite / "answers"
        if target.exists():
            continue
        con = connect()
        for path in sorted((folder / suite).glob("*.parquet")):
            con.execute(f"create table {path.stem} as from '{path}'")
        part = folder / suite / f"answers.part-{os.getpid()}"
        part.mkdir(exist_ok=True)
        for number, text in texts(con, suite).items():
            (part / f"{number}.json").write_text(json.dumps(answer(con, text)))
        put(part, target)


def put(part, target):
    """Move a finished folder into place, unless a concurrent run has done so."""
    if target.exists():
        shutil.rmtree(part)
    else:
        part.rename(target)


def answer(con, text):
    """Return the rows in order, including those that tie with the last one, and the number of rows that tie at each position."""
    described = con.execute(f"describe {text.strip().rstrip(';')}").fetchall()
    tree = json.loads(con.execute("select json_serialize_sql(?)", [text]).fetchone()[0])
    select = tree["statements"][0]["node"]
    names = output_names(select, [row[0] for row in described])
    keys = with_sort_keys(select, [row[0] for row in described])
    limit = without_limit(select)
    unlimited = con.execute("select json_deserialize_sql(?)", [json.dumps(tree)]).fetchone()[0]
    rows = con.execute(unlimited).fetchall()
    groups = []
    last = None
    for count, row in enumerate(rows):
        key = tuple(sortable(row[k]) for k in keys)
        if groups and key == last:
            groups[-1] += 1
        elif limit is not None and count >= limit:
            break
        else:
            groups.append(1)
        last = key
    kept = rows[: sum(groups)]
    return {
        "columns": [{"name": name, "kind": kind(row[1])} for name, row in zip(names, described)],
        "rows": [[shown(value) for value in row[: len(described)]] for row in kept],
        "count": len(kept) if limit is None else min(limit, len(kept)),
        "groups": groups,
        "ordered": len(keys) > 0,
    }


def output_names(select, described):
    """Return the output names of the query; None for an expression without a name and for a repeated name."""
    items = select["select_list"]
    if any(item["class"] == "STAR" for item in items):
        return described
    seen = set()
    names = []
    for item, name in zip(items, described):
        given = item["alias"] != "" or item["class"] == "COLUMN_REF"
        names.append(name if given and name.lower() not in seen else None)
        seen.add(name.lower())
    return names


def with_sort_keys(select, described):
    """Return the position of each sort key in the rows; append a column for a key that is not an output."""
    items = select["select_list"]
    positions = []
    added = 0
    for modifier in select["modifiers"]:
        if modifier["type"] != "ORDER_MODIFIER":
            continue
        for order in modifier["orders"]:
            key = order["expression"]
            at = position(key, items, described)
            if at is None:
                at = len(described) + added
                items.append({**key, "alias": f"sort_key_{added}"})
                added += 1
            positions.append(at)
    return positions


def position(key, items, described):
    if key["class"] == "CONSTANT":
        return key["value"]["value"] - 1
    if key["class"] != "COLUMN_REF":
        return None
    path = [name.lower() for name in key["column_names"]]
    if any(item["class"] == "STAR" for item in items):
        return described.index(path[-1]) if path[-1] in described else None
    for at, item in enumerate(items[: len(described)]):
        if len(path) == 1 and item["alias"].lower() == path[0]:
            return at
    for at, item in enumerate(items[: len(described)]):
        if item["class"] == "COLUMN_REF" and [name.lower() for name in item["column_names"]] == path:
            return at
    return None


def without_limit(select):
    limit = None
    for modifier in select["modifiers"]:
        if modifier["type"] == "LIMIT_MODIFIER":
            limit = modifier["limit"]["value"]["value"]
    select["modifiers"] = [m for m in select["modifiers"] if m["type"] != "LIMIT_MODIFIER"]
    return limit


def sortable(value):
    """Round floats, so that values that differ only by the rounding of a sum tie."""
    return float(f"{value:.10g}") if isinstance(value, float) else value


def kind(dtype):
    return "float" if dtype in FLOATS else "exact" if dtype.startswith(EXACT) else "text"


def shown(value):
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return repr(value) if isinstance(value, float) else str(value)


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "data":
        write_data(Path(rest[0]), float(rest[1]))
    elif command == "answers":
        write_answers(Path(rest[0]))
    elif command == "text":
        print(texts(connect(), rest[0])[int(rest[1])])
    else:
        sys.exit(__doc__)
