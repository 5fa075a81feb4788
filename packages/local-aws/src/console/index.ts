/** Console pages of the local services: their folder, file access, and security headers. */
export { PAGES_FOLDER } from "./console-page.js";
export { type Page, readPage } from "./pages.js";
export { SECURITY_HEADERS } from "./security-headers.js";
