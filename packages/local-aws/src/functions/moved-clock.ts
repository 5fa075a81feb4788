/**
 * The offset of the functions' clock from the machine's, to test expiry. All sandboxes share it, also those that run
 * already. The runtime replaces `Date` when it is moved for the first time.
 */
export interface MovedClock {
  /** Shared with the runtime of each sandbox. */
  readonly shared: SharedArrayBuffer;
  moveTo(offsetMs: number): void;
}

export const movedClock = (): MovedClock => {
  const shared = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const offset = new Float64Array(shared);
  return {
    shared,
    moveTo: (offsetMs) => {
      offset[0] = offsetMs;
    },
  };
};
