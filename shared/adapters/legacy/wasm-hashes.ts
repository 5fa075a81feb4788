/**
 * The two schemes that Node.js does not have, by name: whoever loads the package itself, when it is
 * needed, bundles its twenty others too.
 */
export { argon2Verify, bcryptVerify } from "hash-wasm";
