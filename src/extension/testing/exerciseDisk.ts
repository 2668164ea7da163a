import { join } from 'node:path';
import { EventEmitter, Uri, workspace, type Event, type LogOutputChannel } from 'vscode';
import { allExercises } from '../../course/catalog.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import { FolderWatch } from './folderWatch.ts';

/** The folders of an exercise whose files can alter the result of its tests. */
export const relevantFolders = ['src', 'tests'] as const;

/**
 * What is made, changed or removed on the disk in folders of those names, whoever does it. The same may be told several
 * times, and late.
 *
 * On Linux, VS Code watches folder by folder, and never hears of folders that were made in a new one before its watch
 * of that had begun (microsoft/vscode#142694, parcel-bundler/watcher#97): those of a course that was started in an open
 * window, and those that git puts there. So the exercises' folders are watched here as well. Elsewhere one watch of the
 * system holds for all that lies below a folder.
 */
export class ExerciseDisk extends Disposables {
  private readonly course: ActiveCourse;
  private readonly log: LogOutputChannel;
  private readonly changed = this.add(new EventEmitter<Uri>());
  private own: FolderWatch | null = null;

  constructor(course: ActiveCourse, log: LogOutputChannel) {
    super();
    this.course = course;
    this.log = log;
    const watcher = this.add(workspace.createFileSystemWatcher(`**/{${relevantFolders.join(',')}}/**`));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.add(event((uri) => this.changed.fire(uri)));
    }
    this.add({ dispose: () => this.own?.close() });
    if (process.platform !== 'linux') return;
    this.add(course.onDidChange(() => this.watchExercises()));
    this.watchExercises();
  }

  /** Fires with what was made, changed or removed; a folder is not told with all that lies in it. */
  get onDidChange(): Event<Uri> {
    return this.changed.event;
  }

  private watchExercises(): void {
    const { course, log } = this;
    this.own?.close();
    this.own = null;
    if (course.folder === null) return;
    this.own = new FolderWatch({
      root: course.folder,
      folders: allExercises(course.catalog).flatMap((exercise) =>
        relevantFolders.map((name) => join(course.folderOf(exercise), name)),
      ),
      onChange: (path) => this.changed.fire(Uri.file(path)),
      onTrouble: (reason) => log.warn(`Some changes on the disk are seen late: ${reason}`),
    });
  }
}
