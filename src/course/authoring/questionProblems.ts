import { questionsAndCards, type Question } from '../questions.ts';
import type { PageProblem } from './pageProblems.ts';

/** How many questions a page asks before its first exercise. */
const wanted = 2;

/**
 * What is wrong with the questions of a page, in the order of the text: each has its prompt and three or four answers,
 * one of them right and all of them explained, and two of them come before the first card.
 * @param markdown the page without its front matter; problems have offsets in it.
 */
export function questionProblems(markdown: string): PageProblem[] {
  const lines = markdown.split('\n');
  const starts = lines.map(() => 0);
  for (let line = 1; line < lines.length; line++) {
    starts[line] = (starts[line - 1] ?? 0) + (lines[line - 1] ?? '').length + 1;
  }
  const problem = (line: number, message: string): PageProblem => {
    const start = starts[line] ?? 0;
    return { start, end: start + (lines[line] ?? '').trimEnd().length, message };
  };
  const found = questionsAndCards(lines.map((line) => line.replace(/\r$/, '')));
  const problems = found.flatMap((placed) =>
    placed.type === 'question'
      ? problemsOf(placed.question).map(([line, message]) => problem(placed.line + line, message))
      : [],
  );
  const card = found.findIndex(({ type }) => type === 'card');
  const before = card < 0 ? found : found.slice(0, card);
  if (before.length < wanted) {
    problems.push(
      problem(
        found[card]?.line ??
          Math.max(
            0,
            lines.findIndex((line) => line.trim() !== ''),
          ),
        `A page asks ${wanted} questions before its first exercise, and this one asks ${before.length}. Add a quote with a list of answers: - [ ] and, for the right one, - [x].`,
      ),
    );
  }
  return problems.sort((one, other) => one.start - other.start);
}

/** Each with the number of its line, counted from the question's first. */
function problemsOf({ prompt, answers, strays }: Question): [line: number, message: string][] {
  const problems: [number, string][] = [];
  const right = answers.filter((answer) => answer.right).length;
  if (prompt === '') problems.push([0, 'A question begins with a paragraph that asks it.']);
  if (answers.length < 3 || answers.length > 4) {
    problems.push([0, `A question has three or four answers, and this one has ${answers.length}.`]);
  }
  if (right !== 1) {
    problems.push([0, `Exactly one answer of a question is right, - [x], and here it is ${right}.`]);
  }
  for (const [index, { text, explanation, line }] of answers.entries()) {
    if (text === '') problems.push([line, 'An answer begins with its text.']);
    else if (answers.findIndex((other) => other.text === text) < index) {
      problems.push([line, 'Another answer of this question has the same text.']);
    }
    if (/\]\(/.test(text)) {
      problems.push([line, 'An answer is a button and holds no link. Put it into the explanation.']);
    }
    if (explanation === '') {
      problems.push([line, 'An answer needs its explanation: a paragraph below it, indented by two spaces.']);
    }
  }
  for (const line of strays) {
    problems.push([line, 'This line belongs to no answer. Indent it by two spaces.']);
  }
  return problems;
}
