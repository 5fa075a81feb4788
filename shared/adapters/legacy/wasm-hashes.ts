/**
 * The two schemes that Node.js lacks, imported by name. A dynamic import of the package itself would bundle
 * its twenty other schemes.
 */
export { argon2Verify, bcryptVerify } from "hash-wasm";
