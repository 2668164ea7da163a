import { readFileSync } from 'node:fs';
import { commands, env, l10n, UIKind, Uri, window, workspace, type Memento } from 'vscode';
import { CourseError, messageOf } from '../../course/courseError.ts';
import type { CourseOverview } from '../../course/progress/overview.ts';
import { sentence } from '../../course/sentence.ts';
import { writeChosen } from '../writeChosen.ts';
import { tell } from '../messages.ts';
import { renderReport } from './renderOverview.ts';

export interface ReportParts {
  readonly overview: CourseOverview;
  /** File of the styles. */
  readonly style: string;
  readonly version: string;
  /** Of this machine; remembers the name. */
  readonly memory: Memento;
}

const nameKey = 'itlab.reportName';
const fileName = 'integration-testing-report.html';

/**
 * Asks for a name and a place and writes the report there: HTML of one file. A PDF is made of it by a browser, because
 * VS Code cannot print; where there is one at hand, the message opens it.
 * @param given where to write; asked for when left out.
 * @throws CourseError `cannot-write`.
 */
export async function saveReport(
  { overview, style, version, memory }: ReportParts,
  given?: { readonly file: Uri; readonly name: string },
): Promise<void> {
  const name = given?.name ?? (await askName(memory.get<string>(nameKey, '')));
  if (name === undefined) return;
  const target = given?.file ?? (await askWhere());
  if (!target) return;
  await memory.update(nameKey, name);
  const text = renderReport({
    overview,
    name,
    version,
    made: new Date(),
    language: env.language,
    style: readFileSync(style, 'utf8'),
    translate: (english, ...args) => l10n.t(english, ...args),
  });
  try {
    await writeChosen(target, text);
  } catch (error) {
    throw new CourseError(
      'cannot-write',
      sentence`${target.fsPath} could not be written: ${messageOf(error)}. Your progress itself is unchanged.`,
      'Choose another place.',
      { cause: error },
    );
  }
  // A browser on this machine sees the file only where the editor runs on it, too.
  const isHere = env.uiKind === UIKind.Desktop && env.remoteName === undefined && target.scheme === 'file';
  void tell(
    'information',
    isHere
      ? l10n.t(
          'Your report was written to {0}. For a PDF, open it in a browser and print it there.',
          target.fsPath,
        )
      : l10n.t(
          'Your report was written to {0}. For a PDF, download it, open it in a browser and print it there.',
          target.fsPath,
        ),
    isHere
      ? { [l10n.t('Open in Browser')]: () => env.openExternal(target) }
      : { [l10n.t('Show the File')]: () => commands.executeCommand('vscode.open', target) },
  );
}

function askName(known: string): Thenable<string | undefined> {
  return window.showInputBox({
    title: l10n.t('Save a Report'),
    prompt: l10n.t('Your name, as it is to stand in the report; empty for none'),
    value: known,
  });
}

function askWhere(): Thenable<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return window.showSaveDialog({
    title: l10n.t('Save a Report'),
    filters: { HTML: ['html'] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, '..', fileName) } : {}),
  });
}
