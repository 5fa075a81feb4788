/** The start of the endpoint's request, for UserMigration, in milliseconds since 1970. See `shared/edge/request-start.ts`. */
export const requestStart = (began: Date): Record<string, string> => ({ began: String(began.getTime()) });
