/**
 * Records that a refresh cookie may exist, so that only a reload requests new tokens, and not a first visit.
 */
const HINT = "signed-in";

export const expectSession = () => sessionStorage.setItem(HINT, "yes");
export const forgetSession = () => sessionStorage.removeItem(HINT);
export const sessionExpected = () => sessionStorage.getItem(HINT) !== null;
