/** A question of a lesson's page that asks for a prediction. Nobody counts or keeps what is answered. */
export interface Question {
  /** What is asked: Markdown of one paragraph. */
  readonly prompt: string;
  /** What it is asked about, often a block of code: Markdown, or empty. */
  readonly details: string;
  readonly answers: readonly Answer[];
  /** Numbers of the lines that belong to no answer, counted from the question's first. */
  readonly strays: readonly number[];
}

export interface Answer {
  readonly right: boolean;
  /** Markdown of one paragraph. */
  readonly text: string;
  /** Why it is right, or is not: Markdown. */
  readonly explanation: string;
  /** Number of its line, counted from the question's first. */
  readonly line: number;
}

/**
 * Reads a question: a quote with a list of boxes, of which `[x]` marks the right answer. The quote's first paragraph
 * asks; an answer's first paragraph answers, and what is indented below it explains.
 * @param lines of a page.
 * @param start the quote's first line.
 * @returns the question, and how many lines it takes; null for a quote without boxes, and for what is no quote.
 */
export function readQuestion(
  lines: readonly string[],
  start: number,
): { readonly question: Question; readonly lines: number } | null {
  const quote: string[] = [];
  for (let line = lines[start]; line !== undefined; line = lines[start + quote.length]) {
    const [mark] = /^ {0,3}> ?/.exec(line) ?? [];
    if (mark === undefined) break;
    quote.push(line.slice(mark.length));
  }
  const asked: string[] = [];
  const answers: { right: boolean; line: number; lines: string[] }[] = [];
  const strays: number[] = [];
  let fence: string | null = null;
  for (const [index, line] of quote.entries()) {
    const [, box, text = ''] = (fence === null ? /^- \[([ xX])\](?: +(.*))?$/.exec(line) : null) ?? [];
    const current = answers.at(-1);
    if (box !== undefined) answers.push({ right: box !== ' ', line: index, lines: [text] });
    else if (current === undefined) asked.push(line);
    else if (/^( {2}|\s*$)/.test(line)) current.lines.push(line.slice(2));
    else strays.push(index);
    const [, mark] = /^\s*(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === null) fence = mark ?? null;
    else if (mark?.startsWith(fence) === true) fence = null;
  }
  if (answers.length === 0) return null;
  const [prompt, details] = firstParagraph(asked);
  return {
    lines: quote.length,
    question: {
      prompt,
      details,
      strays,
      answers: answers.map(({ right, line, lines: own }) => {
        const [text, explanation] = firstParagraph(own);
        return { right, line, text, explanation };
      }),
    },
  };
}

/** A page's questions and cards, in its order. */
export type PlacedOnPage =
  | { readonly type: 'question'; readonly question: Question; readonly line: number }
  | { readonly type: 'card'; readonly line: number };

/** @param lines of a page, without its front matter. */
export function questionsAndCards(lines: readonly string[]): PlacedOnPage[] {
  const found: PlacedOnPage[] = [];
  let fence: string | null = null;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== null) {
      if (mark?.startsWith(fence) === true) fence = null;
      continue;
    }
    if (mark !== undefined) {
      fence = mark;
      continue;
    }
    const read = readQuestion(lines, index);
    if (read) {
      found.push({ type: 'question', question: read.question, line: index });
      index += read.lines - 1;
    } else if (/^\[exercise:\s*[^\]]*\]\s*$/.test(line)) {
      found.push({ type: 'card', line: index });
    }
  }
  return found;
}

/** Lines in two parts: the first paragraph as one line, and what comes after it. */
function firstParagraph(lines: readonly string[]): [paragraph: string, rest: string] {
  const begin = lines.findIndex((line) => line.trim() !== '');
  if (begin < 0) return ['', ''];
  const length = lines.slice(begin).findIndex((line) => line.trim() === '' || /^\s*(```|~~~)/.test(line));
  const end = length < 0 ? lines.length : begin + length;
  const paragraph = lines.slice(begin, end).map((line) => line.trim());
  return [paragraph.join(' '), lines.slice(end).join('\n').trim()];
}
