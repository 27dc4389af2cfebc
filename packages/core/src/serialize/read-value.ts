import { withNull } from "../dtype/dtype.js";
import { checkFrame } from "../ir/frame.js";
import { relationsOf } from "../ir/intern.js";
import { isOpName, specOf } from "../ir/op.js";
import { subqueryDType } from "../ir/schemas.js";
import type { Frame, FrameBound, Lambda, Op, Shape, SortKey, Value, WindowValue } from "../ir/value.js";
import { argument, canonicalLiteral, field, lambda, param, sortKey, subquery, window } from "../ir/value.js";
import type { ValueNode } from "../ir/walk.js";
import { readLiteral } from "./literal.js";
import { readOp } from "./read-op.js";
import type { Fields } from "./shape.js";
import * as s from "./shape.js";
import type { Source } from "./source.js";

/** How a node of each type is read: the fields that it has, and what is made of them. */
export interface NodeReader<T> {
  readonly fields: readonly string[];
  readonly read: (fields: Fields, where: string, source: Source) => T;
}

const SHAPES: readonly Shape[] = ["scalar", "columnar"];

function readWindow(fields: Fields, where: string, source: Source): WindowValue {
  const func = source.value(fields.get("func"), `${where}.func`);
  if (func.type !== "op" || !["reduction", "analytic"].includes(specOf(func.op).role))
    throw s.invalid(`${where}.func`, "wanted a reduction or an analytic function");
  const partitionBy = source.values(fields.get("partitionBy"), `${where}.partitionBy`);
  const orderBy = source.sortKeys(fields.get("orderBy"), `${where}.orderBy`);
  return window(func, partitionBy, orderBy, frameOf(func, fields.get("frame"), orderBy, `${where}.frame`, source));
}

function frameOf(func: Op, json: unknown, orderBy: readonly SortKey[], where: string, source: Source): Frame | null {
  const reduces = specOf(func.op).role === "reduction";
  if (json === null) {
    if (reduces) throw s.invalid(where, `${func.op} over a window needs a frame`);
    return null;
  }
  if (!reduces && func.op !== "NthValue") throw s.invalid(where, `${func.op} takes no frame`);
  const fields = s.exactFields(s.fieldsOf(json, where), ["unit", "start", "end"], where);
  const bound = (side: "start" | "end"): FrameBound => {
    const given = fields.get(side);
    const here = `${where}.${side}`;
    if (given === "unbounded") return given;
    if (typeof given === "number") return s.finite(given, here);
    return source.value(s.exactFields(s.fieldsOf(given, here), ["value"], here).get("value"), `${here}.value`);
  };
  const unit = s.oneOf(fields.get("unit"), ["rows", "range", "groups"], `${where}.unit`);
  const frame: Frame = { unit, start: bound("start"), end: bound("end") };
  checkFrame(frame, orderBy);
  return frame;
}

function readSubquery(fields: Fields, where: string, source: Source): Value {
  const how = s.oneOf(fields.get("how"), ["scalar", "exists", "in"], `${where}.how`);
  const relation = source.relation(fields.get("relation"), `${where}.relation`);
  const value = s.orNull(fields.get("value"), `${where}.value`, (json, here) => source.value(json, here));
  if ((value !== null) !== (how === "in"))
    throw s.invalid(`${where}.value`, "a value goes with how: in, and only there");
  const dtype = subqueryDType(how, relation, value);
  if (!dtype) throw s.invalid(where, "the relation does not have one column of the kind that is wanted");
  return subquery(how, relation, value, dtype, relationsOf(relation));
}

function readLambda(fields: Fields, where: string, source: Source): Lambda {
  const params = s
    .filled(fields.get("params"), `${where}.params`)
    .map((json, i) => source.argument(json, `${where}.params[${i}]`));
  if (new Set(params.map((p) => p.name)).size < params.length) throw s.invalid(where, "two parameters of one name");
  return lambda(params, source.value(fields.get("body"), `${where}.body`));
}

export const valueReaders: ReadonlyMap<string, NodeReader<ValueNode>> = new Map<string, NodeReader<ValueNode>>([
  [
    "field",
    {
      fields: ["relation", "name"],
      read(fields, where, source) {
        const relation = source.relation(fields.get("relation"), `${where}.relation`);
        const name = s.name(fields.get("name"), `${where}.name`);
        if (!relation.schema.has(name))
          throw s.invalid(`${where}.name`, `the relation has no column ${JSON.stringify(name)}`);
        return field(relation, name);
      },
    },
  ],
  [
    "literal",
    {
      fields: ["dtype", "value"],
      read(fields, where) {
        const dtype = s.dtype(fields.get("dtype"), `${where}.dtype`);
        const value = readLiteral(fields.get("value"), dtype, `${where}.value`);
        if (dtype.nullable !== (value === null))
          throw s.invalid(`${where}.dtype`, "the dtype of a literal is nullable where it is NULL, and only there");
        return canonicalLiteral(value, withNull(dtype, value === null));
      },
    },
  ],
  [
    "param",
    {
      fields: ["name", "dtype"],
      read: (fields, where) =>
        param(s.identifier(fields.get("name"), `${where}.name`), s.dtype(fields.get("dtype"), `${where}.dtype`)),
    },
  ],
  [
    "argument",
    {
      fields: ["name", "dtype", "shape"],
      read: (fields, where) =>
        argument(
          s.identifier(fields.get("name"), `${where}.name`),
          s.dtype(fields.get("dtype"), `${where}.dtype`),
          s.oneOf(fields.get("shape"), SHAPES, `${where}.shape`),
        ),
    },
  ],
  [
    "op",
    {
      fields: ["op", "args"],
      read(fields, where, source) {
        const name = s.text(fields.get("op"), `${where}.op`);
        if (!isOpName(name)) throw s.invalid(`${where}.op`, `there is no operation ${JSON.stringify(name)}`);
        return readOp(name, s.fieldsOf(fields.get("args"), `${where}.args`), where, source);
      },
    },
  ],
  [
    "sortKey",
    {
      fields: ["value", "descending", "nulls"],
      read: (fields, where, source) =>
        sortKey(
          source.value(fields.get("value"), `${where}.value`),
          s.flag(fields.get("descending"), `${where}.descending`),
          s.oneOf(fields.get("nulls"), ["first", "last"], `${where}.nulls`),
        ),
    },
  ],
  ["lambda", { fields: ["params", "body"], read: readLambda }],
  ["window", { fields: ["func", "partitionBy", "orderBy", "frame"], read: readWindow }],
  ["subquery", { fields: ["how", "relation", "value"], read: readSubquery }],
]);
