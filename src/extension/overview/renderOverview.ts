import type { CourseOverview, ExerciseOverview, LessonOverview } from '../../course/progress/overview.ts';
import { slotMinutes } from '../../course/progress/progress.ts';
import { html, Markup, styleText } from '../lessons/markup.ts';

/** As `vscode.l10n.t`; handed in, so that this can be tested without an editor. */
export type Translate = (text: string, ...args: (string | number)[]) => string;

export interface OverviewParts {
  readonly overview: CourseOverview;
  /** Of the texts, as a screen reader is to pronounce them: a tag such as `en`. */
  readonly language: string;
  /** The styles, as text. */
  readonly style: string;
  readonly translate: Translate;
}

/** What the page of the overview has and the report has not. */
export interface OverviewPage extends OverviewParts {
  /** Fresh for every rendering. */
  readonly nonce: string;
  /** The exercise to go on with; null when all are complete. */
  readonly next: { readonly id: string; readonly title: string } | null;
}

export interface Report extends OverviewParts {
  /** Whose it is; empty for nobody's. */
  readonly name: string;
  readonly made: Date;
  /** Of the course. */
  readonly version: string;
}

/** Commands that the page calls by links; it has no script. */
export const overviewCommands = [
  'itlab.continue',
  'itlab.openLesson',
  'itlab.showExercise',
  'itlab.saveReport',
] as const;

/** The page of the overview in the editor. */
export function renderOverview(page: OverviewPage): string {
  const { overview, translate, next, nonce } = page;
  if (!/^[\w+/=-]+$/.test(nonce)) throw new Error(`The nonce "${nonce}" is not one: it must be base64.`);
  const goOn =
    next === null
      ? html`<p>${translate('Every exercise of the course is complete.')}</p>`
      : html`<p>
          <a class="action" href="${command('itlab.continue')}">
            ${translate('Continue with “{0}”', next.title)}
          </a>
        </p>`;
  return html`${head(page, `default-src 'none'; style-src 'nonce-${nonce}'`, translate('Course overview'), nonce)}
    <body>
      <main>
        <h1>${translate('Course overview')}</h1>
        ${summary(overview, translate)} ${goOn}
        <p>
          <a class="action second" href="${command('itlab.saveReport')}">${translate('Save a report…')}</a>
        </p>
        ${overview.lessons.map((lesson) => lessonPart(lesson, page, true))} ${notes(translate)}
      </main>
    </body>
    </html> `.html;
}

/** A file of its own to hand in: without scripts, links, pictures and anything from elsewhere. */
export function renderReport(report: Report): string {
  const { overview, translate, name, made, version } = report;
  const title = translate('Integration testing: report of a course');
  const facts: (readonly [string, string])[] = [
    ...(name === '' ? [] : [[translate('Name'), name] as const]),
    [translate('Date'), dateText(made, report.language)],
    [translate('Version of the course'), version],
  ];
  return html`${head(report, `default-src 'none'; style-src 'unsafe-inline'`, title)}
    <body>
      <main>
        <h1>${title}</h1>
        <dl class="facts">
          ${facts.map(
            ([term, value]) =>
              html`<div>
                <dt>${term}</dt>
                <dd>${value}</dd>
              </div> `,
          )}
        </dl>
        ${summary(overview, translate)} ${overview.lessons.map((lesson) => lessonPart(lesson, report, false))}
        ${notes(translate)}
        <p class="quiet">
          ${translate(
            'Made by the learner’s own editor from its record. It can be changed there like any file; whoever has to be sure grades the exercises again.',
          )}
        </p>
      </main>
    </body>
    </html> `.html;
}

function head(
  { language, style }: OverviewParts,
  policy: string,
  title: string,
  nonce: string | null = null,
): Markup {
  const ownNonce = nonce === null ? '' : ` nonce="${nonce}"`;
  return html`<!DOCTYPE html>
    <html lang="${language}">
      <head>
        <meta charset="UTF-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${new Markup(`<style${ownNonce}>${styleText(style).html}</style>`)}
      </head>
     `;
}

function summary({ complete, total, lessons }: CourseOverview, translate: Translate): Markup {
  const exercises = lessons.flatMap((lesson) => lesson.exercises);
  const answers = exercises.filter(({ byModelAnswer }) => byModelAnswer).length;
  const minutes = exercises.reduce((sum, { activeMinutes }) => sum + activeMinutes, 0);
  return html`<p class="sum">
      <strong>${translate('{0} of {1} exercises complete', complete, total)}</strong>
      ${answers === 0 ? '' : translate('{0} of them with a model answer.', answers)}
      ${minutes === 0 ? '' : translate('Active for about {0}.', durationText(minutes, translate))}
    </p>
    <progress max="${total}" value="${complete}" aria-label="${translate('Exercises complete')}"></progress>`;
}

function lessonPart(lesson: LessonOverview, parts: OverviewParts, linked: boolean): Markup {
  const { translate } = parts;
  const { exercises } = lesson;
  const complete = exercises.filter(({ state }) => state === 'complete').length;
  const id = `lesson-${lesson.order}`;
  const title = translate('{0}. {1}', lesson.order, lesson.title);
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">
      ${linked ? html`<a href="${command('itlab.openLesson', lesson.id)}">${title}</a>` : title}
    </h2>
    <p class="quiet">
      ${translate('{0} of {1} complete', complete, exercises.length)} ·
      ${translate('stated: {0}', durationText(lesson.statedMinutes, translate))}
    </p>
    <ul class="objectives">
      ${lesson.objectives.map((objective) => html`<li>${objective}</li> `)}
    </ul>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">${translate('Exercise')}</th>
            <th scope="col">${translate('State')}</th>
            <th scope="col">${translate('Best grade')}</th>
            <th scope="col">${translate('Help')}</th>
            <th scope="col">${translate('Active')}</th>
          </tr>
        </thead>
        <tbody>
          ${exercises.map((exercise) => exerciseRow(exercise, parts, linked))}
        </tbody>
      </table>
    </div>
  </section> `;
}

function exerciseRow(
  exercise: ExerciseOverview,
  { translate, language }: OverviewParts,
  linked: boolean,
): Markup {
  const { id, title, activeMinutes } = exercise;
  const cell = (label: string, text: string): Markup =>
    html`<td data-label="${label}">${text === '' ? html`<span class="quiet">–</span>` : text}</td> `;
  return html`<tr class="${exercise.state}">
    <th scope="row">${linked ? html`<a href="${command('itlab.showExercise', id)}">${title}</a>` : title}</th>
    ${cell(translate('State'), stateText(exercise, translate, language))}
    ${cell(translate('Best grade'), gradeText(exercise, translate))}
    ${cell(translate('Help'), helpText(exercise, translate))}
    ${cell(translate('Active'), activeMinutes === 0 ? '' : durationText(activeMinutes, translate))}
  </tr> `;
}

function stateText({ state, completedAt }: ExerciseOverview, translate: Translate, language: string): string {
  switch (state) {
    case 'not-started':
      return translate('○ not started');
    case 'in-progress':
      return translate('◐ in progress');
    case 'complete':
      return completedAt === null
        ? translate('● complete')
        : translate('● complete since {0}', dateText(new Date(completedAt), language));
  }
}

function gradeText({ best }: ExerciseOverview, translate: Translate): string {
  if (best === null) return '';
  const faults = translate('{0} of {1} faults', best.caught, best.faults);
  if (best.objections === 0) return faults;
  return best.objections === 1
    ? translate('{0}, 1 objection', faults)
    : translate('{0}, {1} objections', faults, best.objections);
}

function helpText({ hints, hintsToTheEnd, byModelAnswer }: ExerciseOverview, translate: Translate): string {
  const parts = [
    hints === 0 ? '' : hints === 1 ? translate('1 hint') : translate('{0} hints', hints),
    hintsToTheEnd === 0 ? '' : translate('{0} to the last step', hintsToTheEnd),
    byModelAnswer ? translate('model answer') : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function notes(translate: Translate): Markup {
  const texts = [
    translate(
      'Active is the time in which a file of the exercise was edited or saved, or its tests ran, counted in stretches of {0} minutes. Reading is not counted, and what was done before this was recorded is missing.',
      slotMinutes,
    ),
    translate(
      'Hints are counted by what they are about; the last step is the fault itself, or nearly the code.',
    ),
    translate('A model answer is named where every complete grade was one of its files.'),
  ];
  return html`<section class="notes" aria-labelledby="notes">
    <h2 id="notes">${translate('How this is counted')}</h2>
    <ul>
      ${texts.map((text) => html`<li>${text}</li> `)}
    </ul>
  </section>`;
}

function durationText(minutes: number, translate: Translate): string {
  if (minutes < 60) return translate('{0} min', minutes);
  const rest = minutes % 60;
  return rest === 0
    ? translate('{0} h', Math.floor(minutes / 60))
    : translate('{0} h {1} min', Math.floor(minutes / 60), rest);
}

function dateText(date: Date, language: string): string {
  return date.toLocaleDateString(language, { dateStyle: 'medium' });
}

function command(name: (typeof overviewCommands)[number], argument?: string): string {
  return argument === undefined
    ? `command:${name}`
    : `command:${name}?${encodeURIComponent(JSON.stringify([argument]))}`;
}
