/** The start page. */
import { startAuditRecord } from "./audit-record.js";
import { fillSignIn, takeUpSession, wireSession } from "./session.js";
import { startSignUp } from "./sign-up.js";
import { loadStack, showStack } from "./stack.js";

startAuditRecord();
startSignUp();
wireSession();
const stack = await loadStack();
showStack(stack, fillSignIn);
await takeUpSession(stack?.accounts ?? []);
