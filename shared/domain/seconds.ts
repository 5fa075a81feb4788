/** The whole seconds since 1970 of a time, as tokens and expiring rows count them. */
export const secondsAt = (time: Date): number => Math.floor(time.getTime() / 1000);

/** The same seconds as responses and audit events show them: RFC 3339, in UTC. */
export const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString();

export const DAY_SECONDS = 24 * 60 * 60;
