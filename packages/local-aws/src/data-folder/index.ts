/** Locks a data folder for one process at a time. */
export { lock, lockHolder, lockWithin } from "./lock.js";
