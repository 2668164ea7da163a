/**
 * The README as a package shows it. Nothing that it links to lies beside it there: with a repository, vsce turns the
 * links into addresses of that; without one, they and the pictures would be broken, so only their words stay.
 */
export function packagedReadme(readme: string, hasRepository: boolean): string {
  if (hasRepository) return readme;
  return readme
    .replace(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n\n?/gm, '')
    .replace(/\[([^\]]*)\]\((?!https:|#)[^)]*\)/g, '$1');
}
