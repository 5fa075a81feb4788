/** A clock that stands still until it is moved. */
export const movableClock = (start: string) => {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    advance: (milliseconds: number) => {
      at += milliseconds;
    },
  };
};
