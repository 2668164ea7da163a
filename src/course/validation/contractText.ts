import { contractOf } from '../contract.ts';
import { starterFiles, type Exercise } from '../exercise.ts';

/** Something that a learner is told about what is promised: a comment of a file, or the task. */
export interface ContractText {
  /** The file, or `the task`. */
  readonly where: string;
  /** On one line, without the stars of a comment. */
  readonly text: string;
}

/** Begins a line, so that no text in the code (`'tests/**'`) passes for a comment. */
const docComment = /^[ \t]*\/\*\*([^]*?)\*\//gm;

/** The contract as learners read it: every doc comment of the files that `contract` names, and the task. */
export function contractTexts(exercise: Exercise): ContractText[] {
  const files = starterFiles(exercise);
  const named = [...new Set(contractOf(exercise).map(({ file }) => file))];
  const comments = named.flatMap((where) =>
    [...(files.get(where) ?? '').matchAll(docComment)].map(([, body = '']) => ({
      where,
      text: onOneLine(body.replace(/^[ \t]*\* ?/gm, '')),
    })),
  );
  return [...comments, { where: 'the task', text: onOneLine(exercise.manifest.task) }];
}

/** Whether a quote stands in the contract literally, whitespace aside, and cuts no word. */
export function isQuoted(texts: readonly ContractText[], quote: string): boolean {
  return texts.some(({ text }) => occurrences(text, quote).length > 0);
}

/** The words of a text that no quote holds, as they stand beside each other. */
export function leftOver(text: string, quotes: readonly string[]): string[] {
  const held = Array.from({ length: text.length }, () => false);
  for (const quote of quotes) {
    for (const { from, to } of occurrences(text, quote)) held.fill(true, from, to);
  }
  const runs: { from: number; to: number }[] = [];
  for (const { index, 0: word } of text.replace(tags, blanked).matchAll(/[\p{L}\p{N}_$]+/gu)) {
    if (held[index] || joining.has(word)) continue;
    const last = runs.at(-1);
    const adjoins = last !== undefined && !held.slice(last.to, index).includes(true);
    if (adjoins) last.to = index + word.length;
    else runs.push({ from: index, to: index + word.length });
  }
  return runs.map(({ from, to }) => text.slice(from, to));
}

/** What is no language: the names of tags, and of the parameters they are about. */
const tags = /@param\s+[\w.]+|@\w+|\{@link\s+|\}/g;

/** A sentence may hold several promises; the words between them promise nothing. */
const joining: ReadonlySet<string> = new Set(['and', 'or', 'but']);

function occurrences(text: string, quote: string): { from: number; to: number }[] {
  const wanted = onOneLine(quote);
  if (wanted === '') return [];
  const found: { from: number; to: number }[] = [];
  const inWord = (at: number): boolean => /^[\p{L}\p{N}_$]{2}$/u.test(text.slice(at - 1, at + 1));
  for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + 1)) {
    const to = from + wanted.length;
    if (!inWord(from) && !inWord(to)) found.push({ from, to });
  }
  return found;
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function blanked(text: string): string {
  return ' '.repeat(text.length);
}
