/** Words that belong to one machine and not to the repository: what they are, and what to write. */
export const words: readonly { readonly pattern: RegExp; readonly what: string; readonly fix: string }[] = [
  {
    pattern: /(?<![\w.~-])\/(work|root|tmp)\/\w|\/(home|Users)\/(?!me\/)\w+\/|\b[A-Z]:\\+Users\\/,
    what: "a path of one machine",
    fix: "write a path relative to the repository",
  },
  {
    pattern: /\bregistry\.(npmjs\.org|yarnpkg\.com)|\bhttps?:\/\/[\w.-]*(registry|artifactory|nexus|npmmirror)[\w.-]*/,
    what: "the host of a registry",
    fix: "leave the host to each machine's own settings",
  },
];

/** Files that must hold such words, because they are about them. */
export const exempt: readonly string[] = ["tooling/checks/src/words.ts", "tooling/checks/src/check-words.test.ts"];
