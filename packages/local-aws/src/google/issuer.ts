export const GOOGLE_ISSUER = "https://accounts.google.com";
