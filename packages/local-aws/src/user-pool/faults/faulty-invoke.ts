/** Invokes a trigger as its fault says. */
import { setTimeout as delay } from "node:timers/promises";
import type { Invoke, InvokeAnswer } from "../triggers/invoke.js";
import type { TriggerFault } from "./faults.js";

export async function invokeWith(
  fault: TriggerFault | undefined,
  invoke: Invoke,
  ...call: Parameters<Invoke>
): Promise<InvokeAnswer> {
  switch (fault?.fault) {
    case undefined:
      return invoke(...call);
    case "trigger-slow":
      // Whoever gave up on the answer is not kept from ending the process.
      await delay(fault.delayMs, undefined, { ref: false });
      return invoke(...call);
    case "trigger-fails":
      if (fault.ran) await invoke(...call);
      throw new Error("A fault on purpose: the function's answer did not arrive");
    case "trigger-repeats":
      return repeated(fault, () => invoke(...call));
  }
}

/** The last answer counts: it is the one of the delivery that Cognito did not give up on. */
async function repeated(
  { copies, overlap }: { copies: number; overlap: boolean },
  once: () => Promise<InvokeAnswer>,
): Promise<InvokeAnswer> {
  if (overlap) {
    const others = Array.from({ length: copies - 1 }, once);
    const [last] = await Promise.all([once(), ...others]);
    return last;
  }
  for (let copy = 1; copy < copies; copy += 1) await once();
  return once();
}
