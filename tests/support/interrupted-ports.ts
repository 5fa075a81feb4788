/**
 * Ports that stop at a chosen point: after so many calls, the caller never hears of the last one,
 * as when its function is killed, or hears of it only once it is told to go on.
 */
import type { MemoryPorts } from "../../shared/memory/ports.js";

export type Interruption = {
  readonly ports: MemoryPorts;
  /** Resolves when the chosen call was made and its caller waits. */
  readonly reached: Promise<"reached">;
  /** Lets the caller go on. A caller that was killed is never told. */
  readonly resume: () => void;
  /** How many calls were made so far. */
  readonly calls: () => number;
};

/** The time of the work is not what these ports are about, and is not theirs to interrupt. */
const timeless: MemoryPorts["deadline"] = {
  within: (_, work) => work(),
  remainingMs: () => Number.POSITIVE_INFINITY,
  signal: () => undefined,
};

export const interrupted = (ports: MemoryPorts, afterCalls: number): Interruption => {
  let made = 0;
  let open: () => void = () => undefined;
  let arrive: (there: "reached") => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<"reached">((resolve) => {
    arrive = resolve;
  });

  const hold = async <T>(answer: Promise<T>): Promise<T> => {
    made += 1;
    const mine = made;
    // The call itself is over, well or badly, when the caller stops.
    await answer.catch(() => undefined);
    if (mine === afterCalls) {
      arrive("reached");
      await gate;
    }
    return answer;
  };

  const wrapped = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== "function") return member;
        return (...input: unknown[]) => {
          const answer: unknown = member.apply(target, input);
          return answer instanceof Promise ? hold(answer) : answer;
        };
      },
    });

  const entries = Object.entries(ports).map(([name, port]) => [name, wrapped(port as object)]);
  return {
    ports: { ...(Object.fromEntries(entries) as MemoryPorts), deadline: timeless },
    reached,
    resume: () => open(),
    calls: () => made,
  };
};
