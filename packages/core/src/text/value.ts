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
export interface Names {
  readonly relation: (relation: Relation) => string;
  readonly field: (relation: Relation, name: string) => string;
}

interface Printed {
  readonly text: string;
  /** How tightly it holds together; an operand that holds less than its operator gets parentheses. */
  readonly level: number;
}
/** As in JavaScript, from loose to tight. */
const LEVELS: readonly (readonly string[])[] = [
  ["|"],
  ["^"],
  ["&"],
  ["==", "!=", "==="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "//", "%"],
  ["**"],
];
const LEVEL = new Map(LEVELS.flatMap((signs, level) => signs.map((sign) => [sign, level] as const)));
const ATOM = LEVELS.length;
/** A value that is used many times over could print without end; beyond this many characters its middle is left out. */
const LONGEST = 4000;

/** A value on one line. */
export function printValue(root: Value, names: Names): string {
  const printed = new Map<ValueNode, Printed>();
  const text = (node: ValueNode): string => printed.get(node)?.text ?? "";
  for (const node of postorder([root])) {
    const result = print(node, printed, text, names);
    printed.set(node, { text: shortened(result.text), level: result.level });
  }
  return text(root);
}

const shortened = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)} … ${text.slice(-LONGEST / 4)}`;
const atom = (text: string): Printed => ({ text, level: ATOM });

function print(
  node: ValueNode,
  printed: ReadonlyMap<ValueNode, Printed>,
  text: (n: ValueNode) => string,
  names: Names,
): Printed {
  switch (node.type) {
    case "field":
      return atom(names.field(node.relation, node.name));
    case "literal":
      return atom(printLiteral(node.value, node.dtype));
    case "param":
      return atom(`$${node.name}(${printDType(node.dtype)})`);
    case "argument":
      return atom(node.name);
    case "sortKey":
      return atom(sortText(text(node.value), node.descending, node.nulls));
    case "lambda":
      return atom(`(${node.params.map((p) => p.name).join(", ")}) => ${text(node.body)}`);
    case "subquery": {
      const name = names.relation(node.relation);
      if (node.how === "in" && node.value) return atom(`InSubquery(${text(node.value)}, ${name})`);
      return atom(`${node.how === "exists" ? "Exists" : "ScalarSubquery"}(${name})`);
    }
    case "window": {
      const parts = [text(node.func)];
      if (node.partitionBy.length) parts.push(`partitionBy=[${node.partitionBy.map(text).join(", ")}]`);
      if (node.orderBy.length) parts.push(`orderBy=[${node.orderBy.map(text).join(", ")}]`);
      if (node.frame) parts.push(frameText(node.frame, text));
      return atom(`Window(${parts.join(", ")})`);
    }
    case "op":
      return printOp(node, printed, text, names);
  }
}

function printOp(
  node: Op,
  printed: ReadonlyMap<ValueNode, Printed>,
  text: (n: ValueNode) => string,
  names: Names,
): Printed {
  const spec = specOf(node.op);
  const { args } = node;
  if (spec.infix !== undefined) {
    const level = LEVEL.get(spec.infix) ?? 0;
    const operand = (name: "left" | "right", least: number): string => {
      const found = printed.get(args[name] as ValueNode);
      return found && found.level < least ? `(${found.text})` : (found?.text ?? "");
    };
    return { text: `${operand("left", level)} ${spec.infix} ${operand("right", level + 1)}`, level };
  }
  const shown: string[] = [];
  for (const [name, arg] of Object.entries(spec.args)) {
    const given = args[name];
    if (given === undefined || given === false || (Array.isArray(given) && arg.kind === "sort" && given.length === 0))
      continue;
    const shownValue =
      arg.kind === "option"
        ? optionText(given)
        : arg.kind === "relation"
          ? names.relation(given as Relation)
          : Array.isArray(given)
            ? `[${(given as ValueNode[]).map(text).join(", ")}]`
            : text(given as ValueNode);
    const positional = shown.length === 0 && (name === "arg" || name === "args" || name === "table");
    shown.push(positional ? shownValue : `${name}=${shownValue}`);
  }
  return atom(`${node.op}(${shown.join(", ")})`);
}

function optionText(option: unknown): string {
  if (typeof option === "string") return quoted(option);
  if (typeof option === "object" && option !== null) {
    if ("kind" in option) return printDType(option as DType);
    if ("micros" in option) return quoted(intervalText(option as IntervalValue)); // the one kind of option with this part
  }
  return JSON.stringify(option);
}

export const sortText = (value: string, descending: boolean, nulls: "first" | "last"): string =>
  `${descending ? "desc" : "asc"} ${value}${nulls === "first" ? " nulls first" : ""}`;

function frameText(frame: Frame, text: (n: ValueNode) => string): string {
  const bound = (b: FrameBound): string => (typeof b === "object" ? text(b) : b === "unbounded" ? "" : String(b));
  return `${frame.unit}=[${bound(frame.start)}:${bound(frame.end)}]`;
}

/** Strings in single quotes; other values as they are written in code. */
export function printLiteral(value: LiteralValue, dtype: DType): string {
  if (value === null) return "NULL";
  if (typeof value === "string")
    return dtype.kind === "string"
      ? quoted(value)
      : ["int64", "uint64", "decimal"].includes(dtype.kind) || dtype.kind.startsWith("float")
        ? value
        : `${dtype.kind}(${quoted(value)})`;
  if (dtype.kind === "interval") return `interval(${quoted(intervalText(intervalParts(value)))})`;
  if (Array.isArray(value)) return `${dtype.kind === "array" ? "" : dtype.kind}${JSON.stringify(value)}`;
  return String(value);
}

const quoted = (value: string): string =>
  `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
