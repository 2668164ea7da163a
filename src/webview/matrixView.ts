import { element, spoken } from './element.ts';
import { catchMark } from './icons.ts';
import type { MatrixModel } from './matrixModel.ts';

/** The kill matrix as a table a screen reader can walk through. */
export function matrixView(model: MatrixModel): HTMLElement {
  const head = element(
    'tr',
    {},
    element('td', {}, spoken(model.corner)),
    ...model.columns.map(({ title, caught }) =>
      element(
        'th',
        caught ? { scope: 'col' } : { scope: 'col', class: 'survivor' },
        element('span', { class: 'column-title' }, title, caught ? null : spoken(`, ${model.survived}`)),
      ),
    ),
  );
  const rows = model.rows.map(({ title, note, marks }) =>
    element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row' },
        title,
        note === null ? null : element('span', { class: 'quiet' }, ` (${note})`),
      ),
      ...marks.map((catches) =>
        catches ? element('td', { class: 'hit' }, catchMark(), spoken(model.mark)) : element('td', {}),
      ),
    ),
  );
  const foot = element(
    'tr',
    {},
    element('th', { scope: 'row' }, model.footer),
    ...model.columns.map(({ caught, count }) =>
      element('td', caught ? {} : { class: 'survivor' }, String(count)),
    ),
  );
  return element(
    'div',
    { class: 'matrix scroller', 'aria-label': model.caption },
    element(
      'table',
      {},
      element('caption', {}, model.caption),
      element('thead', {}, head),
      element('tbody', {}, ...rows),
      element('tfoot', {}, foot),
    ),
  );
}
