/** A link or button among words, with room for a finger. */
export const textLink =
  "inline-flex min-h-11 items-center underline decoration-edge underline-offset-4 hover:text-ink";
