/** The pages of the local services: their folder, how a file of it is read, and the headers that go with it. */
export { PAGES_FOLDER } from "./console-page.js";
export { type Page, readPage } from "./pages.js";
export { SECURITY_HEADERS } from "./security-headers.js";
