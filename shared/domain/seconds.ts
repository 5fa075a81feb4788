/** The whole seconds since 1970 of a time, as tokens and expiring rows count them. */
export const secondsAt = (time: Date): number => Math.floor(time.getTime() / 1000);
