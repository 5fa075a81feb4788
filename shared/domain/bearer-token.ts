/**
 * The token of an `Authorization: Bearer` header (RFC 6750 section 2.1). Two values in one header, or
 * a list, is a smuggling attempt: exactly one scheme, one or more spaces and one token count. Undefined for anything else.
 */
export const bearerToken = (header: string | undefined = ""): string | undefined => {
  if (header.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return undefined;
  let start = SCHEME.length;
  while (header[start] === " ") start += 1;
  const token = header.slice(start);
  // Searched for one by one: over a token of a kilobyte a pattern takes ten times as long. Other white space
  // cannot stand in a header (RFC 9110 section 5.5).
  if (token === "" || token.includes(" ") || token.includes(",") || token.includes("\t")) return undefined;
  return token;
};

const SCHEME = "bearer ";
