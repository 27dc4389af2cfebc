import type { Batch } from "@avocet/core/backend";
import type { Session } from "../driver.js";
import type { Report } from "./event.js";
import type { Observer } from "./observer.js";

/** Wraps a session so that its statements emit query events. */
export function observeSession<S extends Session>(session: S, observer: Observer): S {
  const run: Session["run"] = async (statement) => {
    const observation = observer.start(statement.sql);
    try {
      const rowsChanged = await session.run(statement, observation);
      if (rowsChanged !== null) observation.rows(rowsChanged);
      observation.end();
      return rowsChanged;
    } catch (error) {
      observation.end(error);
      throw error;
    }
  };
  return Object.create(session, { run: { value: run } }); // all other members are inherited from the session
}

/** Wraps the batches of a query so that it emits a query event after the last batch, or when the reader stops early. */
export async function* observeBatches<B extends Pick<Batch, "rowCount">>(
  sql: string,
  observer: Observer,
  read: (report: Report) => AsyncIterable<B>,
): AsyncGenerator<B> {
  const observation = observer.start(sql);
  observation.rows(0);
  let failure: unknown;
  try {
    for await (const batch of read(observation)) {
      observation.rows(batch.rowCount);
      yield batch;
    }
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    observation.end(failure);
  }
}
