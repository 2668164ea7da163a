import { workspace } from 'vscode';

/** Path of the Node that runs tests, or undefined for the editor's own. */
export function nodePath(): string | undefined {
  const path = workspace.getConfiguration('itlab').get<string>('nodePath', '').trim();
  return path === '' ? undefined : path;
}
