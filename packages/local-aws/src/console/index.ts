/** Pages of the local services: their folder, the HTML document, file access, and security headers. */
export { htmlPage } from "../html-page.js";
export { PAGES_FOLDER } from "./console-page.js";
export { type PageFile, readAsset, readPage, type WebFile } from "./pages.js";
export { SECURITY_HEADERS } from "./security-headers.js";
