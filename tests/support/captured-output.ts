/** What a piece of code writes to standard output and standard error, instead of writing it. */

export const capturedOutput = async (run: () => unknown): Promise<string> => {
  const streams = [process.stdout, process.stderr];
  const originals = streams.map((stream) => stream.write);
  const chunks: string[] = [];
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array) => {
      chunks.push(Buffer.from(chunk).toString("utf8"));
      return true;
    };
  }
  try {
    await run();
  } finally {
    for (const [index, stream] of streams.entries()) {
      const original = originals[index];
      if (original !== undefined) stream.write = original;
    }
  }
  return chunks.join("");
};
