import { homedir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { commands, l10n, Uri, window, workspace, type Memento, type QuickPickItem } from 'vscode';
import type { Catalog } from '../../course/catalog.ts';
import type { CourseError } from '../../course/courseError.ts';
import { startCourse, type StartOutcome } from '../../course/courseFolder.ts';
import type { Installation } from '../../course/installation.ts';
import { isSamePath } from '../../course/platform/paths.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { showFirstSteps } from '../firstSteps.ts';
import { tell, withProgress } from '../messages.ts';
import { usualCourseName } from '../courseInWorkspace.ts';
import { forLabel } from '../../protocol/shownText.ts';

/** Key in the workspace's memory: the first lesson was shown. */
const greeted = 'itlab.firstLessonShown';

/**
 * Asks where, creates the course there and opens it. What exists there is left as it is.
 * @param given the folder, when it is known already.
 * @returns false when the learner backed out or the window is about to reload.
 */
export async function startCourseCommand(
  course: ActiveCourse,
  installation: Installation,
  given?: Uri,
): Promise<boolean> {
  const target = given ?? (await askWhere());
  if (!target) return false;
  const folder = target.fsPath;
  const outcome = await createWithProgress(folder, course.catalog, installation);
  if (outcome.cancelled) {
    tellCancelled(target, outcome.created.length);
    return false;
  }
  const kept =
    outcome.kept.length > 0
      ? l10n.t(' {0} files were there already and are unchanged.', outcome.kept.length)
      : '';
  void tell('information', l10n.t('The course is in {0}.', folder) + kept, {
    [l10n.t('Show First Steps')]: showFirstSteps,
  });
  if (outcome.links.type === 'not-linked') tellNotLinked(outcome.links.error);
  if (liesInWorkspace(folder)) {
    course.look();
    return true;
  }
  await commands.executeCommand('vscode.openFolder', target, {
    forceNewWindow: (workspace.workspaceFolders ?? []).length > 0,
  });
  return false;
}

function createWithProgress(
  folder: string,
  catalog: Catalog,
  installation: Installation,
): Thenable<StartOutcome> {
  return withProgress(l10n.t('Creating the course in {0}', basename(folder)), (progress, signal) => {
    return startCourse(folder, catalog, installation, {
      signal,
      onProgress: (done, total) =>
        progress.report({ message: l10n.t('{0} of {1} files', done, total), increment: 100 / total }),
    });
  });
}

function tellCancelled(target: Uri, created: number): void {
  void tell(
    'information',
    l10n.t(
      'Creating the course was cancelled. {0} files were created in {1}; they stay, and what was there before is unchanged.',
      created,
      target.fsPath,
    ),
    { [l10n.t('Go On')]: () => commands.executeCommand('itlab.startCourse', target) },
  );
}

function tellNotLinked({ message }: CourseError): void {
  void tell(
    'warning',
    l10n.t(
      '{0} The course is there and its tests run, but the editor does not know the types of the packages.',
      message,
    ),
    { [l10n.t('Ask the Doctor')]: () => commands.executeCommand('itlab.doctor') },
  );
}

/**
 * Whether the course folder itself was opened here for the first time, as after starting the course elsewhere or
 * by hand: then the learner is shown where to begin. True once per workspace.
 */
export async function openedFirst(course: ActiveCourse, memory: Memento): Promise<boolean> {
  const { folder } = course;
  const isWorkspace =
    folder !== null && (workspace.workspaceFolders ?? []).some(({ uri }) => isSamePath(uri.fsPath, folder));
  if (!isWorkspace || memory.get<boolean>(greeted) === true) return false;
  await memory.update(greeted, true);
  return true;
}

async function askWhere(): Promise<Uri | undefined> {
  const open = workspace.workspaceFolders?.[0];
  const places: (QuickPickItem & { readonly uri: Uri | null })[] = [];
  if (open) {
    places.push({
      label: l10n.t('In this workspace'),
      description: forLabel(join(open.name, usualCourseName)),
      uri: Uri.joinPath(open.uri, usualCourseName),
    });
  }
  places.push(
    {
      label: l10n.t('In my home folder'),
      description: forLabel(join(homedir(), usualCourseName)),
      uri: Uri.file(join(homedir(), usualCourseName)),
    },
    { label: l10n.t('Choose a folder…'), uri: null },
  );
  const choice = await window.showQuickPick(places, {
    title: l10n.t('Start the Course'),
    placeHolder: l10n.t('Where shall the course folder be created? Files that exist are never changed.'),
  });
  if (!choice) return undefined;
  if (choice.uri) return choice.uri;
  const picked = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: l10n.t('Create the Course Here'),
  });
  return picked?.[0] && Uri.joinPath(picked[0], usualCourseName);
}

/** A course is found in a workspace folder itself, or directly below one under its usual name. */
function liesInWorkspace(folder: string): boolean {
  return (workspace.workspaceFolders ?? []).some(({ uri }) => {
    const inner = relative(uri.fsPath, folder);
    return inner === '' || inner === usualCourseName;
  });
}
