/** A clock that tests can move. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** AWS JSON 1.1 writes timestamps as seconds since the epoch. */
export const epochSeconds = (milliseconds: number): number => milliseconds / 1000;

/** A clock at a settable offset from another one. */
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
