/** Time is an argument everywhere, so that a test can move it. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** AWS JSON 1.1 writes timestamps as seconds since the epoch. */
export const epochSeconds = (milliseconds: number): number => milliseconds / 1000;
