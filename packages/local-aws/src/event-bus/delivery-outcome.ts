/** Outcome of one delivery attempt. The codes are those of dead-letter messages. */
export type DeliveryOutcome =
  /** Delivered. `note` describes what the target did with the event afterwards. */
  | { readonly kind: "delivered"; readonly note?: string }
  /** Failed. A retry may succeed. */
  | { readonly kind: "retry"; readonly code: string; readonly message: string }
  /** Failed permanently. The event goes to the dead-letter queue immediately. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

export const delivered: DeliveryOutcome = { kind: "delivered" };

export const retry = (code: string, message: string): DeliveryOutcome => ({ kind: "retry", code, message });

export const refused = (code: string, message: string): DeliveryOutcome => ({
  kind: "refused",
  code,
  message,
});
