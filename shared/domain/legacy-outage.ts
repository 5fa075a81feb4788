/** Whether an answer of the legacy system shows an outage. */

/**
 * Counts only failures of the system itself. Otherwise an attacker could cause an outage for all users by provoking error
 * responses with malformed input.
 */
export const showsOutage = ({
  kind,
  reason = "",
}: {
  readonly kind: string;
  readonly reason?: string;
}): boolean =>
  kind === "unavailable" && !/^(status_4(?!29)|no_time_left|floor_reached|record_malformed)/.test(reason);
