/** The newest lines of every function, as CloudWatch Logs would hold them. */
export type LogLine = {
  readonly sequence: number;
  readonly at: number;
  readonly functionName: string;
  /** Missing for lines written outside of any invocation. */
  readonly requestId?: string | undefined;
  readonly line: string;
};

export type FunctionLog = {
  add(line: Omit<LogLine, "sequence" | "at">): void;
  /** Oldest first, after a sequence number; of one function or of all. */
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
      // Cut in larger steps: moving the whole ring for each line would cost more than the line.
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
