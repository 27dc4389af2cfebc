import type { Batch } from "@avocet/core";
import type { Session } from "../driver.js";
import type { Report } from "./event.js";
import type { Observer } from "./observer.js";

/** A session whose statements are told of. What else it can do stays as it is. */
export function observed<S extends Session>(on: S, observer: Observer): S {
  const run: Session["run"] = async (statement) => {
    const watch = observer.start(statement.sql);
    try {
      const changed = await on.run(statement, watch);
      if (changed !== null) watch.rows(changed);
      watch.end();
      return changed;
    } catch (error) {
      watch.end(error);
      throw error;
    }
  };
  return Object.create(on, { run: { value: run } }); // all else is found on the session itself
}

/** Batches whose statement is told of when the last has been taken, or they are given up. */
export async function* observedBatches<B extends Pick<Batch, "rowCount">>(
  sql: string,
  observer: Observer,
  read: (report: Report) => AsyncIterable<B>,
): AsyncGenerator<B> {
  const watch = observer.start(sql);
  watch.rows(0);
  let problem: unknown;
  try {
    for await (const batch of read(watch)) {
      watch.rows(batch.rowCount);
      yield batch;
    }
  } catch (error) {
    problem = error;
    throw error;
  } finally {
    watch.end(problem);
  }
}
