/** Whom the source of a token is handed to, so that anybody can read it there. */
export const verifierNames = ["sourcify", "etherscan"] as const;
export type VerifierName = (typeof verifierNames)[number];

export const publicationStates = ["pending", "published", "failed"] as const;
export type PublicationState = (typeof publicationStates)[number];

/**
 * What has become of a token's source at a verifier, which compiles it and compares that with the chain. Not what the
 * stamp `checked` says: that the token itself was read back. `url` is where it can be read, null until it is published;
 * `reason` is why it failed, or why it is not there yet, in words that may be the verifier's.
 */
export type Publication = {
  verifier: VerifierName;
  state: PublicationState;
  url: string | null;
  reason: string | null;
};
