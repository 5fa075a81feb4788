/**
 * The hash chain of a subject's events: each hash covers the event, its place and the hash before
 * it, so that an edited, removed or reordered row breaks the chain at that place.
 */
import { createHash } from "node:crypto";
import type { AuditEvent, RecordedAuditEvent } from "../../domain/audit-event.js";

export const CHAIN_START = "0".repeat(64);

/** The hash of an event's stored text at its place behind `previousHash`. */
export const chainHash = (previousHash: string, sequence: number, eventJson: string): string =>
  createHash("sha256").update(`${previousHash}\n${sequence}\n${eventJson}`).digest("hex");

/** The event at its place behind `head`. `eventJson` is the very text that is stored and hashed. */
export const chain = (
  event: AuditEvent,
  head: { sequence: number; hash: string },
): { recorded: RecordedAuditEvent; eventJson: string } => {
  const eventJson = JSON.stringify(event);
  const sequence = head.sequence + 1;
  const hash = chainHash(head.hash, sequence, eventJson);
  return { recorded: { ...event, sequence, hash, previousHash: head.hash }, eventJson };
};
