/** Turns what a function writes, in whatever pieces, into lines. */
export type LineSplitter = { add(text: string): void; flush(): void };

// A line as long as the largest log event of CloudWatch is cut there.
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
