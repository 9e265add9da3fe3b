/** The example of a README, put there by the build. */
declare module "*?readme" {}
