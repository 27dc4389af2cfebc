import { withNull } from "../dtype/dtype.js";
import { checkFrame } from "../ir/frame.js";
import { relationsOf } from "../ir/intern.js";
import { isOpName, specOf } from "../ir/op.js";
import { subqueryDType } from "../ir/schemas.js";
import type { Frame, FrameBound, Lambda, Op, Shape, SortKey, Value, WindowValue } from "../ir/value.js";
import { argument, canonicalLiteral, field, lambda, param, sortKey, subquery, window } from "../ir/value.js";
import type { ValueNode } from "../ir/walk.js";
import type { Fields } from "./json-checks.js";
import * as check from "./json-checks.js";
import type { ReadContext } from "./read-context.js";
import { readLiteral } from "./read-literal.js";
import { readOp } from "./read-op.js";

/** Reads a node of one type: the names of its JSON fields, and a function that builds the node from them. */
export interface NodeReader<T> {
  readonly fields: readonly string[];
  readonly read: (fields: Fields, path: string, context: ReadContext) => T;
}

const SHAPES: readonly Shape[] = ["scalar", "columnar"];

function readWindow(fields: Fields, path: string, context: ReadContext): WindowValue {
  const func = context.value(fields.get("func"), `${path}.func`);
  if (func.type !== "op" || !["aggregate", "analytic"].includes(specOf(func.op).role))
    throw check.invalidJson(`${path}.func`, "expected an aggregate or analytic function");
  const partitionBy = context.values(fields.get("partitionBy"), `${path}.partitionBy`);
  const orderBy = context.sortKeys(fields.get("orderBy"), `${path}.orderBy`);
  return window(func, partitionBy, orderBy, readFrame(func, fields.get("frame"), orderBy, `${path}.frame`, context));
}

function readFrame(
  func: Op,
  json: unknown,
  orderBy: readonly SortKey[],
  path: string,
  context: ReadContext,
): Frame | null {
  const isAggregate = specOf(func.op).role === "aggregate";
  if (json === null) {
    if (isAggregate) throw check.invalidJson(path, `${func.op} requires a window frame`);
    return null;
  }
  if (!isAggregate && func.op !== "NthValue")
    throw check.invalidJson(path, `${func.op} does not support a window frame`);
  const fields = check.requireFields(check.fieldsOf(json, path), ["unit", "start", "end"], path);
  const readBound = (side: "start" | "end"): FrameBound => {
    const boundJson = fields.get(side);
    const itemPath = `${path}.${side}`;
    if (boundJson === "unbounded") return boundJson;
    if (typeof boundJson === "number") return check.finiteNumber(boundJson, itemPath);
    return context.value(
      check.requireFields(check.fieldsOf(boundJson, itemPath), ["value"], itemPath).get("value"),
      `${itemPath}.value`,
    );
  };
  const unit = check.oneOf(fields.get("unit"), ["rows", "range", "groups"], `${path}.unit`);
  const frame: Frame = { unit, start: readBound("start"), end: readBound("end") };
  checkFrame(frame, orderBy);
  return frame;
}

function readSubquery(fields: Fields, path: string, context: ReadContext): Value {
  const kind = check.oneOf(fields.get("how"), ["scalar", "exists", "in"], `${path}.how`);
  const relation = context.relation(fields.get("relation"), `${path}.relation`);
  const value = check.nullOr(fields.get("value"), `${path}.value`, (json, itemPath) => context.value(json, itemPath));
  if ((value !== null) !== (kind === "in"))
    throw check.invalidJson(`${path}.value`, 'a value is required if `how` is "in", and not allowed otherwise');
  const dtype = subqueryDType(kind, relation, value);
  if (!dtype) throw check.invalidJson(path, "the relation must have exactly one column of a compatible dtype");
  return subquery(kind, relation, value, dtype, relationsOf(relation));
}

function readLambda(fields: Fields, path: string, context: ReadContext): Lambda {
  const params = check
    .nonEmptyList(fields.get("params"), `${path}.params`)
    .map((json, i) => context.argument(json, `${path}.params[${i}]`));
  if (new Set(params.map((p) => p.name)).size < params.length)
    throw check.invalidJson(path, "duplicate parameter name");
  return lambda(params, context.value(fields.get("body"), `${path}.body`));
}

export const valueReaders: ReadonlyMap<string, NodeReader<ValueNode>> = new Map<string, NodeReader<ValueNode>>([
  [
    "field",
    {
      fields: ["relation", "name"],
      read(fields, path, context) {
        const relation = context.relation(fields.get("relation"), `${path}.relation`);
        const name = check.name(fields.get("name"), `${path}.name`);
        if (!relation.schema.has(name))
          throw check.invalidJson(`${path}.name`, `the relation has no column ${JSON.stringify(name)}`);
        return field(relation, name);
      },
    },
  ],
  [
    "literal",
    {
      fields: ["dtype", "value"],
      read(fields, path) {
        const dtype = check.dtype(fields.get("dtype"), `${path}.dtype`);
        const value = readLiteral(fields.get("value"), dtype, `${path}.value`);
        if (dtype.nullable !== (value === null))
          throw check.invalidJson(
            `${path}.dtype`,
            "the dtype of a literal must be nullable exactly if the literal is NULL",
          );
        return canonicalLiteral(value, withNull(dtype, value === null));
      },
    },
  ],
  [
    "param",
    {
      fields: ["name", "dtype"],
      read: (fields, path) =>
        param(check.identifier(fields.get("name"), `${path}.name`), check.dtype(fields.get("dtype"), `${path}.dtype`)),
    },
  ],
  [
    "argument",
    {
      fields: ["name", "dtype", "shape"],
      read: (fields, path) =>
        argument(
          check.identifier(fields.get("name"), `${path}.name`),
          check.dtype(fields.get("dtype"), `${path}.dtype`),
          check.oneOf(fields.get("shape"), SHAPES, `${path}.shape`),
        ),
    },
  ],
  [
    "op",
    {
      fields: ["op", "args"],
      read(fields, path, context) {
        const name = check.text(fields.get("op"), `${path}.op`);
        if (!isOpName(name)) throw check.invalidJson(`${path}.op`, `unknown operation ${JSON.stringify(name)}`);
        return readOp(name, check.fieldsOf(fields.get("args"), `${path}.args`), path, context);
      },
    },
  ],
  [
    "sortKey",
    {
      fields: ["value", "descending", "nulls"],
      read: (fields, path, context) =>
        sortKey(
          context.value(fields.get("value"), `${path}.value`),
          check.boolean(fields.get("descending"), `${path}.descending`),
          check.oneOf(fields.get("nulls"), ["first", "last"], `${path}.nulls`),
        ),
    },
  ],
  ["lambda", { fields: ["params", "body"], read: readLambda }],
  ["window", { fields: ["func", "partitionBy", "orderBy", "frame"], read: readWindow }],
  ["subquery", { fields: ["how", "relation", "value"], read: readSubquery }],
]);
