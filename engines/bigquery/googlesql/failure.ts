/** An error of the GoogleSQL service. */
export class Failure extends Error {
  /**
   * `invalid`: the statement is invalid. `missing`: the engine does not implement it, though BigQuery may. `lost`: the
   * process has ended.
   */
  readonly kind: "invalid" | "missing" | "lost";

  constructor(kind: Failure["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

const UNIMPLEMENTED = 12;
const INTERNAL = 13;
const UNAVAILABLE = 14;
/** Messages of the executor about functions that it does not implement. */
const UNIMPLEMENTED_MESSAGE =
  /^(Unimplemented|Unsupported built-in function|Evaluator does not support)|optional function implementation/;

/** Converts an error of gRPC to a failure; returns other errors unchanged. */
export function toFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || !("details" in error)) return error;
  const details = String(error.details);
  if (error.code === UNAVAILABLE) return new Failure("lost", details);
  const isUnimplemented =
    error.code === UNIMPLEMENTED || error.code === INTERNAL || UNIMPLEMENTED_MESSAGE.test(details);
  return new Failure(isUnimplemented ? "missing" : "invalid", details.split("\n")[0] ?? "");
}
