/** Says only that a refresh cookie may exist, so that a reload asks for new tokens and a first visit does not. */
const HINT = "signed-in";

export const expectSession = () => sessionStorage.setItem(HINT, "yes");
export const forgetSession = () => sessionStorage.removeItem(HINT);
export const sessionExpected = () => sessionStorage.getItem(HINT) !== null;
