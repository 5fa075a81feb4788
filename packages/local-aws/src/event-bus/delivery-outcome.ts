/** What became of one attempt to hand an event to a target; codes are those of dead-letter messages. */
export type DeliveryOutcome =
  /** The target has it; `note` tells people what it did with it afterwards. */
  | { readonly kind: "delivered"; readonly note?: string }
  /** Trying again may help. */
  | { readonly kind: "retry"; readonly code: string; readonly message: string }
  /** Trying again cannot help: the event goes to the dead-letter queue at once. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

export const delivered: DeliveryOutcome = { kind: "delivered" };

export const retry = (code: string, message: string): DeliveryOutcome => ({ kind: "retry", code, message });

export const refused = (code: string, message: string): DeliveryOutcome => ({
  kind: "refused",
  code,
  message,
});
