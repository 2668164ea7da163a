import type { Token } from 'markdown-it';
import { isPath, placesOnPage, type NamedExercise, type PageItem } from '../../course/mentions.ts';

/** What a link of the page to a file of an exercise leads to. */
export interface FileLink {
  /** `<lesson-folder>/<exercise-folder>`. */
  readonly exercise: string;
  /** As `placeNamed` says it. */
  readonly place: string;
}

/** Finds the code spans of a page that name a file of an exercise, and keeps with each where it leads. */
export function findFileLinks(
  tokens: readonly Token[],
  exercises: readonly (NamedExercise & { readonly id: string })[],
): void {
  const items: PageItem[] = [];
  const spans: Token[] = [];
  for (const token of tokens) {
    if (token.type === 'heading_open') items.push({ type: 'heading' });
    if (token.type === 'exercise') items.push({ type: 'exercise', name: token.content });
    let inLink = false;
    for (const inner of token.children ?? []) {
      if (inner.type === 'link_open') inLink = true;
      if (inner.type === 'link_close') inLink = false;
      if (inner.type !== 'code_inline' || inLink || !isPath(inner.content)) continue;
      items.push({ type: 'path', path: inner.content });
      spans.push(inner);
    }
  }
  const named = new Map(exercises.map((exercise) => [nameOf(exercise.id), exercise]));
  for (const [index, found] of placesOnPage(items, named).entries()) {
    const exercise = found === null ? undefined : named.get(found.exercise);
    const span = spans[index];
    if (span === undefined || found === null || exercise === undefined) continue;
    links.set(span, { exercise: exercise.id, place: found.place });
  }
}

/** Where a code span leads; undefined for one that names no file. */
export function fileLinkOf(span: Token): FileLink | undefined {
  return links.get(span);
}

const links = new WeakMap<Token, FileLink>();

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
