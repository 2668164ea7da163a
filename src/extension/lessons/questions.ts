import type { MarkdownIt, StateBlock, Token } from 'markdown-it';
import { readQuestion, type Question } from '../../course/questions.ts';
import { html, Markup } from './markup.ts';
import type { LessonPage } from './renderLesson.ts';

/**
 * Adds the questions of `readQuestion` to a page's Markdown. Before its script starts, and without it, a question
 * is a text with its answers; the script makes the answers work. What is in a question is no link to a file.
 */
export function addQuestions(markdown: MarkdownIt, translate: LessonPage['translate']): void {
  // Read as Markdown on its own, so that a quote within an explanation is no question within a question.
  let inside = false;
  const block = (text: string): Markup => {
    inside = true;
    try {
      return new Markup(markdown.render(text));
    } finally {
      inside = false;
    }
  };
  const inline = (text: string): Markup => {
    const [token] = markdown.parseInline(text, {});
    // A button holds neither links nor pictures.
    const children = (token?.children ?? []).filter(({ type }) => !/^(link_|image)/.test(type));
    return new Markup(markdown.renderer.renderInline(children, markdown.options, {}));
  };
  const parts: Parts = { block, inline, translate };
  markdown.block.ruler.before(
    'blockquote',
    'question',
    // Where a quote ends what stands before it, markdown-it knows from quotes.
    (state, start, end) => !inside && state.level === 0 && readBlock(state, start, end),
  );
  markdown.renderer.rules['question'] = (tokens, index): string => {
    const token = tokens[index];
    const question = token && questions.get(token);
    return question === undefined ? '' : questionHtml(question, parts).html;
  };
}

const questions = new WeakMap<Token, Question>();

interface Parts {
  /** HTML of Markdown that may hold paragraphs and code. */
  readonly block: (markdown: string) => Markup;
  /** HTML of Markdown for the inside of a button. */
  readonly inline: (markdown: string) => Markup;
  readonly translate: LessonPage['translate'];
}

function readBlock(state: StateBlock, startLine: number, endLine: number): boolean {
  if (state.src.charCodeAt((state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0)) !== 0x3e)
    return false;
  const lines: string[] = [];
  for (let line = startLine; line < endLine; line++) {
    lines.push(state.src.slice(state.bMarks[line], state.eMarks[line]));
  }
  const read = readQuestion(lines, 0);
  if (!read) return false;
  state.line = startLine + read.lines;
  const token = state.push('question', '', 0);
  token.map = [startLine, state.line];
  questions.set(token, read.question);
  return true;
}

/** The prompt names the group of its answers, which are buttons: nothing is chosen on the way to another one. */
function questionHtml({ prompt, details, answers }: Question, { block, inline, translate }: Parts): Markup {
  // Blocks of code are counted as they are rendered, so what stands first comes first.
  const asked = block(details);
  const items = answers.map(({ right, text, explanation }) => {
    const verdict = right
      ? html`<strong class="verdict right">${translate('Right.')}</strong>`
      : html`<strong class="verdict wrong">${translate('Not so.')}</strong>`;
    return html`<li>
      <button type="button" class="answer" aria-pressed="false" disabled>${inline(text)}</button>
      <div class="explanation" hidden>${verdict} ${block(explanation)}</div>
    </li> `;
  });
  return html`<fieldset class="question">
    <legend><span class="question-label">${translate('Predict')}</span> ${inline(prompt)}</legend>
    ${asked}
    <ul class="answers">
      ${items}
    </ul>
  </fieldset> `;
}
