/** A destination of text: a function that is called with each chunk and awaited, or a web `WritableStream`. */
export type TextSink = ((text: string) => unknown) | TextStream;
/** The members of `WritableStream` that are used. */
export interface TextStream {
  getWriter(): {
    write(text: string): Promise<unknown>;
    close(): Promise<unknown>;
    abort(reason: unknown): Promise<unknown>;
  };
}

/** Writes all chunks of a text to a sink, at the sink's pace. A stream is closed at the end, and aborted on failure. */
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
    await writer.abort(error).catch(() => undefined); // report the first failure
    throw error;
  }
}
