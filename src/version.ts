/** The release, as in package.json ("npm run generate" writes it); the user-agent of every call names it. */
export const VERSION = '0.1.0';
