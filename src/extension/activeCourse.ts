import { EventEmitter, workspace, type Event, type LogOutputChannel } from 'vscode';
import type { Catalog } from '../course/catalog.ts';
import { exerciseFolder } from '../course/courseFolder.ts';
import { courseMarker } from '../course/courseMarker.ts';
import { CourseError } from '../course/courseError.ts';
import type { Exercise } from '../course/exercise.ts';
import type { Installation } from '../course/installation.ts';
import { linkToolchain } from '../course/toolchainLinks.ts';
import { courseInWorkspace } from './courseInWorkspace.ts';
import { Disposables } from './disposables.ts';
import { runReportingErrors } from './userError.ts';

/** The course folder of this window: where learners' files lie. */
export class ActiveCourse extends Disposables {
  readonly catalog: Catalog;
  private readonly installation: Installation;
  private readonly log: LogOutputChannel;
  private readonly changed = this.add(new EventEmitter<void>());
  private current: string | null = null;

  constructor(catalog: Catalog, installation: Installation, log: LogOutputChannel) {
    super();
    this.catalog = catalog;
    this.installation = installation;
    this.log = log;
    const watcher = this.add(workspace.createFileSystemWatcher(`**/${courseMarker}`, false, true, false));
    this.add(watcher.onDidCreate(() => this.look()));
    this.add(watcher.onDidDelete(() => this.look()));
    this.add(workspace.onDidChangeWorkspaceFolders(() => this.look()));
    this.add(workspace.onDidGrantWorkspaceTrust(() => this.mendLinks()));
    this.look();
  }

  /** Fires when the course folder appears, moves or goes. */
  get onDidChange(): Event<void> {
    return this.changed.event;
  }

  /** Absolute path, or null when no course is open in this window. */
  get folder(): string | null {
    return this.current;
  }

  /**
   * The same where one is needed.
   * @throws CourseError `not-a-course` when no course is open.
   */
  get openFolder(): string {
    if (this.current !== null) return this.current;
    throw new CourseError(
      'not-a-course',
      'No course is open in this window.',
      'Start the course, or open its folder.',
    );
  }

  /** @throws CourseError `not-a-course` when no course is open. */
  folderOf(exercise: Exercise): string {
    return exerciseFolder(this.openFolder, exercise);
  }

  /** Looks for a course folder: a workspace folder, or a folder directly inside one. */
  look(): void {
    const found = courseInWorkspace();
    if (found === this.current) return;
    this.current = found;
    this.mendLinks();
    this.changed.fire();
  }

  /** An update of the extension moves the toolchain; links of ours that point nowhere are made anew. */
  private mendLinks(): void {
    const { current } = this;
    if (current === null || !workspace.isTrusted) return;
    void runReportingErrors(this.log, () => {
      const outcome = linkToolchain(current, this.installation);
      if (outcome.type === 'linked' && outcome.mended > 0)
        this.log.info(`Linked ${outcome.mended} packages into ${current}.`);
    });
  }
}
