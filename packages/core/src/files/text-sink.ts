/** Where text goes: a function that is called with each piece, and waited for; or a `WritableStream` of the web. */
export type TextSink = ((text: string) => unknown) | TextStream;
/** As much of a `WritableStream` as is used. */
export interface TextStream {
  getWriter(): {
    write(text: string): Promise<unknown>;
    close(): Promise<unknown>;
    abort(reason: unknown): Promise<unknown>;
  };
}

/** Sends all pieces of a text to a sink, no faster than it takes them. A stream is closed after the last, and aborted on failure. */
export async function writeText(chunks: AsyncIterable<string>, sink: TextSink): Promise<void> {
  if (typeof sink === "function") {
    for await (const chunk of chunks) await sink(chunk);
    return;
  }
  const writer = sink.getWriter();
  try {
    for await (const chunk of chunks) await writer.write(chunk);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined); // the first failure is the one to tell of
    throw error;
  }
}
