/** What the clients of the SDK share. */
import { DeadlineHttpHandler } from "../adapters/aws/deadline-http-handler.js";
import { deadline, REQUEST_LIMITS } from "./clients.js";

export const requests = (limits: typeof REQUEST_LIMITS) => new DeadlineHttpHandler(deadline(), limits);
/** No retry by the client: a message that was taken and not acknowledged would be sent twice. */
export const sending = () => ({ maxAttempts: 1, requestHandler: requests(REQUEST_LIMITS) });
