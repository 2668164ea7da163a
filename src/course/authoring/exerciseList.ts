import { isScalar, isSeq, parseDocument, stringify, type YAMLSeq } from 'yaml';
import { CourseError } from '../courseError.ts';
import { splitPage } from '../lesson.ts';

/**
 * A lesson's page with one more exercise at the end of its list. Everything else stays as it is, to the character:
 * comments, quotes, line ends.
 * @param file what the page is called in messages.
 * @returns the same text when the list has it already.
 * @throws CourseError `broken-manifest` when the page's front matter cannot be read or has no list of exercises.
 */
export function withExercise(text: string, name: string, file: string): string {
  const parts = splitPage(text);
  if (!parts) throw broken(file, 'it has no front matter');
  const document = parseDocument(parts.yaml);
  const [error] = document.errors;
  if (error) throw broken(file, error.message);
  const list = document.get('exercises', true);
  if (!isSeq(list)) throw broken(file, 'it has no list of exercises');
  if (list.items.some((item) => isScalar(item) && item.value === name)) return text;
  const item = yamlString(name);
  const { at, insert } = list.flow ? inBrackets(list, item) : inLines(list, item, parts.yaml);
  const place = parts.yamlStart + at;
  return text.slice(0, place) + insert + text.slice(place);
}

/** A text as YAML reads it back: with quotes when it would be a number or `true` without. */
export function yamlString(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}

interface Insertion {
  /** Offset in the front matter. */
  readonly at: number;
  readonly insert: string;
}

/** `[one, two]` */
function inBrackets(list: YAMLSeq, item: string): Insertion {
  const last = endOfLast(list);
  // Without an item: right behind the opening bracket.
  return last === null ? { at: startOf(list) + 1, insert: item } : { at: last, insert: `, ${item}` };
}

/** One item a line, indented as the first. */
function inLines(list: YAMLSeq, item: string, yaml: string): Insertion {
  // A list in lines is one only because it has an item.
  const last = endOfLast(list) ?? startOf(list);
  const lineStart = yaml.lastIndexOf('\n', startOf(list) - 1) + 1;
  const indent = yaml.slice(lineStart, startOf(list));
  const newline = yaml.includes('\r\n') ? '\r\n' : '\n';
  const lineEnd = /\r?\n|$/.exec(yaml.slice(last))?.index ?? 0;
  return { at: last + lineEnd, insert: `${newline}${indent}- ${item}` };
}

function startOf(list: YAMLSeq): number {
  return list.range?.[0] ?? 0;
}

/** Where the last item's value ends, or null when there is none. */
function endOfLast(list: YAMLSeq): number | null {
  const last = list.items.at(-1);
  return isScalar(last) ? (last.range?.[1] ?? null) : null;
}

function broken(file: string, why: string): CourseError {
  return new CourseError(
    'broken-manifest',
    `The exercise cannot be added to ${file}: ${why}.`,
    'Mend its front matter first. Nothing was written.',
  );
}
