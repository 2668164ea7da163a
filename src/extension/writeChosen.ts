import { workspace, type Uri } from 'vscode';
import { replaceFile } from '../course/writing/replaceFile.ts';

/**
 * Writes a text to the place that a person has chosen for it, which need not be on this machine's disks.
 * @throws whatever keeps it from being written.
 */
export async function writeChosen(target: Uri, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  if (target.scheme === 'file') replaceFile(target.fsPath, null, bytes);
  else await workspace.fs.writeFile(target, bytes);
}
