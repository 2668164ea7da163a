import markdownIt from 'markdown-it';
import type { MarkdownIt, StateBlock, Token } from 'markdown-it';
import { parsePlace } from '../../course/contract.ts';
import { partsOf, type NamedExercise } from '../../course/mentions.ts';
import { codeBlock, type ExampleOnPage } from './codeBlocks.ts';
import { fileLinkOf, findFileLinks, type FileLink } from './fileLinks.ts';
import { escapeHtml, html, inlineCode, jsonForScript, Markup, styleText } from './markup.ts';
import { pageStrings } from './pageStrings.ts';
import { addQuestions } from './questions.ts';

export interface LessonPage {
  readonly lesson: {
    readonly id: string;
    readonly title: string;
    /** 1-based place in the course. */
    readonly order: number;
    readonly durationMinutes: number;
    readonly objectives: readonly string[];
    /** Of the text, as a screen reader is to pronounce it. */
    readonly language: string;
    /** The lesson's text without its front matter. */
    readonly markdown: string;
  };
  readonly lessonCount: number;
  readonly exercises: readonly ExerciseOnPage[];
  /** Tests that blocks of the text run. */
  readonly examples?: readonly ExampleOnPage[];
  readonly previous: LessonLink | null;
  readonly next: LessonLink | null;
  readonly assets: PageAssets;
  /** `vscode.l10n.t`: `{0}` in the text stands for the first argument. */
  readonly translate: (text: string, ...args: (string | number)[]) => string;
}

export interface ExerciseOnPage extends NamedExercise {
  /** `<lesson-folder>/<exercise-folder>`; `[exercise: <exercise-folder>]` in the text places its card. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'write-tests' | 'write-the-fixture' | 'complete-the-code' | 'fix-the-suite';
  readonly task: string;
  /** How many faults are seeded. */
  readonly faults: number;
  /** How many correct-but-different systems the tests must accept. */
  readonly variants: number;
  readonly limits: LimitsOnPage;
}

/** What a suite must keep to, as far as the learner has to know it before the grade. */
export interface LimitsOnPage {
  readonly maxTests: number;
  /** Longest time of the whole suite, in milliseconds. */
  readonly suiteMs?: number;
  readonly maxTestsPerFault?: number;
  readonly groups?: readonly { readonly title: string; readonly max: number }[];
}

export interface LessonLink {
  readonly id: string;
  readonly title: string;
}

export interface PageAssets {
  /** Address of the page's script as the webview sees it. */
  readonly script: string;
  /** The page's styles, as text: fetched on their own they come after the page was shown without them. */
  readonly style: string;
  /** Address of the folder media/lessons/. */
  readonly pictures: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** Fresh for every rendering; letters, digits and `+ / = _ -` only. */
  readonly nonce: string;
}

/**
 * The lesson page's whole HTML. The page shows every exercise as not started; its script fills in live state.
 *
 * @throws Error naming the exercise when the text places one the lesson does not have, or places one twice.
 */
export function renderLesson(page: LessonPage): string {
  const { lesson, assets, translate } = page;
  const text = renderMarkdown(page);
  // Places stay places: the page fills them in itself, whatever a translator does with arguments left out.
  const strings = Object.fromEntries(
    Object.entries(pageStrings).map(([key, english]) => [key, translate(english, '{0}', '{1}', '{2}')]),
  );
  return html`<!DOCTYPE html>
    <html lang="${lesson.language}">
      <head>
        <meta charset="UTF-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(assets)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <style nonce="${assets.nonce}">
          ${styleText(assets.style)}
        </style>
        <title>${lesson.title}</title>
      </head>
      <body data-lesson="${lesson.id}">
        <main>${header(page)} ${text} ${turnPage(page)}</main>
        <div id="announcer" class="visually-hidden" role="status" aria-live="polite"></div>
        <script type="application/json" id="strings" nonce="${assets.nonce}">
          ${jsonForScript(strings)}
        </script>
        <script nonce="${assets.nonce}" src="${assets.script}" defer></script>
      </body>
    </html> `.html;
}

function contentSecurityPolicy({ cspSource, nonce }: PageAssets): string {
  // A policy is a list separated by semicolons and commas: one inside a value would add a directive.
  if (!/^[\w+/=-]+$/.test(nonce)) throw new Error(`The nonce "${nonce}" is not one: it must be base64.`);
  if (/[;,]/.test(cspSource)) throw new Error(`The content source "${cspSource}" must be one source list.`);
  return [
    `default-src 'none'`,
    `img-src ${cspSource} data:`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
  ].join('; ');
}

function header({ lesson, lessonCount, exercises, translate }: LessonPage): Markup {
  const count =
    exercises.length === 1 ? translate('1 exercise') : translate('{0} exercises', exercises.length);
  const progress = html`<progress
      id="lesson-progress"
      value="0"
      max="${exercises.length}"
      aria-labelledby="lesson-progress-text"
    ></progress>
    <span id="lesson-progress-text">${translate(pageStrings.lessonProgress, 0, exercises.length)}</span>`;
  return html`<header class="lesson-header">
    <p class="position quiet">${translate('Lesson {0} of {1}', lesson.order, lessonCount)}</p>
    <h1>${inlineCode(lesson.title)}</h1>
    <div class="meta quiet">
      <span>${translate('{0} min', lesson.durationMinutes)}</span>
      ${exercises.length > 0 ? html`<span>${count}</span><span class="progress">${progress}</span>` : ''}
    </div>
    ${
      lesson.objectives.length > 0
        ? html`<ul class="objectives" aria-label="${translate('Objectives')}">
            ${lesson.objectives.map((objective) => html`<li>${inlineCode(objective)}</li> `)}
          </ul>`
        : ''
    }
  </header>`;
}

function turnPage({ previous, next, translate }: LessonPage): Markup {
  if (previous === null && next === null) return html``;
  const link = (lesson: LessonLink, rel: 'prev' | 'next', label: string): Markup =>
    html`<a rel="${rel}" href="lesson:${lesson.id}" data-lesson="${lesson.id}" title="${lesson.title}"
      ><span class="quiet">${label}</span> <span class="turn-title">${lesson.title}</span></a
    >`;
  return html`<nav class="turn" aria-label="${translate('Lessons')}">
    ${previous === null ? '' : link(previous, 'prev', translate('Previous lesson'))}
    ${next === null ? '' : link(next, 'next', translate('Next lesson'))}
  </nav>`;
}

const stageTitles = [
  ['tests', pageStrings.testsPass],
  ['variants', pageStrings.variantsAccepted],
  ['hygiene', pageStrings.hygiene],
  ['isolation', pageStrings.isolation],
  ['faults', pageStrings.faultsCaught],
] as const;

/** An exercise not started yet. Its buttons wait for the script, so that no click is lost. The script finds the parts it fills in by their `data-part`. */
function exerciseCard(exercise: ExerciseOnPage, level: number, page: LessonPage): Markup {
  const { translate } = page;
  const id = cardId(exercise);
  const suiteIsGiven = exercise.kind === 'complete-the-code' || exercise.kind === 'write-the-fixture';
  const stage = ([stage, title]: (typeof stageTitles)[number]): Markup => {
    const total = stage === 'variants' ? exercise.variants : stage === 'faults' ? exercise.faults : 0;
    const label = stage === 'faults' && suiteIsGiven ? pageStrings.faultsRuledOut : title;
    return html`<li data-stage="${stage}">
      <span class="value">${total > 0 ? `– / ${total}` : '–'}</span
      ><span class="label quiet">${translate(label)}</span>
    </li> `;
  };
  return html`<section
    class="exercise"
    id="${id}"
    data-exercise="${exercise.id}"
    data-title="${exercise.title}"
    data-kind="${exercise.kind}"
    data-faults="${exercise.faults}"
    data-variants="${exercise.variants}"
    aria-labelledby="${id}-title"
  >
    <div class="exercise-header">
      ${new Markup(`<h${level} class="exercise-title" id="${id}-title">`)}${inlineCode(exercise.title)}${new Markup(`</h${level}>`)}
      <span class="chips"
        ><span data-part="badges" class="chips"
          ><span class="chip state-chip none">${translate(pageStrings.notStarted)}</span></span
        ><span class="chip kind-chip">${kindTitle(exercise.kind, translate)}</span></span
      >
    </div>
    <p class="task">${taskText(exercise, translate)}</p>
    ${limitsList(exercise, translate)}
    <ol class="stages" data-part="stages" aria-label="${translate('Grade')}">
      ${stageTitles.map(stage)}
    </ol>
    <div class="next" data-part="next" hidden></div>
    <div class="actions" data-part="actions">
      <button type="button" class="primary" data-command="grade" disabled>${translate('Grade')}</button>
      <button type="button" data-command="run" disabled>${translate('Run')}</button>
      <button type="button" data-command="open" disabled>${openTitle(exercise.kind, translate)}</button>
      ${
        exercise.contract.length > 0
          ? html`<button
              type="button"
              data-command="contract"
              title="${translate('Open the comments that say what is promised')}"
              disabled
            >
              ${translate('Specification')}
            </button>`
          : ''
      }
      <button
        type="button"
        class="link more"
        data-part="more"
        aria-expanded="false"
        aria-controls="${id}-more"
      >
        ${translate('More')}
      </button>
      <div class="more-actions" id="${id}-more" hidden>
        <button type="button" data-command="gradeOnSave" aria-pressed="false">
          ${translate('Grade on save')}
        </button>
        <button type="button" data-command="isolation">${translate('Check isolation')}</button>
        <button type="button" data-command="order">${translate('Run in order…')}</button>
        <button type="button" data-command="compare">${translate('Compare with the model answer…')}</button>
        ${
          suiteIsGiven
            ? ''
            : html`<button type="button" data-command="catches">
                ${translate('Compare what the tests catch…')}
              </button>`
        }
        <button type="button" data-command="apply">${translate('Apply the model answer…')}</button>
        <button type="button" data-command="restore">${translate('Restore previous attempt…')}</button>
        <button type="button" data-command="reset">${translate('Reset exercise…')}</button>
      </div>
    </div>
    <div class="activity" data-part="activity" hidden>
      <span class="activity-label" id="${id}-activity"></span>
      <progress aria-labelledby="${id}-activity"></progress>
      <button type="button" data-command="cancel">${translate('Cancel')}</button>
    </div>
    <div class="results" data-part="results"></div>
  </section> `;
}

/** The task, in which the files that it names are links. */
function taskText(exercise: ExerciseOnPage, translate: LessonPage['translate']): Markup {
  const linked = (text: string): Markup =>
    html`${partsOf(text, exercise).map(({ text: part, place }) =>
      place === null
        ? html`${part}`
        : html`${fileLink({ exercise: exercise.id, place }, html`${part}`, translate)}`,
    )}`;
  return html`${exercise.task
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? html`<code>${linked(part)}</code>` : linked(part)))}`;
}

/** The script asks the extension to open it, which finds the line. */
function fileLink({ exercise, place }: FileLink, text: Markup, translate: LessonPage['translate']): Markup {
  const { file, symbol } = parsePlace(place) ?? { file: place, symbol: null };
  const title =
    symbol === null
      ? translate(pageStrings.openPlace, file)
      : translate('Open {0} at the comment on {1}', file, symbol);
  return html`<a
    href="exercise:${exercise}/${file}"
    data-place="${place}"
    data-of="${exercise}"
    title="${title}"
    >${text}</a
  >`;
}

/** Limits that a grade refuses a suite for; where the suite is given, nothing is asked of its size. */
function limitsList(exercise: ExerciseOnPage, translate: LessonPage['translate']): Markup {
  const { kind, limits } = exercise;
  if (kind === 'complete-the-code' || kind === 'write-the-fixture') return html``;
  const { maxTests, suiteMs, maxTestsPerFault, groups } = limits;
  const facts = [translate('At most {0} tests', maxTests)];
  for (const { title, max } of groups ?? []) facts.push(translate('“{0}”: at most {1}', title, max));
  if (maxTestsPerFault !== undefined) {
    facts.push(translate('At most {0} tests fail for one fault', maxTestsPerFault));
  }
  if (suiteMs !== undefined) facts.push(translate('All of them within {0} s', suiteMs / 1000));
  return html`<ul class="limits quiet" aria-label="${translate('Limits')}">
    ${facts.map((fact) => html`<li>${fact}</li> `)}
  </ul>`;
}

function kindTitle(kind: ExerciseOnPage['kind'], translate: LessonPage['translate']): string {
  switch (kind) {
    case 'write-tests':
      return translate('Write tests');
    case 'write-the-fixture':
      return translate('Write the fixture');
    case 'complete-the-code':
      return translate('Complete the code');
    case 'fix-the-suite':
      return translate('Fix the suite');
  }
}

/** What the learner edits differs by kind; a button that says "tests" must not open something else. */
function openTitle(kind: ExerciseOnPage['kind'], translate: LessonPage['translate']): string {
  switch (kind) {
    case 'write-tests':
    case 'fix-the-suite':
      return translate('Open tests');
    case 'write-the-fixture':
      return translate('Open fixture');
    case 'complete-the-code':
      return translate('Open code');
  }
}

function cardId(exercise: ExerciseOnPage): string {
  return `exercise-${slug(exercise.id.slice(exercise.id.lastIndexOf('/') + 1))}`;
}

// ---- The lesson's text

function renderMarkdown(page: LessonPage): Markup {
  const markdown = createMarkdown(page);
  const tokens = markdown.parse(page.lesson.markdown, {});
  dropRepeatedTitle(tokens, page.lesson.title);
  const ids = new Set([
    'announcer',
    'strings',
    'lesson-progress',
    'lesson-progress-text',
    ...page.exercises.map(cardId).flatMap((id) => [id, `${id}-title`, `${id}-activity`, `${id}-more`]),
  ]);
  findFileLinks(tokens, page.exercises);
  const cards = new Set<string>();
  let level = 1;
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      // The page's own title is the only h1, and a level left out would break the outline a screen reader shows.
      level = Math.min(Math.max(Number(token.tag.slice(1)), 2), level + 1);
      token.tag = `h${level}`;
      token.attrSet('id', uniqueId(slug(tokens[index + 1]?.content ?? ''), ids));
    } else if (token.type === 'heading_close') {
      token.tag = `h${level}`;
    } else if (token.type === 'exercise') {
      const exercise = placedExercise(token.content, page);
      if (cards.has(exercise.id)) {
        throw new Error(`Lesson "${page.lesson.id}" places the exercise "${token.content}" twice.`);
      }
      level = Math.min(level + 1, 3);
      cards.add(exercise.id);
      token.meta = { card: exerciseCard(exercise, level, page) };
    } else if (token.type === 'th_open') {
      // A header cell without words heads nothing; a screen reader would announce it for every cell below.
      const named = (tokens[index + 1]?.content ?? '') !== '';
      const close = tokens[index + 2];
      if (named) token.attrSet('scope', 'col');
      else token.tag = 'td';
      if (!named && close !== undefined) close.tag = 'td';
      replaceAlignment(token);
    } else if (token.type === 'td_open') {
      replaceAlignment(token);
    }
  }
  const body = new Markup(markdown.renderer.render(tokens, markdown.options, {}));
  // An exercise the author forgot to place would be out of the learner's reach.
  const unplaced = page.exercises
    .filter((exercise) => !cards.has(exercise.id))
    .map((exercise) => exerciseCard(exercise, Math.min(level + 1, 3), page));
  return html`${body}${unplaced}`;
}

function createMarkdown({ assets: { pictures }, translate, examples = [] }: LessonPage): MarkdownIt {
  let blocks = 0;
  const markdown = markdownIt({ html: false, linkify: false, typographer: false });
  markdown.validateLink = isAllowedLink;
  // Before `reference` and `lheading`, which both read a line in square brackets their own way.
  markdown.block.ruler.before('reference', 'exercise', readExercise, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  addQuestions(markdown, translate);
  markdown.renderer.rules['exercise'] = (tokens, index): string => {
    const card = tokens[index]?.meta?.['card'];
    return card instanceof Markup ? card.html : '';
  };
  markdown.renderer.rules['fence'] = (tokens, index): string => {
    const token = tokens[index];
    return token === undefined
      ? ''
      : codeBlock(blocks++, token.content, token.info, examples, translate).html;
  };
  markdown.renderer.rules['code_inline'] = (tokens, index): string => {
    const token = tokens[index];
    const code = html`<code>${token?.content ?? ''}</code>`;
    const link = token && fileLinkOf(token);
    return (link ? fileLink(link, code, translate) : code).html;
  };
  // Only the course's own pictures: the policy admits none from elsewhere. Of others the description remains.
  markdown.renderer.rules['image'] = (tokens, index): string => {
    const token = tokens[index];
    const description = token?.content ?? '';
    const name = lessonPicture.exec(String(token?.attrGet('src') ?? ''))?.[1];
    if (name === undefined) return escapeHtml(description);
    return html`<img class="picture" src="${pictures}/${name}" alt="${description}" />`.html;
  };
  markdown.renderer.rules['link_open'] = (tokens, index, options, _env, renderer): string => {
    const token = tokens[index];
    const address = String(token?.attrGet('href') ?? '');
    const lesson = lessonLink.exec(address)?.[1];
    if (lesson !== undefined) token?.attrSet('data-lesson', lesson);
    // A picture is no place to go to.
    if (lessonPicture.test(address)) token?.attrSet('href', '#');
    return renderer.renderToken(tokens, index, options);
  };
  markdown.renderer.rules['table_open'] = () => '<div class="scroller"><table>\n';
  markdown.renderer.rules['table_close'] = () => '</table></div>\n';
  return markdown;
}

const lessonPicture = /^media\/lessons\/([a-z0-9][a-z0-9-]*\.svg)$/;
const lessonLink = /^lesson:([a-z0-9][a-z0-9-]*)$/;

/** What is not allowed stays in the text as it was written, where author and reader see it. */
function isAllowedLink(address: string): boolean {
  if (lessonLink.test(address) || lessonPicture.test(address)) return true;
  return /^https:\/\//i.test(address) || address.startsWith('#');
}

/** Reads `[exercise: name]` on a line of its own, with or without blank lines around it. */
function readExercise(state: StateBlock, startLine: number, _endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const begin = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
  const name = /^\[exercise:\s*([^\]]*?)\s*\]\s*$/.exec(state.src.slice(begin, state.eMarks[startLine]))?.[1];
  if (name === undefined) return false;
  if (silent) return true;
  state.line = startLine + 1;
  const token = state.push('exercise', '', 0);
  token.content = name;
  token.map = [startLine, state.line];
  return true;
}

function placedExercise(name: string, { lesson, exercises }: LessonPage): ExerciseOnPage {
  const exercise = exercises.find(({ id }) => id === name || id.endsWith(`/${name}`));
  if (exercise !== undefined && name !== '') return exercise;
  const known = exercises.map(({ id }) => id.slice(id.lastIndexOf('/') + 1)).join(', ');
  throw new Error(
    `Lesson "${lesson.id}" places an exercise "${name}" in its text, but has no exercise of that name. ` +
      (known === '' ? 'It has no exercises.' : `Its exercises: ${known}.`),
  );
}

/** Authors often repeat the title as the text's first heading; the page's header shows it already. */
function dropRepeatedTitle(tokens: Token[], title: string): void {
  const [open, content] = tokens;
  if (open?.type === 'heading_open' && open.tag === 'h1' && content?.content.trim() === title.trim()) {
    tokens.splice(0, 3);
  }
}

/** Table cells come with an inline style, which the policy blocks. */
function replaceAlignment(token: Token): void {
  const style = token.attrGet('style');
  if (style === null) return;
  const side = /text-align:(left|center|right)/.exec(String(style))?.[1];
  token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style');
  if (side !== undefined) token.attrSet('class', `align-${side}`);
}

function uniqueId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let count = 1; taken.has(id); count++) id = `${wanted}-${count}`;
  taken.add(id);
  return id;
}

/** The id GitHub gives a heading, so that links written for one work in the other. */
function slug(heading: string): string {
  const words = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
  return words === '' ? 'section' : words;
}
