/** The start page. */
import { startAuditRecord } from "./audit-record.js";
import { fillSignIn, startSession } from "./session.js";
import { startSignUp } from "./sign-up.js";
import { loadStack, showStack } from "./stack.js";

startAuditRecord();
startSignUp();
const stack = await loadStack();
showStack(stack, fillSignIn);
await startSession(stack?.accounts ?? []);
