/** A clock that advances only when told to. */
export const movableClock = (start: string) => {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    advance: (milliseconds: number) => {
      at += milliseconds;
    },
  };
};
