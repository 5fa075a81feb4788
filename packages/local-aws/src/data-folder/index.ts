/** Folders that one process at a time has to itself. */
export { lock, lockHolder, lockWithin } from "./lock.js";
