import { isArray } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";
import type { ArgSpec } from "../ir/define.js";
import { makeOp, specOf } from "../ir/op.js";
import type { OptionKind } from "../ir/options.js";
import type { Lambda, Op, Value } from "../ir/value.js";
import type { Fields } from "./shape.js";
import * as s from "./shape.js";
import type { Source } from "./source.js";

/** An operation by its arguments, as the catalogue has them; the constructor tests their dtypes. */
export function readOp(name: string, given: Fields, where: string, source: Source): Op {
  const specs = new Map(Object.entries(specOf(name).args));
  for (const arg of given.keys())
    if (!specs.has(arg)) throw s.invalid(`${where}.args`, `${name} has no argument ${JSON.stringify(arg)}`);
  const args: Record<string, unknown> = {};
  for (const [arg, spec] of specs) {
    const json = given.get(arg);
    const here = `${where}.args.${arg}`;
    if (given.has(arg)) args[arg] = readArgument(json, spec, here, source);
    if (spec.kind === "lambda" && args[arg] !== undefined) checkLambda(args[arg] as Lambda, args.arg, here); // read as one
  }
  if (name === "ScalarUdf" || name === "AggregateUdf") checkFunction(args, source, where);
  return makeOp(name, args);
}

function readArgument(json: unknown, spec: ArgSpec, where: string, source: Source): unknown {
  switch (spec.kind) {
    case "value":
    case "optional":
      return source.value(json, where);
    case "values":
      return source.values(json, where);
    case "sort":
      return source.sortKeys(json, where);
    case "relation":
      return source.relation(json, where);
    case "lambda": {
      const node = source.node(json, where);
      if (node.type !== "lambda") throw s.invalid(where, `wanted a lambda, got a ${node.type}`);
      return node;
    }
    case "option":
      return readOption(json, spec.of, where);
  }
}

function readOption(json: unknown, kind: OptionKind<never> | undefined, where: string): unknown {
  if (!kind) throw s.invalid(where, "this option cannot be given as JSON");
  const option = kind.read ? s.built(where, () => kind.read?.(json)) : json;
  if (option === undefined || !kind.test(option)) throw s.invalid(where, `wanted ${kind.label}`);
  return option === 0 ? 0 : option;
}

/** A lambda is over the elements of an array, the argument `arg`, and their places. */
function checkLambda(given: Lambda, over: unknown, where: string): void {
  const array = over as Value | undefined; // arguments named arg are values
  if (!array || !isArray(array.dtype)) return;
  const wanted = [printDType(array.dtype.element), "!int64"];
  given.params.forEach((param, i) => {
    if (printDType(param.dtype) !== wanted[i] || param.shape !== array.shape)
      throw s.invalid(where, `the parameter ${param.name} is not of the dtype of the array's elements`);
  });
}

/** A function of the engine may do anything, so JSON may call only those that the caller names. */
function checkFunction(args: Readonly<Record<string, unknown>>, source: Source, where: string): void {
  const { allowFunctions = false } = source.options;
  const schema = Array.isArray(args.schema) ? args.schema : [];
  const full = [...schema, args.name].join(".");
  if (allowFunctions === true || (Array.isArray(allowFunctions) && allowFunctions.includes(full))) return;
  throw s.invalid(
    where,
    `the function ${full} of the engine is not among those that JSON may call; the reader allows it with allowFunctions`,
  );
}
