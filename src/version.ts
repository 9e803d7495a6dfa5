/** The release, as in package.json; the user-agent of every call names it. */
export const VERSION = '0.1.0';
