import type { DType } from "../dtype/dtype.js";
import type { IntervalValue } from "../dtype/js.js";
import type { LiteralValue } from "../dtype/literal.js";
import { printDType } from "../dtype/print.js";
import { specOf } from "../ir/op.js";
import type { Relation } from "../ir/relation.js";
import type { Frame, FrameBound, Op, Value } from "../ir/value.js";
import type { ValueNode } from "../ir/walk.js";
import { postorder } from "../ir/walk.js";
import { intervalParts, intervalText } from "./interval.js";

/** How a printed value names relations and their columns. */
export interface NameResolver {
  readonly relation: (relation: Relation) => string;
  readonly field: (relation: Relation, name: string) => string;
}

interface Printed {
  readonly text: string;
  /** Precedence of the outermost operator; an operand with a lower precedence is printed in parentheses. */
  readonly precedence: number;
}
/** Infix operators by precedence, lowest first, as in JavaScript. */
const PRECEDENCE_LEVELS: readonly (readonly string[])[] = [
  ["|"],
  ["^"],
  ["&"],
  ["==", "!=", "==="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "//", "%"],
  ["**"],
];
const PRECEDENCE = new Map(
  PRECEDENCE_LEVELS.flatMap((operators, precedence) => operators.map((operator) => [operator, precedence] as const)),
);
const ATOM_PRECEDENCE = PRECEDENCE_LEVELS.length;
/**
 * Maximum length of a printed value; shared values can expand exponentially, so the middle of longer text is omitted.
 */
const MAX_LENGTH = 4000;

/** Prints a value on one line. */
export function printValue(root: Value, names: NameResolver): string {
  const printed = new Map<ValueNode, Printed>();
  const text = (node: ValueNode): string => printed.get(node)?.text ?? "";
  for (const node of postorder([root])) {
    const result = printNode(node, printed, text, names);
    printed.set(node, { text: shortenText(result.text), precedence: result.precedence });
  }
  return text(root);
}

const shortenText = (text: string): string =>
  text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH / 2)} … ${text.slice(-MAX_LENGTH / 4)}`;
const atomic = (text: string): Printed => ({ text, precedence: ATOM_PRECEDENCE });

function printNode(
  node: ValueNode,
  printed: ReadonlyMap<ValueNode, Printed>,
  text: (n: ValueNode) => string,
  names: NameResolver,
): Printed {
  switch (node.type) {
    case "field":
      return atomic(names.field(node.relation, node.name));
    case "literal":
      return atomic(printLiteral(node.value, node.dtype));
    case "param":
      return atomic(`$${node.name}(${printDType(node.dtype)})`);
    case "argument":
      return atomic(node.name);
    case "sortKey":
      return atomic(sortText(text(node.value), node.descending, node.nulls));
    case "lambda":
      return atomic(`(${node.params.map((p) => p.name).join(", ")}) => ${text(node.body)}`);
    case "subquery": {
      const name = names.relation(node.relation);
      if (node.kind === "in" && node.value) return atomic(`InSubquery(${text(node.value)}, ${name})`);
      return atomic(`${node.kind === "exists" ? "Exists" : "ScalarSubquery"}(${name})`);
    }
    case "window": {
      const args = [text(node.func)];
      if (node.partitionBy.length) args.push(`partitionBy=[${node.partitionBy.map(text).join(", ")}]`);
      if (node.orderBy.length) args.push(`orderBy=[${node.orderBy.map(text).join(", ")}]`);
      if (node.frame) args.push(frameText(node.frame, text));
      return atomic(`Window(${args.join(", ")})`);
    }
    case "op":
      return printOp(node, printed, text, names);
  }
}

function printOp(
  node: Op,
  printed: ReadonlyMap<ValueNode, Printed>,
  text: (n: ValueNode) => string,
  names: NameResolver,
): Printed {
  const spec = specOf(node.op);
  const { args } = node;
  if (spec.infix !== undefined) {
    const precedence = PRECEDENCE.get(spec.infix) ?? 0;
    const operand = (name: "left" | "right", minPrecedence: number): string => {
      const operandText = printed.get(args[name] as ValueNode);
      return operandText && operandText.precedence < minPrecedence
        ? `(${operandText.text})`
        : (operandText?.text ?? "");
    };
    return { text: `${operand("left", precedence)} ${spec.infix} ${operand("right", precedence + 1)}`, precedence };
  }
  const printedArgs: string[] = [];
  for (const [name, arg] of Object.entries(spec.args)) {
    const argValue = args[name];
    if (
      argValue === undefined ||
      argValue === false ||
      (Array.isArray(argValue) && arg.kind === "sort" && argValue.length === 0)
    )
      continue;
    const argText =
      arg.kind === "option"
        ? optionText(argValue)
        : arg.kind === "relation"
          ? names.relation(argValue as Relation)
          : Array.isArray(argValue)
            ? `[${(argValue as ValueNode[]).map(text).join(", ")}]`
            : text(argValue as ValueNode);
    const isPositional = printedArgs.length === 0 && (name === "arg" || name === "args" || name === "table");
    printedArgs.push(isPositional ? argText : `${name}=${argText}`);
  }
  return atomic(`${node.op}(${printedArgs.join(", ")})`);
}

function optionText(option: unknown): string {
  if (typeof option === "string") return quoteText(option);
  if (typeof option === "object" && option !== null) {
    if ("kind" in option) return printDType(option as DType);
    // Only interval options have this field.
    if ("micros" in option) return quoteText(intervalText(option as IntervalValue));
  }
  return JSON.stringify(option);
}

export const sortText = (value: string, descending: boolean, nulls: "first" | "last"): string =>
  `${descending ? "desc" : "asc"} ${value}${nulls === "first" ? " nulls first" : ""}`;

function frameText(frame: Frame, text: (n: ValueNode) => string): string {
  const bound = (b: FrameBound): string => (typeof b === "object" ? text(b) : b === "unbounded" ? "" : String(b));
  return `${frame.unit}=[${bound(frame.start)}:${bound(frame.end)}]`;
}

/** Prints a literal: strings in single quotes, other values with their kind where it is not obvious. */
export function printLiteral(value: LiteralValue, dtype: DType): string {
  if (value === null) return "NULL";
  if (typeof value === "string")
    return dtype.kind === "string"
      ? quoteText(value)
      : ["int64", "uint64", "decimal"].includes(dtype.kind) || dtype.kind.startsWith("float")
        ? value
        : `${dtype.kind}(${quoteText(value)})`;
  if (dtype.kind === "interval") return `interval(${quoteText(intervalText(intervalParts(value)))})`;
  if (Array.isArray(value)) return `${dtype.kind === "array" ? "" : dtype.kind}${JSON.stringify(value)}`;
  return String(value);
}

const quoteText = (value: string): string =>
  `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
