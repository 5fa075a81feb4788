/**
 * The token of an `Authorization: Bearer` header (RFC 6750 section 2.1). Accepts exactly one scheme, one or
 * more spaces and one token. Two values or a list are a smuggling attempt. Returns undefined for anything
 * else.
 */
export const bearerToken = (header: string | undefined = ""): string | undefined => {
  if (header.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return undefined;
  let start = SCHEME.length;
  while (header[start] === " ") start += 1;
  const token = header.slice(start);
  // Three searches instead of a pattern, which takes ten times as long for a token of 1 kB. A header cannot
  // contain other white space (RFC 9110 section 5.5).
  if (token === "" || token.includes(" ") || token.includes(",") || token.includes("\t")) return undefined;
  return token;
};

const SCHEME = "bearer ";
