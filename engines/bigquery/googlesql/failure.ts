/** Why the engine did not answer with a result. */
export class Failure extends Error {
  /** `invalid`: the statement is wrong. `missing`: the engine cannot run it, though BigQuery may. `lost`: the process has ended. */
  readonly kind: "invalid" | "missing" | "lost";

  constructor(kind: Failure["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

const UNIMPLEMENTED = 12;
const INTERNAL = 13;
const UNAVAILABLE = 14;
/** What the executor says of functions that it knows and has no code for. */
const UNIMPLEMENTED_MESSAGE =
  /^(Unimplemented|Unsupported built-in function|Evaluator does not support)|optional function implementation/;

/** What gRPC threw, as a failure; other errors as they are. */
export function toFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || !("details" in error)) return error;
  const details = String(error.details);
  if (error.code === UNAVAILABLE) return new Failure("lost", details);
  const isUnimplemented = error.code === UNIMPLEMENTED || error.code === INTERNAL || UNIMPLEMENTED_MESSAGE.test(details);
  return new Failure(isUnimplemented ? "missing" : "invalid", details.split("\n")[0] ?? "");
}
