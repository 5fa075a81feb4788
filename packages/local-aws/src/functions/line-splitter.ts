/** Splits the output of a function, which arrives in arbitrary chunks, into lines. */
export type LineSplitter = { add(text: string): void; flush(): void };

// Longer lines are split. The limit is the maximum size of a CloudWatch log event.
const MAX_LINE = 256 * 1024;

export const lineSplitter = (onLine: (line: string) => void): LineSplitter => {
  let rest = "";
  return {
    add: (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line.slice(0, MAX_LINE));
      if (rest.length > MAX_LINE) {
        onLine(rest.slice(0, MAX_LINE));
        rest = "";
      }
    },
    flush: () => {
      if (rest !== "") onLine(rest);
      rest = "";
    },
  };
};
