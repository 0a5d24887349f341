/** Commands of a guide that are typed one after the other. */
export type Block = {
  script: string;
  /**
   * What the annotation of its fence says: `in=project` is typed as it is, `needs=docker` can't be here;
   * `says` is what it prints, `after` what a person does by hand before it.
   */
  notes: Record<string, string>;
};

/** Every fence of shell in Markdown, with what stands behind the language, which no reader sees. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```sh([^\n]*)\n([^]*?)^```$/gm)].map(([, notes = "", script = ""]) => ({
    script,
    notes: Object.fromEntries(
      [...notes.matchAll(/(\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]),
    ),
  }));
}
