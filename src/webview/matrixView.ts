import { element, spoken } from './element.ts';
import { linkView, type FindingActions } from './findingsView.ts';
import { catchMark } from './icons.ts';
import type { DebugModel, MatrixColumn, MatrixModel, MatrixRow } from './matrixModel.ts';

export interface MatrixActions extends Pick<FindingActions, 'open'> {
  /** Leads to a survivor's finding and opens its hints. */
  goTo(finding: string): void;
  /** Opens what a caught fault changes. */
  openFault(fault: string): void;
  /** Debugs the test of that title on the system with the fault. */
  debugFault(fault: string, title: string): void;
}

/** The kill matrix as a table a screen reader can walk through. */
export function matrixView(model: MatrixModel, actions: MatrixActions): HTMLElement {
  const head = element(
    'tr',
    {},
    element('td', {}, spoken(model.corner)),
    ...model.columns.map((column) => columnHead(column, model, actions)),
  );
  const rows = model.rows.map(({ marks, ...row }, index) =>
    element(
      'tr',
      {},
      rowHead(row, index, actions),
      ...marks.map((mark) => {
        if (mark === false) return element('td', {});
        const parts = [catchMark(), spoken(model.mark)];
        return element(
          'td',
          { class: 'hit' },
          ...(mark === true ? parts : [debugButton(parts, mark, index, actions)]),
        );
      }),
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
    { class: 'matrix' },
    element('p', { class: 'matrix-caption', 'aria-hidden': 'true' }, ...captionOf(model)),
    element(
      'div',
      { class: 'scroller', 'aria-label': model.caption, 'data-keep': 'matrix' },
      element(
        'table',
        {},
        // Beside the scrolled part it stays in view; a screen reader looks for it inside.
        element('caption', { class: 'visually-hidden' }, ...captionOf(model)),
        element('thead', {}, head),
        element('tbody', {}, ...rows),
        element('tfoot', {}, foot),
      ),
    ),
  );
}

function captionOf({ caption, summary }: MatrixModel): Node[] {
  return [
    element('strong', {}, caption),
    document.createTextNode(' '),
    element('span', { class: 'quiet' }, summary),
  ];
}

function columnHead(
  { title, caught, finding, difference }: MatrixColumn,
  { survived }: MatrixModel,
  actions: MatrixActions,
): HTMLElement {
  if (caught || finding === null) {
    const name = difference === null ? title : differenceButton(title, difference, actions);
    return element('th', { scope: 'col' }, element('span', { class: 'column-title' }, name));
  }
  const button = element(
    'button',
    { type: 'button', class: 'link', title: finding.title, 'data-keep': `column-${finding.id}` },
    title,
    spoken(`, ${survived}`),
  );
  button.addEventListener('click', () => {
    actions.goTo(finding.id);
  });
  return element(
    'th',
    { scope: 'col', class: 'survivor' },
    element('span', { class: 'column-title' }, button),
  );
}

function differenceButton(
  text: string,
  { fault, title }: NonNullable<MatrixColumn['difference']>,
  actions: MatrixActions,
): HTMLElement {
  const button = element(
    'button',
    { type: 'button', class: 'link', title, 'data-keep': `column-caught-${fault}` },
    text,
  );
  button.addEventListener('click', () => {
    actions.openFault(fault);
  });
  return button;
}

function debugButton(
  parts: readonly Node[],
  { fault, test, title }: DebugModel,
  row: number,
  actions: MatrixActions,
): HTMLElement {
  const button = element(
    'button',
    { type: 'button', class: 'link', title, 'data-keep': `debug-${row}-${fault}` },
    ...parts,
    spoken(`, ${title}`),
  );
  button.addEventListener('click', () => {
    actions.debugFault(fault, test);
  });
  return button;
}

function rowHead(
  { title, link, note }: Omit<MatrixRow, 'marks'>,
  index: number,
  actions: MatrixActions,
): HTMLElement {
  return element(
    'th',
    { scope: 'row' },
    link === null ? title : linkView(link, `row-${index}`, actions),
    note === null ? null : element('span', { class: 'quiet' }, ` (${note})`),
  );
}
