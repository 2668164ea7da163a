import { parsePlace, placeNamed } from './contract.ts';

/** What a text needs of an exercise to tell which of its files it names. */
export interface NamedExercise {
  /** Of the starter, relative to the exercise's folder. */
  readonly files: readonly string[];
  /** As the manifest has it. */
  readonly contract: readonly string[];
}

/** A part of a text, and the place it names. */
export interface TextPart {
  readonly text: string;
  /** As `placeNamed` says it; null for a part that names none. */
  readonly place: string | null;
}

/** Paths of a course folder in plain text. A dot at the end belongs to the sentence. */
const path = /(?<![\w./-])(?:src|tests)\/(?:[\w-]+(?:\.[\w-]+)*\/)*(?:[\w-]+(?:\.[\w-]+)*)?/g;

/** Every path that a text names, in order. */
export function pathsIn(text: string): string[] {
  return text.match(path) ?? [];
}

/** Whether all of a text is a path. */
export function isPath(text: string): boolean {
  const [whole] = text.match(path) ?? [];
  return whole === text;
}

/** A task in parts: what names a file of its exercise, or what its contract is about, has its place. */
export function partsOf(text: string, { files, contract }: NamedExercise): TextPart[] {
  const symbols = new Map<string, string>();
  for (const place of contract) {
    const symbol = parsePlace(place)?.symbol ?? null;
    if (symbol !== null && !symbols.has(symbol)) symbols.set(symbol, place);
  }
  const parts: TextPart[] = [];
  let done = 0;
  const word = /[A-Za-z_$][\w$]*/g;
  const add = (index: number, name: string, place: string | null): void => {
    if (place === null) return;
    if (index > done) parts.push({ text: text.slice(done, index), place: null });
    parts.push({ text: name, place });
    done = index + name.length;
  };
  const found = [
    ...[...text.matchAll(path)].map(({ index, 0: name }) => ({
      index,
      name,
      place: placeNamed(name, files, contract),
    })),
    ...[...text.matchAll(word)].map(({ index, 0: name }) => ({
      index,
      name,
      place: symbols.get(name) ?? null,
    })),
  ].sort((one, other) => one.index - other.index);
  for (const { index, name, place } of found) if (index >= done) add(index, name, place);
  if (done < text.length) parts.push({ text: text.slice(done), place: null });
  return parts;
}

/** What a page is made of, as far as it decides which exercise a path in it belongs to. */
export type PageItem =
  | { readonly type: 'heading' }
  | { readonly type: 'exercise'; readonly name: string }
  | { readonly type: 'path'; readonly path: string };

/**
 * Which exercise each path of a page belongs to: in a section with cards that of the next card, after the last one
 * that of the last; elsewhere the only exercise of the lesson that has this file.
 * @returns for each item of type `path`, in their order, the name and the place; null where it names nothing.
 */
export function placesOnPage(
  items: readonly PageItem[],
  exercises: ReadonlyMap<string, NamedExercise>,
): ({ readonly exercise: string; readonly place: string } | null)[] {
  return items.flatMap((item, index) => {
    if (item.type !== 'path') return [];
    const named = (exercise: string): { exercise: string; place: string } | null => {
      const known = exercises.get(exercise);
      const place = known ? placeNamed(item.path, known.files, known.contract) : null;
      return place === null ? null : { exercise, place };
    };
    const begin = items.findLastIndex(({ type }, at) => type === 'heading' && at < index) + 1;
    const next = items.findIndex(({ type }, at) => type === 'heading' && at > index);
    const end = next < 0 ? items.length : next;
    const cards = (from: number, to: number): string[] =>
      items.slice(from, to).flatMap((one) => (one.type === 'exercise' ? [one.name] : []));
    const card = cards(index, end)[0] ?? cards(begin, index).at(-1);
    if (card !== undefined) return [named(card)];
    const having = [...exercises.keys()].flatMap((exercise) => named(exercise) ?? []);
    const [only] = having;
    return [only !== undefined && having.length === 1 && !item.path.endsWith('/') ? only : null];
  });
}
