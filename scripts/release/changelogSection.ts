/**
 * What the changelog says of a version: the text below its heading of the second level, up to the next one.
 *
 * @param changelog Markdown
 * @param version for example `0.1.0`; the heading may have it in brackets, and a date behind it
 * @returns without blank lines around it; undefined when there is no such heading, or nothing below it
 */
export function changelogSection(changelog: string, version: string): string | undefined {
  const lines = changelog.split(/\r?\n/);
  const start = lines.findIndex((line) => versionOf(line) === version);
  if (start === -1) return undefined;
  const length = lines.slice(start + 1).findIndex((line) => /^##? /.test(line));
  const section = lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
  return section.join('\n').trim() || undefined;
}

function versionOf(line: string): string | undefined {
  return /^## \[?(\d[^\s\]]*)\]?(\s|$)/.exec(line)?.[1];
}
