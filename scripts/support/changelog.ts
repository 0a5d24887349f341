/**
 * The section of a version in a changelog.
 * @see https://keepachangelog.com/en/1.1.0/
 * @returns what stands below its heading, or null where there is no such version or nothing below it
 */
export function sectionOf(changelog: string, version: string): string | null {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  const [, ...lines] = section?.split("\n") ?? [];
  return (
    lines
      .join("\n")
      .replace(/\n\[[^\]]+\]: \S+/g, "")
      .trim() || null
  );
}
