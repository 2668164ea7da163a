import { TabInputText, window, type Uri, type ViewColumn } from 'vscode';

/**
 * Pages and learners' files lie beside each other, in two columns and never in more: `ViewColumn.Beside` is beside
 * whatever has the focus, which makes a third one of a click in the second.
 * Columns are told by their numbers, which a panel has from its first moment.
 */

/**
 * Where a learner's file opens: where it is open already, else beside the page.
 * @param page the column of the page that can be seen; undefined for none.
 */
export function columnOfFile(file: Uri, page: ViewColumn | undefined): ViewColumn {
  const groups = window.tabGroups.all.filter(({ viewColumn }) => viewColumn !== page);
  const holding = groups.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === file.toString()),
  );
  if (holding) return holding.viewColumn;
  if (page === undefined) return window.tabGroups.activeTabGroup.viewColumn;
  return (groups.find(({ isActive }) => isActive) ?? groups[0])?.viewColumn ?? page + 1;
}

/**
 * Where a page opens: where the page before was, else beside the learner's file that has the focus.
 * @param page as above.
 * @param isOurs whether a file belongs to an exercise.
 */
export function columnOfPage(page: ViewColumn | undefined, isOurs: (file: Uri) => boolean): ViewColumn {
  const file = window.activeTextEditor;
  if (page !== undefined) return page;
  const here = window.tabGroups.activeTabGroup.viewColumn;
  if (!file || !isOurs(file.document.uri)) return here;
  const other = window.tabGroups.all.find(({ viewColumn }) => viewColumn !== file.viewColumn);
  return other?.viewColumn ?? here + 1;
}
