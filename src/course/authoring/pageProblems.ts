import { isMap, isNode, isScalar, isSeq, parseDocument, type Document, type ParsedNode } from 'yaml';
import { splitPage } from '../lesson.ts';
import type { ManifestSchemas, SchemaProblem } from '../manifestSchemas.ts';
import { questionProblems } from './questionProblems.ts';

/** Something wrong in a page, with offsets in its text. */
export interface PageProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** What is known about a lesson beside its page. */
export interface PageSurroundings {
  readonly folderName: string;
  /** Whether the lesson has an exercise of this name. */
  readonly hasExercise: (name: string) => boolean;
}

/**
 * What is wrong with a lesson's page, in the order of the text: in its front matter what the schema says, and what
 * else keeps the course from loading the lesson; below it, its questions.
 */
export function pageProblems(
  text: string,
  schemas: Pick<ManifestSchemas, 'lessonProblems'>,
  { folderName, hasExercise }: PageSurroundings,
): PageProblem[] {
  // Stands for the front matter as a whole.
  const firstLine: Span = [0, /\r?\n|$/.exec(text)?.index ?? 0];
  const parts = splitPage(text);
  if (!parts) {
    return [problem(firstLine, 'A lesson begins with a front matter, between two lines of three hyphens.')];
  }
  const document = parseDocument(parts.yaml, { prettyErrors: false });
  const inText = ([start, end]: Span): Span => [parts.yamlStart + start, parts.yamlStart + end];
  if (document.errors.length > 0) {
    return document.errors.map(({ pos, message }) => problem(inText(pos), `${message}.`));
  }

  const problems = schemas.lessonProblems(document.toJS()).map((found) => {
    const span = spanOf(document, found);
    const name = found.path.join('.');
    return span === null
      ? problem(firstLine, `The front matter ${found.message}.`)
      : problem(inText(span), `${name} ${found.message}.`);
  });
  const id = document.get('id', true);
  if (isScalar(id) && typeof id.value === 'string' && id.value !== folderName) {
    problems.push(problem(inText(rangeOf(id)), `The id is the name of the lesson's folder: ${folderName}.`));
  }
  const exercises = document.get('exercises', true);
  const seen = new Set<string>();
  for (const item of isSeq(exercises) ? exercises.items : []) {
    if (!isScalar(item) || typeof item.value !== 'string') continue;
    const name = item.value;
    const message = seen.has(name)
      ? `The exercise '${name}' is named twice.`
      : hasExercise(name)
        ? null
        : `The lesson has no exercises/${name}/exercise.json.`;
    if (message !== null) problems.push(problem(inText(rangeOf(item)), message));
    seen.add(name);
  }
  const markdownStart = text.length - parts.markdown.length;
  for (const { start, end, message } of questionProblems(parts.markdown)) {
    problems.push(problem([markdownStart + start, markdownStart + end], message));
  }
  return problems.sort((one, other) => one.start - other.start);
}

type Span = readonly [start: number, end: number];

function problem([start, end]: Span, message: string): PageProblem {
  return { start, end, message };
}

/** What is to be marked: a value that is wrong, or the key of what is more than one line; null for everything. */
function spanOf(document: Document.Parsed, { path, what }: SchemaProblem): Span | null {
  let node: ParsedNode | null = document.contents;
  let span: Span | null = null;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
      if (!pair) return span;
      span = rangeOf(pair.key);
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)] ?? null;
    } else {
      return span;
    }
    const isValue = isScalar(node) && node.source !== '';
    if (isValue && what === 'value') span = rangeOf(node);
  }
  return span;
}

function rangeOf(node: unknown): Span {
  const [start, end] = (isNode(node) ? node.range : null) ?? [0, 0];
  return [start, end];
}
