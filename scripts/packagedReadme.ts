import UPNG from 'upng-js';

/** What is put into the text: every byte is one of each learner's download, so the others are left out. */
const shownPictures: readonly string[] = ['page-light', 'matrix-dark'].map(
  (name) => `media/readme/${name}.png`,
);
/** Enough for what is letters and lines. */
const colours = 16;

/**
 * The README as a package shows it. Nothing that it links to lies beside it there: with a repository, vsce turns the
 * links into addresses of that. Without one, VS Code's page about an extension shows only what is in the text itself:
 * some pictures are put into it, pages about rules stand at its end, and of any other link only the words stay.
 *
 * @param readme of the repository.
 * @param read gives a file of the repository by its path.
 */
export function packagedReadme(
  readme: string,
  hasRepository: boolean,
  read: (path: string) => Buffer,
): string {
  if (hasRepository) return readme;
  const pages = new Set<string>();
  const text = readme
    .replace(/^!\[([^\]]*)\]\((?!https:)([^)]*)\)\n\n?/gm, (_, words: string, path: string) =>
      shownPictures.includes(path)
        ? `![${words}](data:image/png;base64,${smaller(read(path)).toString('base64')})\n\n`
        : '',
    )
    .replace(/\]\(media\/rules\/([\w-]+)\.md\)/g, (_, name: string) => {
      pages.add(name);
      return `](#${name})`;
    })
    .replace(/(?<!!)\[([^\]]*)\]\((?!https:|#)[^)]*\)/g, '$1');
  const sections = [...pages].map((name) => section(name, read(`media/rules/${name}.md`).toString('utf8')));
  return sections.length === 0
    ? text
    : `${text}\n## Rules and refactorings, one by one\n\n${sections.join('\n')}`;
}

function smaller(png: Buffer): Buffer {
  const picture = UPNG.decode(new Uint8Array(png).buffer);
  return Buffer.from(UPNG.encode(UPNG.toRGBA8(picture), picture.width, picture.height, colours));
}

/** The part of a page that says why and what to do, under the name that links lead to. */
function section(name: string, page: string): string {
  const [title = '', ...rest] = page.split('\n');
  const body = rest
    .join('\n')
    .split(/^## (?:What it reports|Options)\b/m, 1)
    .join('')
    // Its first line repeats the name.
    .replace(/^\n*`[^\n]*\n/, '')
    .replace(/^#/gm, '###')
    .replace(/\[([^\]]*)\]\((?!https:|#)[^)]*\)/g, '$1');
  return `### ${name}\n\n**${title.replace(/^# /, '')}**\n${body.trimEnd()}\n`;
}
