/** Time is an argument everywhere, so that a test can move it. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** AWS JSON 1.1 writes timestamps as seconds since the epoch. */
export const epochSeconds = (milliseconds: number): number => milliseconds / 1000;

/** A clock that runs with another one, at a distance that can be set while it runs. */
export interface MovableClock extends Clock {
  moveTo(offsetMs: number): void;
}

export const movableClock = (base: Clock): MovableClock => {
  let offset = 0;
  return {
    now: () => base.now() + offset,
    moveTo: (offsetMs) => {
      offset = offsetMs;
    },
  };
};
