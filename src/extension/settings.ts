import { workspace, type Uri } from 'vscode';

/** Path of the Node that runs tests, or undefined for the editor's own. */
export function nodePath(): string | undefined {
  const path = workspace.getConfiguration('itlab').get<string>('nodePath', '').trim();
  return path === '' ? undefined : path;
}

/** Whether Run and Grade are shown above the tests of a file. */
export function showsCodeLenses(file: Uri): boolean {
  return workspace.getConfiguration('itlab', file).get<boolean>('codeLens', true);
}

/** Whether an exercise is graded when one of its files is saved. */
export function gradesOnSave(file?: Uri): boolean {
  return workspace.getConfiguration('itlab', file).get<boolean>('gradeOnSave', false);
}
