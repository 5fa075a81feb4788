/** `*` and `?` as in policies: any run of characters, any one character. */
export const matchesWildcard = (pattern: string, text: string): boolean => {
  const source = [...pattern]
    .map((char) => (char === "*" ? ".*" : char === "?" ? "." : char.replace(/[\\^$.|+()[\]{}]/, "\\$&")))
    // Neighbouring stars say no more than one, and would make the match slow.
    .filter((part, index, parts) => part !== ".*" || parts[index - 1] !== ".*")
    .join("");
  return new RegExp(`^${source}$`, "su").test(text);
};
