/** Policy wildcards: `*` matches any characters, `?` matches one character. */
export const matchesWildcard = (pattern: string, text: string): boolean => {
  const source = [...pattern]
    .map((char) => (char === "*" ? ".*" : char === "?" ? "." : char.replace(/[\\^$.|+()[\]{}]/, "\\$&")))
    // Adjacent stars equal one star, and would make the match slow.
    .filter((part, index, parts) => part !== ".*" || parts[index - 1] !== ".*")
    .join("");
  return new RegExp(`^${source}$`, "su").test(text);
};
