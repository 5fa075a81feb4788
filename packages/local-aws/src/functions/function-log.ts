/** The latest log lines of every function, in the place of CloudWatch Logs. */
export type LogLine = {
  readonly sequence: number;
  readonly at: number;
  readonly functionName: string;
  /** Missing for lines written outside of an invocation. */
  readonly requestId?: string | undefined;
  readonly line: string;
};

export type FunctionLog = {
  add(line: Omit<LogLine, "sequence" | "at">): void;
  /** Lines after a sequence number, oldest first; of one function or of all. */
  lines(functionName?: string, after?: number): readonly LogLine[];
};

export const functionLog = (
  clock: { now(): number },
  linesPerFunction: number,
  onLog: (line: LogLine) => void,
): FunctionLog => {
  const rings = new Map<string, LogLine[]>();
  let sequence = 0;
  return {
    add: (added) => {
      sequence += 1;
      const line = { sequence, at: clock.now(), ...added };
      const ring = rings.get(added.functionName) ?? [];
      rings.set(added.functionName, ring);
      ring.push(line);
      // Trimmed in larger steps, because moving the array for each line would be expensive.
      if (ring.length > linesPerFunction * 1.25) ring.splice(0, ring.length - linesPerFunction);
      onLog(line);
    },
    lines: (functionName, after = 0) => {
      const chosen = functionName === undefined ? [...rings.values()] : [rings.get(functionName) ?? []];
      return chosen
        .flatMap((ring) => ring.slice(-linesPerFunction))
        .filter((line) => line.sequence > after)
        .sort((left, right) => left.sequence - right.sequence);
    },
  };
};
