/** Invokes a trigger with an injected fault. */
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
      // The timer must not keep the process alive after the caller timed out.
      await delay(fault.delayMs, undefined, { ref: false });
      return invoke(...call);
    case "trigger-fails":
      if (fault.ran) await invoke(...call);
      throw new Error("Injected fault: the response of the function was lost");
    case "trigger-repeats":
      return repeated(fault, () => invoke(...call));
  }
}

/** Returns the answer of the last delivery, as Cognito does after it timed out on the earlier ones. */
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
