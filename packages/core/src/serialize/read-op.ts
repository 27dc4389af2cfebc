import { isArray } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";
import type { ArgSpec } from "../ir/define.js";
import { makeOp, specOf } from "../ir/op.js";
import type { Lambda, Op, Value } from "../ir/value.js";
import type { Fields } from "./json-checks.js";
import * as check from "./json-checks.js";
import type { ReadContext } from "./read-context.js";
import { readOption } from "./read-option.js";

/** Reads an operation and its arguments by its specification; the constructor checks their dtypes. */
export function readOp(name: string, argFields: Fields, path: string, context: ReadContext): Op {
  const specs = new Map(Object.entries(specOf(name).args));
  for (const arg of argFields.keys())
    if (!specs.has(arg)) throw check.invalidJson(`${path}.args`, `${name} has no argument ${JSON.stringify(arg)}`);
  const args: Record<string, unknown> = {};
  for (const [arg, spec] of specs) {
    const json = argFields.get(arg);
    const argPath = `${path}.args.${arg}`;
    if (argFields.has(arg)) args[arg] = readArgument(json, spec, argPath, context);
    // Arguments of this kind are read as lambdas.
    if (spec.kind === "lambda" && args[arg] !== undefined) checkLambda(args[arg] as Lambda, args.arg, argPath);
  }
  if (name === "ScalarUdf" || name === "AggregateUdf") checkAllowedFunction(args, context, path);
  return makeOp(name, args);
}

function readArgument(json: unknown, spec: ArgSpec, path: string, context: ReadContext): unknown {
  switch (spec.kind) {
    case "value":
    case "optional":
      return context.value(json, path);
    case "values":
      return context.values(json, path);
    case "sort":
      return context.sortKeys(json, path);
    case "relation":
      return context.relation(json, path);
    case "lambda": {
      const node = context.node(json, path);
      if (node.type !== "lambda") throw check.invalidJson(path, `expected a lambda, got a ${node.type}`);
      return node;
    }
    case "option":
      return readOption(json, spec.optionKind, path);
  }
}

/** Checks that the parameters of a lambda are an element of the array argument `arg` and its index. */
function checkLambda(lambda: Lambda, arrayValue: unknown, path: string): void {
  const array = arrayValue as Value | undefined; // arguments named `arg` are values
  if (!array || !isArray(array.dtype)) return;
  const expected = [printDType(array.dtype.element), "!int64"];
  lambda.params.forEach((param, i) => {
    if (printDType(param.dtype) !== expected[i] || param.shape !== array.shape)
      throw check.invalidJson(path, `the parameter ${param.name} does not have the dtype of the array elements`);
  });
}

/**
 * Throws unless the options allow the engine function: functions can have side effects, so JSON may not call them by
 * default.
 */
function checkAllowedFunction(args: Readonly<Record<string, unknown>>, context: ReadContext, path: string): void {
  const { allowFunctions = false } = context.options;
  const schema = Array.isArray(args.schema) ? args.schema : [];
  const qualifiedName = [...schema, args.name].join(".");
  if (allowFunctions === true || (Array.isArray(allowFunctions) && allowFunctions.includes(qualifiedName))) return;
  throw check.invalidJson(
    path,
    `the engine function ${qualifiedName} is not allowed; allow it with the option allowFunctions`,
  );
}
