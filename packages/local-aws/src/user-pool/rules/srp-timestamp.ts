/** The TIMESTAMP of an SRP proof: `Sat Nov 21 08:05:09 UTC 2026`, in English, without padding of the day. */
import { invalidParameter } from "../errors.js";

const days = "Sun|Mon|Tue|Wed|Thu|Fri|Sat";
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const format = new RegExp(
  `^(?:${days}) (${months.join("|")}) ([1-9]\\d?) (\\d{2}):(\\d{2}):(\\d{2}) UTC (\\d{4})$`,
);
/**
 * The allowed clock difference of the client. The service expects an answer within seconds and documents no
 * number.
 */
const toleranceMs = 5 * 60_000;

/** Throws InvalidParameterException for another format. Returns false if the time is too far from now. */
export function isCurrentTimestamp(timestamp: string, now: number): boolean {
  const [match, month = "", ...rest] = format.exec(timestamp) ?? [];
  if (match === undefined) {
    throw invalidParameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.");
  }
  const [day = 0, hour = 0, minute = 0, second = 0, year = 0] = rest.map(Number);
  const time = Date.UTC(year, months.indexOf(month), day, hour, minute, second);
  return Math.abs(now - time) <= toleranceMs;
}
