/** Fault injection, for servers that simulate other systems: a list of planned faults, and their effects. */
export { type Effect, underEffect } from "./effect.js";
export { FaultList, type PlannedFault } from "./fault-list.js";
