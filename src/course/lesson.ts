import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { CourseError, messageOf } from './courseError.ts';
import type { LessonFrontMatter, ManifestSchemas } from './manifestSchemas.ts';
import { readRegularText } from './regularFile.ts';
import { sentence } from './sentence.ts';

export interface LessonPage {
  readonly frontMatter: LessonFrontMatter;
  /** The prose below the front matter. */
  readonly markdown: string;
}

/**
 * Reads a lesson's page.
 * @throws CourseError `missing-folder` or `broken-manifest`, naming the file.
 */
export function loadLessonPage(folder: string, schemas: ManifestSchemas): LessonPage {
  const file = join(folder, 'lesson.md');
  let text: string;
  try {
    text = readRegularText(file);
  } catch (error) {
    throw new CourseError(
      'missing-folder',
      sentence`${file} cannot be read: ${messageOf(error)}.`,
      'Add the lesson page.',
      {
        cause: error,
      },
    );
  }
  const parts = splitPage(text);
  if (!parts) {
    throw new CourseError(
      'broken-manifest',
      sentence`${file} has no front matter.`,
      'Begin it with a block between two --- lines.',
    );
  }
  let yaml: unknown;
  try {
    yaml = parse(parts.yaml);
  } catch (error) {
    throw new CourseError(
      'broken-manifest',
      sentence`${file}: ${messageOf(error)}`,
      'Mend the front matter.',
      {
        cause: error,
      },
    );
  }
  const frontMatter = schemas.lesson(yaml, file);
  if (frontMatter.id !== basename(folder)) {
    throw new CourseError(
      'broken-manifest',
      sentence`${file} has the id '${frontMatter.id}', but its folder is called '${basename(folder)}'.`,
      'Make them the same.',
    );
  }
  return { frontMatter, markdown: parts.markdown };
}

/** A page's text in its two parts. */
export interface PageParts {
  /** The front matter without its `---` lines. */
  readonly yaml: string;
  /** Where the front matter begins in the text. */
  readonly yamlStart: number;
  readonly markdown: string;
}

/** @returns null when the text does not begin with a front matter. */
export function splitPage(text: string): PageParts | null {
  const match = /^(---\r?\n)([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text);
  if (!match) return null;
  const [, opening = '', yaml = '', markdown = ''] = match;
  return { yaml, yamlStart: opening.length, markdown };
}
